"""The shape of the code is a promise: both import orders, the budgets, and who may touch the session."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "eboard"

PACKAGES = [
    "core", "ical", "audit", "mail", "people", "membership", "signin", "boards", "library", "cases", "conferences",
    "availability", "signon", "meetings", "attendance", "planning", "invitations", "forecast", "preparation", "feeds",
    "recommendations", "live", "outside", "minutes", "cme", "followup", "digests", "econsults", "reports", "fhir",
    "retention", "sealing", "review", "access",
]  # fmt: skip
WEB_PACKAGES = {
    "health",
    "home",
    "demo",
    "backup",
}  # they hold pages and commands only, and may use every other package
# A file whose noun is not in this list (states.py, readiness.py …) counts as a query: it never changes anything.
LAYERS = ["enums", "models", "queries", "emails", "actions", "access", "forms", "jobs", "views", "commands", "app"]
ORDERED = {"models", "queries", "emails", "actions"}
FILE_MAXIMUM, TEST_FILE_MAXIMUM, FUNCTION_MAXIMUM = 400, 600, 60

FILES = sorted(SOURCE.rglob("*.py"))


def parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(SOURCE).with_suffix("").parts


def package_of(path: Path) -> str:
    return parts(path)[0]


def layer_of(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return "app" if names[0] in {"app", "cli", "__main__", "__init__"} else "package"
    if names[0] in {"core", "access"}:
        return names[0]
    return names[1] if names[1] in LAYERS else "package" if names[1] == "__init__" else "queries"


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """Modules of ours that a file imports, each as a tuple of names below ``eboard``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "eboard":
            below = tuple((node.module or "").split(".")[1:])
            yield from ((*below, alias.name) if is_module((*below, alias.name)) else below for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (tuple(a.name.split(".")[1:]) for a in node.names if a.name.startswith("eboard."))


def is_module(names: tuple[str, ...]) -> bool:
    return SOURCE.joinpath(*names).with_suffix(".py").exists() or (SOURCE.joinpath(*names) / "__init__.py").exists()


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_imports_keep_both_orders(path: Path) -> None:
    mine, layer = package_of(path), layer_of(parts(path))
    if mine in WEB_PACKAGES:
        layer = "views"
    if layer in {"app", "package"} and len(parts(path)) == 1:
        return
    for names in imports(path):
        theirs = names[0] if names else mine
        if mine == "core":
            assert theirs == "core", f"core imports eboard.{'.'.join(names)}"
        if not names or (theirs in {mine, "core", "audit"} and mine == theirs == "core"):
            continue
        their_layer = layer_of(names if len(names) > 1 else (*names, "__init__"))
        if layer in LAYERS and their_layer in LAYERS:
            assert LAYERS.index(their_layer) <= LAYERS.index(layer), f"{layer} imports eboard.{'.'.join(names)}"
        if layer in ORDERED and theirs in PACKAGES and mine in PACKAGES:
            assert PACKAGES.index(theirs) <= PACKAGES.index(mine), f"{mine} imports eboard.{'.'.join(names)}"
        if mine not in WEB_PACKAGES:
            assert theirs not in WEB_PACKAGES or layer == "views", f"{mine} imports eboard.{'.'.join(names)}"


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_every_package_is_in_the_list(path: Path) -> None:
    if len(parts(path)) > 1:
        assert package_of(path) in {*PACKAGES, *WEB_PACKAGES}


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    if path.name == "cli.py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = [child for child in ast.walk(node) if isinstance(child, (ast.Import, ast.ImportFrom))]
            assert inner == [], f"{node.name} imports inside"


@pytest.mark.parametrize("path", [p for p in FILES if layer_of(parts(p)) == "views"], ids=identify)
def test_views_never_touch_the_session(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) != ("db", "session")


@pytest.mark.parametrize("path", [p for p in FILES if layer_of(parts(p)) == "actions"], ids=identify)
def test_actions_never_commit(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert calls.isdisjoint({"commit", "rollback"})


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_no_file_and_no_function_is_over_its_maximum(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= FILE_MAXIMUM
    assert {name: length for name, length in functions(text) if length > FUNCTION_MAXIMUM} == {}


def test_test_files_are_not_over_their_maximum() -> None:
    lengths = {identify(path): path.read_text().count("\n") for path in (ROOT / "tests").rglob("*.py")}
    assert {name: length for name, length in lengths.items() if length > TEST_FILE_MAXIMUM} == {}


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_files_and_functions_are_small_on_the_whole() -> None:
    files = [length for path in FILES if (length := path.read_text().count("\n")) > 1]
    lengths = [length for path in FILES for _, length in functions(path.read_text())]
    assert median(files) <= 90
    assert quantiles(files, n=10)[-1] <= 250
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 30


def test_names_that_say_nothing_do_not_exist() -> None:
    banned = {"util", "utils", "helper", "helpers", "common", "misc"}
    assert [identify(path) for path in FILES if banned & {*parts(path)}] == []


def test_only_the_clock_asks_for_the_time() -> None:
    asking = {"now", "utcnow", "today"}
    for path in FILES:
        if parts(path) == ("core", "time"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in asking and isinstance(node.value, ast.Name):
                assert node.value.id not in {"datetime", "date"}, f"{identify(path)}:{node.lineno}"
