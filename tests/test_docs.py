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


def test_the_proxy_keeps_every_secret_address_out_of_its_log(migrated_app: Flask) -> None:
    masked = re.findall(r"~\^(/[a-z-]+/) ", (ROOT / "docs" / "deploy" / "nginx.conf").read_text())
    secret = {rule.rule for rule in migrated_app.url_map.iter_rules() if {"token", "code"} & rule.arguments}
    assert {rule for rule in secret if not rule.startswith(tuple(masked))} == set()
    assert {f"/{rule.split('/')[1]}/" for rule in secret} == set(masked)
