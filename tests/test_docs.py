"""What the documents promise exists."""

import re
from dataclasses import fields
from importlib import import_module
from math import prod
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from eboard.cases.enums import CaseState
from eboard.cases.states import TRANSITIONS
from eboard.cli import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_every_setting_and_command_that_is_named_exists(path: Path) -> None:
    text = path.read_text()
    settings = {f"EBOARD_{setting.name.upper()}" for setting in fields(Config)}
    named = {
        name.removesuffix("_FILE") if name not in settings else name for name in re.findall(r"EBOARD_[A-Z_]+\b", text)
    }
    assert named - settings - {"EBOARD_CHROMIUM", "EBOARD_UPDATE_GOLDEN"} == set()
    commands = set(re.findall(r"(?:-m eboard|`eboard|^    eboard) ([a-z][a-z-]+)", text, re.MULTILINE))
    assert commands - COMMANDS.keys() == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text())
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_command_loads_and_says_what_it_does() -> None:
    from eboard.cli import eboard  # noqa: PLC0415 - the group is what is tested

    for name in COMMANDS:
        command = eboard.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help, name


def test_the_drawing_of_a_case_shows_every_move_of_the_table() -> None:
    text = (ROOT / "docs" / "concepts.md").read_text()
    drawn = set(
        re.findall(r"^  ([a-z_]+) --> ([a-z_]+)", text.split("stateDiagram-v2")[1].split("```")[0], re.MULTILINE)
    )
    leaving = {CaseState.WITHDRAWN, CaseState.ENTERED_IN_ERROR}  # told in a sentence below the drawing
    moves = {(str(now), str(then)) for now, targets in TRANSITIONS.items() for then in targets - leaving}
    assert drawn == moves


def cases_of(file: str, name: str) -> int:
    """How often a test runs on one database."""
    function = getattr(import_module("tests." + file.removesuffix(".py").replace("/", ".")), name)
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    return prod(len(list(mark.args[1])) for mark in marks)


def test_the_attacks_that_were_tried_are_counted() -> None:
    rows = re.findall(r"^\| (.+) \| (\d+) \| (`.+`) \|$", (ROOT / "docs" / "security.md").read_text(), re.MULTILINE)
    assert len(rows) > 10
    written, counted = {}, {}
    for attack, number, tests in rows:
        written[attack], counted[attack], file = int(number), 0, ""
        for word in re.findall(r"`([^`]+)`", tests):
            if word.endswith(".py"):
                file = word
            else:
                counted[attack] += cases_of(file, word)
    assert written == counted


# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 begins with; those of level 3 come after them.
REQUIREMENTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip


def requirements() -> list[tuple[str, str, str]]:
    """Number, state and proof of each line of the table."""
    row = re.compile(r"^\| (\d+\.\d+\.\d+) \| .+ \| (met|not applicable|open) \| (.+) \|$", re.MULTILINE)
    return row.findall((ROOT / "docs" / "asvs.md").read_text())


def test_every_requirement_of_the_standard_stands_in_the_table_once() -> None:
    wanted = [f"{section}.{number}" for section, most in REQUIREMENTS.items() for number in range(1, most + 1)]
    assert len(wanted) == 253
    assert [number for number, _state, _proof in requirements()] == wanted


def test_what_proves_a_requirement_exists() -> None:
    wrong = []
    for number, state, proof in requirements():
        named = [one for one in re.findall(r"`([^` ]+)`", proof) if "/" in one or "." in one]
        if state == "met" and not named:
            wrong.append(f"{number}: nothing is named")
        for one in named:
            file, _mark, name = one.partition("::")
            path = ROOT / file
            if not path.exists() or (name and f"\ndef {name}(" not in path.read_text()):
                wrong.append(f"{number}: {one}")
    assert wrong == []


def test_the_document_says_how_the_requirements_stand() -> None:
    states = [state for _number, state, _proof in requirements()]
    met, beside, still = (states.count(one) for one in ("met", "not applicable", "open"))
    assert f"{met} met, {beside} not applicable, {still} open" in (ROOT / "docs" / "security.md").read_text()


def test_the_proxy_speaks_modern_tls() -> None:
    said = (ROOT / "docs" / "deploy" / "nginx.conf").read_text()
    assert re.findall(r"ssl_protocols (.+);", said) == ["TLSv1.2 TLSv1.3"]
    suites = re.findall(r"ssl_ciphers (.+);", said)[0].split(":")
    assert [
        one for one in suites if not re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", one)
    ] == []


def test_the_proxy_turns_programs_away_that_come_unencrypted() -> None:
    plain = (ROOT / "docs" / "deploy" / "nginx.conf").read_text().split("listen 80;")[1].split("listen 443")[0]
    assert "access_log off;" in plain
    assert "location ~ ^/(cal|fb|metrics|health)/? { return 404; }" in plain


def test_the_proxy_keeps_every_secret_address_out_of_its_log(migrated_app: Flask) -> None:
    masked = re.findall(r"~\^(/[a-z-]+/) ", (ROOT / "docs" / "deploy" / "nginx.conf").read_text())
    secret = {rule.rule for rule in migrated_app.url_map.iter_rules() if {"token", "code"} & rule.arguments}
    assert {rule for rule in secret if not rule.startswith(tuple(masked))} == set()
    assert {f"/{rule.split('/')[1]}/" for rule in secret} == set(masked)
