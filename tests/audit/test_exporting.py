"""A log collector gets every entry at least once, in named fields alone, also over a crash."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.audit import Actor, exporting, record
from eboard.audit.commands import audit
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.core.db import db, unit_of_work
from tests.world import World

FIELDS = {
    "id", "chain", "seq", "at", "actor", "on_behalf_of", "session", "via", "event", "kind", "subject", "permission",
    "hash",
}  # fmt: skip


def write(world: World, count: int = 3) -> None:
    for owner in (world.north, world.south):
        for number in range(count):
            with unit_of_work():
                actor = Actor(person_id=world.nurse.id)
                record(actor=actor, event=AccessEvent.READ, subject=world.board, organization_id=owner.id, n=number)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def stored() -> set[str]:
    return {str(entry_id) for entry_id in db.session.scalars(select(AuditEntry.id))}


def test_each_run_goes_on_where_the_last_one_ended(world: World, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(world)
    assert exporting.export_to_file(path) == 6
    assert exporting.export_to_file(path) == 0
    write(world, 1)
    assert exporting.export_to_file(path) == 2
    written = lines(path)
    assert [line["id"] for line in written].count(written[0]["id"]) == 1
    assert {line["id"] for line in written} == stored()
    chains = [(line["chain"], line["seq"]) for line in written]
    assert len(set(chains)) == len(chains) == 8


def test_a_line_holds_the_named_fields_and_no_detail(world: World, tmp_path: Path) -> None:
    with unit_of_work():
        actor = Actor(person_id=world.nurse.id)
        record(actor=actor, event=AccessEvent.READ, subject=world.board, permission="board.read", secret="x")
    exporting.export_to_file(tmp_path / "audit.jsonl")
    [line] = lines(tmp_path / "audit.jsonl")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert line.keys() == FIELDS
    assert (line["permission"], line["actor"], line["hash"]) == ("board.read", str(world.nurse.id), entry.hash.hex())
    assert "secret" not in json.dumps(line)


@pytest.mark.parametrize("crash_after", [0, 1, 2, 3])
def test_a_crash_loses_nothing(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash_after: int) -> None:
    """The disk fails in the middle: the next run goes on from what is remembered."""
    monkeypatch.setattr(exporting, "BATCH", 2)
    write(world, 4)
    path = tmp_path / "audit.jsonl"

    class Failing:
        """A file that takes so many batches and half a line of the next one."""

        def __init__(self, file: Any) -> None:
            self.file, self.left = file, crash_after

        def writelines(self, written: Any) -> None:
            content = b"".join(written)
            if self.left == 0:
                self.file.write(content[: len(content) // 3])
                raise OSError
            self.left -= 1
            self.file.write(content)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    with path.open("ab") as file, pytest.raises(OSError):
        exporting.export(str(path.resolve()), Failing(file))  # type: ignore[arg-type]
    exporting.export_to_file(path)
    whole = [line for line in path.read_text().splitlines() if line.endswith("}")]
    assert {json.loads(line)["id"] for line in whole} == stored()


def test_two_collectors_each_get_everything(world: World, tmp_path: Path) -> None:
    write(world)
    assert [exporting.export_to_file(tmp_path / name) for name in ("a", "b")] == [6, 6]


def test_the_command_writes_to_a_file_or_to_the_screen(world: World, app: Flask, tmp_path: Path) -> None:
    write(world)
    runner = app.test_cli_runner()
    path = tmp_path / "audit.jsonl"
    assert runner.invoke(audit, ["export", str(path)]).output == "6 entries were exported.\n"
    result = runner.invoke(audit, ["export"])
    assert result.stdout == path.read_text()
    assert runner.invoke(audit, ["export"]).stdout == ""


def test_nothing_in_the_application_deletes_or_changes_an_entry(checkout: Path) -> None:
    """Six years are kept because there is no end; a statement that ended them would name the table or its model."""
    words = ("delete(AuditEntry", "update(AuditEntry", "DELETE FROM audit_entry", "UPDATE audit_entry")
    code = {path: path.read_text() for path in (checkout / "eboard").rglob("*.py")}
    assert [str(path) for path, text in code.items() if any(word in text for word in words)] == []
