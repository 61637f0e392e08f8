"""The chain: whoever changes, removes, reorders or cuts off an entry is found out."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask, current_app

from eboard.audit import Actor, record
from eboard.audit.chain import START, link
from eboard.audit.checkpoints import note_heads, read
from eboard.audit.commands import audit
from eboard.audit.enums import AccessEvent, Via
from eboard.audit.jobs import note_checkpoints
from eboard.audit.queries import Finding, verify
from eboard.core.crypto import Keyring
from eboard.core.db import db, unit_of_work
from tests.world import World

Tamper = Callable[[], None]


def findings(noted: dict[object, object] | None = None) -> list[Finding]:
    db.session.expire_all()
    return list(verify(current_app.extensions["keyring"], noted or {}))  # type: ignore[arg-type]


def write(world: World, count: int = 4) -> None:
    for _ in range(count):
        with unit_of_work():
            record(actor=Actor(person_id=world.nurse.id), event=AccessEvent.READ, subject=world.board)


def run(*statements: str) -> None:
    with unit_of_work() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


def test_the_hash_of_an_entry_is_what_it_was_when_old_ones_were_written() -> None:
    """A stored value: any other way to write an entry down would make every chain look broken."""
    entry = {
        "id": UUID(int=1),
        "chain_id": UUID(int=2),
        "seq": 7,
        "at": datetime(2026, 3, 2, 9, 30, 1, 500, tzinfo=timezone(timedelta(hours=-6))),
        "actor_id": UUID(int=3),
        "on_behalf_of_id": None,
        "session_id": UUID(int=4),
        "via": Via.WEB,
        "event": "case.moved",
        "subject_kind": "case",
        "subject_id": UUID(int=5),
        "details": {"to": "geprüft", "n": 2, "is_late": True, "none": None, "ids": ["b", "a"]},
    }
    ring = Keyring({"k0001": bytes(32)}, "k0001")
    assert link(entry, START, ring).hex() == "8f4c97d2ba4431e7b91a9d39c222f9e7b59bf5e835be551f92e13731c8773bde"


@pytest.mark.parametrize(
    ("statements", "seq", "problem"),
    [
        (["UPDATE audit_entry SET event = 'access.listed' WHERE seq = 2"], 2, "was changed"),
        (["UPDATE audit_entry SET actor_id = NULL WHERE seq = 2"], 2, "was changed"),
        (["DELETE FROM audit_entry WHERE seq = 2"], 3, "entries 2 to 2 are missing"),
        (["DELETE FROM audit_entry WHERE seq = 4"], 3, "cut off"),
        (["DELETE FROM audit_head"], 4, "cut off"),
        (
            [
                "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
                "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
                "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
            ],
            2,
            "was changed",
        ),
    ],
)
def test_tampering_is_found(world: World, statements: list[str], seq: int, problem: str) -> None:
    write(world)
    assert findings() == []
    run(*statements)
    first = findings()[0]
    assert first.seq == seq
    assert problem in first.problem


def test_an_owner_of_the_database_who_cuts_entry_and_head_is_found_by_the_checkpoint(
    world: World, tmp_path: Path
) -> None:
    write(world)
    path = tmp_path / "checkpoints"
    assert note_heads(path) == 1
    assert note_heads(path) == 0
    noted = dict(read(path))
    run(
        "DELETE FROM audit_entry WHERE seq > 2",
        "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE seq = 2)",
    )
    assert findings() == []
    assert [finding.problem for finding in findings(noted)] == ["the end of this chain was cut off"]  # type: ignore[arg-type]
    run("DELETE FROM audit_entry", "DELETE FROM audit_head")
    write(world, count=5)  # a whole new history, with the right key
    assert findings() == []
    problems = [finding.problem for finding in findings(noted)]  # type: ignore[arg-type]
    assert problems == ["this entry is not the one that was noted outside the database"]


def test_the_job_notes_the_heads_and_the_command_compares(world: World, app: Flask) -> None:
    write(world)
    assert note_checkpoints() >= 1
    path = current_app.config["EBOARD"].checkpoint_file
    runner = app.test_cli_runner()
    try:
        assert runner.invoke(audit, ["verify"]).output == "Every chain is whole.\n"
        run("UPDATE audit_entry SET event = 'x' WHERE seq = 1")
        result = runner.invoke(audit, ["verify"])
        assert (result.exit_code, "entry 1: this entry" in result.output) == (1, True)
    finally:
        path.unlink()
