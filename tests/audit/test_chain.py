"""The chain: whoever changes, removes, reorders or cuts off an entry is found out."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from eboard.audit import Actor, checkpoints, record
from eboard.audit.chain import START, link
from eboard.audit.checkpoints import Noted, note_heads, read
from eboard.audit.commands import audit
from eboard.audit.enums import AccessEvent, Via
from eboard.audit.jobs import note_checkpoints
from eboard.audit.models import AuditHead
from eboard.audit.queries import Ends, Finding, _ends, unnoted, verify
from eboard.core.crypto import Keyring
from eboard.core.db import db, unit_of_work
from tests.world import World


def keyring() -> Keyring:
    ring: Keyring = current_app.extensions["keyring"]
    return ring


@pytest.fixture
def fresh_checkpoints(app: Flask) -> Iterator[Path]:
    """The file of this system, without what other tests noted of theirs."""
    path: Path = app.config["EBOARD"].checkpoint_file
    path.unlink(missing_ok=True)
    yield path
    path.unlink()


def findings(noted: Noted | None = None) -> list[Finding]:
    db.session.expire_all()
    return list(verify(keyring(), noted or {}))


def write(world: World, count: int = 4, **more: UUID) -> None:
    for _ in range(count):
        with unit_of_work():
            record(actor=Actor(person_id=world.nurse.id), event=AccessEvent.READ, subject=world.board, **more)


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


def test_what_is_whole_has_no_finding(world: World, tmp_path: Path) -> None:
    write(world)
    assert findings() == []
    assert note_heads(tmp_path / "checkpoints", keyring()) == 1
    assert note_heads(tmp_path / "checkpoints", keyring()) == 0
    notes = read(tmp_path / "checkpoints", keyring())
    assert (findings(notes.hashes), list(unnoted(notes.hashes)), notes.problems) == ([], [], ())


def test_the_job_notes_the_heads_and_the_command_compares(world: World, app: Flask, fresh_checkpoints: Path) -> None:
    write(world)
    assert note_checkpoints() >= 1
    runner = app.test_cli_runner()
    assert runner.invoke(audit, ["verify"]).output == "Every chain is whole.\n"
    run("UPDATE audit_entry SET event = 'x' WHERE seq = 1")
    result = runner.invoke(audit, ["verify"])
    assert (result.exit_code, "entry 1: this entry" in result.output) == (1, True)


def test_what_is_added_during_the_walk_is_no_finding() -> None:
    chain, first, second = uuid4(), (1, b"first"), (2, b"second")
    assert list(_ends(Ends({chain: first}, {chain: first[1]}, {chain: second}, {chain: second}), {})) == []
    assert list(_ends(Ends({}, {}, {chain: first}, {chain: first}), {})) == []


def test_a_line_that_was_cut_off_spoils_no_other(world: World, tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    write(world, 1)
    note_heads(path, keyring())
    path.write_text(path.read_text()[:-20])
    write(world, 1)
    note_heads(path, keyring())
    assert len(read(path, keyring()).problems) == 1


def test_only_the_end_of_a_long_file_is_read_to_add_to_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain whose note lies far back is noted again; the file stays whole."""
    path = tmp_path / "checkpoints"
    write(world, 1)
    note_heads(path, keyring())
    quiet = db.session.scalars(select(AuditHead)).one()
    monkeypatch.setattr(checkpoints, "END", 500)  # two lines and the rest of a third
    for _ in range(4):
        write(world, 1, organization_id=world.south.id)
        note_heads(path, keyring())
    noted = [line.split(" ")[1:3] for line in path.read_text().splitlines()]
    assert noted.count([str(quiet.chain_id), str(quiet.seq)]) > 1
    notes = read(path, keyring())
    assert (notes.problems, findings(notes.hashes), list(unnoted(notes.hashes))) == ((), [], [])


def test_a_copy_kept_elsewhere_shows_what_was_cut_from_the_database_and_from_the_file(
    world: World, app: Flask, tmp_path: Path, fresh_checkpoints: Path
) -> None:
    """Somebody who owns this machine takes back the last entries, the head, and the last line of the checkpoints."""
    path, kept = fresh_checkpoints, tmp_path / "kept"
    runner = app.test_cli_runner()
    write(world, count=2)
    note_checkpoints()
    write(world, count=2)
    note_checkpoints()
    kept.write_bytes(path.read_bytes())
    run(
        "DELETE FROM audit_entry WHERE seq > 2",
        "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE seq = 2)",
    )
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert runner.invoke(audit, ["verify"]).exit_code == 0
    result = runner.invoke(audit, ["verify", "--checkpoints", str(kept)])
    cut = "entry 2: the end of this chain was cut off: entries 3 to 4 are missing\n"
    assert (result.exit_code, result.output.endswith(cut)) == (1, True)
    write(world, count=2)  # and writes others in their place, with the right key
    note_checkpoints()
    result = runner.invoke(audit, ["verify", "--checkpoints", str(kept)])
    assert (result.exit_code, result.output.count("entry 4: another file notes another hash")) == (1, 1)
