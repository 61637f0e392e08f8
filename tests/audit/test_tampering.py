"""Whoever owns the database can change the audit in many ways; each is found, and its chain and number are named.

Each test makes a chain once and then, for many positions and values, tampers inside a savepoint and takes it back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from flask import current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, insert, select, text, update

from eboard.audit import Actor, Via, record
from eboard.audit.chain import START, link
from eboard.audit.checkpoints import note_heads, read
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry, AuditHead
from eboard.audit.queries import Finding, unnoted, verify
from eboard.core import time
from eboard.core.crypto import Keyring
from eboard.core.db import db, unit_of_work
from tests.conftest import NOW
from tests.world import World

CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
TABLE = cast("Table", AuditEntry.__table__)
LENGTH, NOTED = 8, (3, 6)  # entries of the chain, and those that were heads when the heads were noted
POSITION = st.integers(1, LENGTH)
Values = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """A chain of `LENGTH` entries, an hour apart, and its checkpoints."""

    id: UUID
    other_id: UUID
    checkpoints: Path

    @property
    def keyring(self) -> Keyring:
        ring: Keyring = current_app.extensions["keyring"]
        return ring

    def entries(self) -> list[Values]:
        """The columns of its entries, in order."""
        found = db.session.execute(select(TABLE).where(TABLE.c.chain_id == self.id).order_by(TABLE.c.seq))
        return [dict(row) for row in found.mappings()]

    def change(self, number: int, /, **values: Any) -> None:
        """Change columns of one entry."""
        db.session.execute(update(TABLE).where(TABLE.c.chain_id == self.id, TABLE.c.seq == number).values(values))

    def remove(self, first: int, last: int = LENGTH) -> None:
        """Delete entries."""
        within = TABLE.c.seq.between(first, last)
        db.session.execute(delete(TABLE).where(TABLE.c.chain_id == self.id, within))

    def set_head(self, seq: int, digest: bytes) -> None:
        """Move the head."""
        db.session.execute(update(AuditHead).where(AuditHead.chain_id == self.id).values(seq=seq, hash=digest))

    def rewrite(self, first: int, forged: list[Values]) -> None:
        """Write these in the place of the entries from ``first`` on, as somebody does who has the keys too."""
        previous = START if first == 1 else self.entries()[first - 2]["hash"]
        self.remove(first)
        for seq, entry in enumerate(forged, start=first):
            entry["seq"] = seq
            entry["hash"] = previous = link(entry, previous, self.keyring)
            db.session.execute(insert(TABLE).values(entry))
        self.set_head(first + len(forged) - 1, previous)

    def findings(self, *, with_checkpoints: bool = False) -> list[Finding]:
        """What is found in this chain."""
        db.session.expire_all()
        noted = read(self.checkpoints, self.keyring).hashes if with_checkpoints else {}
        return [finding for finding in verify(self.keyring, noted) if finding.chain_id == self.id]


@pytest.fixture
def chain(world: World, tmp_path: Path) -> Chain:
    made = Chain(world.north.id, world.south.id, tmp_path / "checkpoints")
    for seq in range(1, LENGTH + 1):
        with time.at(NOW + timedelta(hours=seq)):
            with unit_of_work():
                actor = Actor(person_id=world.nurse.id, on_behalf_of_id=world.physician.id, session_id=uuid4())
                for owner in (world.north, world.south):
                    kind = AccessEvent.READ
                    record(actor=actor, event=kind, subject=world.board, organization_id=owner.id, place=seq)
            if seq in NOTED:
                note_heads(made.checkpoints, made.keyring)
    assert made.findings(with_checkpoints=True) == []
    return made


@contextmanager
def tampering() -> Iterator[None]:
    savepoint = db.session.begin_nested()
    try:
        yield
        db.session.flush()
    finally:
        savepoint.rollback()
        db.session.expire_all()


WORDS = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20)
SIMPLE = st.none() | st.booleans() | st.integers(-9, 9) | WORDS
OTHERS: dict[str, st.SearchStrategy[Any]] = {
    "id": st.uuids(),
    "chain_id": st.uuids(),
    "seq": st.integers(LENGTH + 1, 10**6),
    "at": st.integers(1, 10**9).map(lambda step: NOW - timedelta(microseconds=step)),
    "actor_id": st.none() | st.uuids(),
    "on_behalf_of_id": st.none() | st.uuids(),
    "session_id": st.none() | st.uuids(),
    "via": st.sampled_from([Via.API, Via.COMMAND, Via.JOB, Via.MAIL]),
    "event": WORDS,
    "subject_kind": st.none() | WORDS,
    "subject_id": st.none() | st.uuids(),
    "details": st.dictionaries(WORDS, SIMPLE | st.lists(SIMPLE, max_size=3), max_size=3),
    "hash": st.binary(min_size=32, max_size=32),
}
MOVED = {"chain_id", "seq"}


@pytest.mark.parametrize(
    "column",
    ["id", "chain_id", "seq", "at", "actor_id", "on_behalf_of_id", "session_id", "via", "event", "subject_kind",
     "subject_id", "details", "hash"],
)  # fmt: skip
def test_a_changed_column_is_found(chain: Chain, column: str) -> None:
    assert OTHERS.keys() == {one.name for one in TABLE.columns}

    @CHECKED
    @given(seq=POSITION, value=OTHERS[column])
    def check(seq: int, value: Any) -> None:
        with tampering():
            chain.change(seq, **{column: value})
            first = chain.findings()[0]
        if column not in MOVED:
            assert (first.seq, first.problem) == (seq, "this entry, or the one before it, was changed")
        elif seq < LENGTH:
            assert (first.seq, first.problem) == (seq + 1, f"entries {seq} to {seq} are missing")
        else:  # as the last one it is missing at the end
            assert f"{seq} " in first.problem
            assert "missing" in first.problem

    check()


def test_a_value_that_cannot_be_read_stops_nothing(chain: Chain) -> None:
    with tampering():
        chain.change(4, via="rubbish")
        chain.change(6, event="x")
        db.session.expire_all()
        found = list(verify(chain.keyring, {}))
    assert [(finding.seq, finding.problem) for finding in found] == [
        (4, "this entry cannot be read: it was changed"),
        (5, "entries 4 to 4 are missing"),
        (6, "this entry, or the one before it, was changed"),
    ]
    assert UUID(str(found[0].chain_id)) == chain.id


def delete_some(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    last = min(at + 1, LENGTH - 1)
    chain.remove(min(at, last), last)
    return last + 1, f"entries {min(at, last)} to {last} are missing"


def swap_two(chain: Chain, at: int, other: int) -> tuple[int, str]:
    first, second = sorted({at, other}) if at != other else (at - 1 or 1, at if at > 1 else 2)
    for seq, place in ((first, 10**6), (second, first), (10**6, second)):
        chain.change(seq, seq=place)
    return first, "this entry, or the one before it, was changed"


def cut_entries(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    chain.remove(at)
    return at - 1, f"the end of this chain was cut off: entries {at} to {LENGTH} are missing"


def remove_head(chain: Chain, _at: int, _other: int) -> tuple[int, str]:
    db.session.execute(delete(AuditHead).where(AuditHead.chain_id == chain.id))
    return LENGTH, "the head of this chain is missing"


def change_head(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    chain.set_head(LENGTH, chain.entries()[at - 1]["hash"][::-1])
    return LENGTH, "the head of this chain was changed, or entries were added after it"


def set_head_back(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    back = min(at, LENGTH - 1)
    chain.set_head(back, chain.entries()[back - 1]["hash"])
    return LENGTH, "the head of this chain was changed, or entries were added after it"


def set_head_forth(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    chain.set_head(LENGTH + at, bytes(32))
    return LENGTH, f"the end of this chain was cut off: entries {LENGTH + 1} to {LENGTH + at} are missing"


def insert_one(chain: Chain, at: int, other: int) -> tuple[int, str]:
    new = {**chain.entries()[other - 1], "id": uuid4(), "seq": at}
    for seq in range(LENGTH, at - 1, -1):
        chain.change(seq, seq=seq + 1)
    db.session.execute(insert(TABLE).values(new))
    return at, "this entry, or the one before it, was changed"


def append_one(chain: Chain, _at: int, other: int) -> tuple[int, str]:
    new = {**chain.entries()[other - 1], "id": uuid4(), "seq": LENGTH + 1}
    db.session.execute(insert(TABLE).values(new))
    return LENGTH + 1, "this entry, or the one before it, was changed"


def fork(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    twin = {**chain.entries()[at - 1], "id": UUID(int=(1 << 128) - 1)}
    if db.session.connection().dialect.name == "sqlite":  # the owner of a database is held by no constraint
        for statement in (
            "CREATE TABLE forged AS SELECT * FROM audit_entry",
            "DROP TABLE audit_entry",
            "ALTER TABLE forged RENAME TO audit_entry",
        ):
            db.session.execute(text(statement))
    else:
        db.session.execute(text("ALTER TABLE audit_entry DROP CONSTRAINT uq_audit_entry_chain_id_seq"))
    db.session.execute(insert(TABLE).values(twin))
    return at, "this number stands twice: the chain forks here"


def move_to_another_chain(chain: Chain, at: int, _other: int) -> tuple[int, str]:
    moved = {**chain.entries()[at - 1], "chain_id": chain.id, "id": uuid4()}
    theirs = select(TABLE).where(TABLE.c.chain_id == chain.other_id, TABLE.c.seq == at)
    moved.update({name: value for name, value in db.session.execute(theirs).mappings().one().items() if name == "hash"})
    chain.change(at, id=moved["id"], hash=moved["hash"])
    return at, "this entry, or the one before it, was changed"


@pytest.mark.parametrize(
    "tamper",
    [delete_some, swap_two, cut_entries, remove_head, change_head, set_head_back, set_head_forth, insert_one,
     append_one, fork, move_to_another_chain],
    ids=lambda function: function.__name__,
)  # fmt: skip
def test_a_changed_order_is_found(chain: Chain, tamper: Callable[[Chain, int, int], tuple[int, str]]) -> None:
    @CHECKED
    @given(at=POSITION, other=POSITION)
    def check(at: int, other: int) -> None:
        with tampering():
            seq, problem = tamper(chain, at, other)
            found = chain.findings()
        assert (seq, problem) in [(finding.seq, finding.problem) for finding in found]

    check()


def next_noted(at: int) -> int:
    return next(seq for seq in NOTED if seq >= at)


def cut_with_head(chain: Chain, at: int) -> tuple[int, str]:
    before = chain.entries()[at - 2]["hash"] if at > 1 else START
    chain.remove(at)
    chain.set_head(at - 1, before)
    return at - 1, f"the end of this chain was cut off: entries {at} to {NOTED[-1]} are missing"


def remove_whole(chain: Chain, _at: int) -> tuple[int, str]:
    chain.remove(1)
    remove_head(chain, 1, 1)
    return 0, f"the end of this chain was cut off: entries 1 to {NOTED[-1]} are missing"


def rewrite_one(chain: Chain, at: int) -> tuple[int, str]:
    forged = chain.entries()[at - 1 :]
    forged[0]["actor_id"] = uuid4()
    chain.rewrite(at, forged)
    return next_noted(at), "this entry is not the one that was noted outside the database"


def leave_one_out(chain: Chain, at: int) -> tuple[int, str]:
    chain.rewrite(at, chain.entries()[at:])
    return next_noted(at), "this entry is not the one that was noted outside the database"


def put_one_in(chain: Chain, at: int) -> tuple[int, str]:
    forged = chain.entries()[at - 1 :]
    chain.rewrite(at, [{**forged[0], "id": uuid4(), "event": "forged"}, *forged])
    return next_noted(at), "this entry is not the one that was noted outside the database"


def rewrite_all(chain: Chain, at: int) -> tuple[int, str]:
    forged = [{**entry, "id": uuid4(), "actor_id": None, "event": f"forged.{at}"} for entry in chain.entries()]
    chain.rewrite(1, forged)
    return NOTED[0], "this entry is not the one that was noted outside the database"


@pytest.mark.parametrize(
    "tamper",
    [cut_with_head, remove_whole, rewrite_one, leave_one_out, put_one_in, rewrite_all],
    ids=lambda function: function.__name__,
)
def test_who_has_the_keys_too_is_found_by_the_checkpoints(
    chain: Chain, tamper: Callable[[Chain, int], tuple[int, str]]
) -> None:
    @CHECKED
    @given(at=st.integers(1, NOTED[-1]))
    def check(at: int) -> None:
        with tampering():
            seq, problem = tamper(chain, at)
            alone, found = chain.findings(), chain.findings(with_checkpoints=True)
        assert alone == []  # it is a chain as good as any
        assert (found[0].seq, found[0].problem) == (seq, problem)

    check()


@pytest.mark.parametrize(
    ("rewrite", "problems"),
    [
        (lambda lines: [*lines[:1], lines[1].replace("T", "t"), *lines[2:]], 1),
        (lambda lines: [lines[0], *lines[2:]], 1),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 3),
        (lambda lines: lines[1:], 1),
        (lambda lines: [*lines, " ".join([*lines[-1].split()[:2], "7", "00" * 32, "00" * 32])], 1),
        (lambda lines: [*lines, " ".join([*lines[-1].split()[:3], "00" * 32, "00" * 32])], 2),
        (lambda lines: [*lines, "rubbish"], 1),
        (lambda lines: [lines[0][: len(lines[0]) // 2], *lines[1:]], 2),
    ],
    ids=["changed", "removed", "swapped", "first removed", "added", "other hash", "rubbish", "cut"],
)  # fmt: skip
def test_a_changed_file_of_checkpoints_is_found(
    chain: Chain, rewrite: Callable[[list[str]], list[str]], problems: int
) -> None:
    lines = chain.checkpoints.read_text().splitlines()
    assert len(lines) == 2 * len(NOTED)
    chain.checkpoints.write_text("\n".join(rewrite(lines)) + "\n")
    assert len(read(chain.checkpoints, chain.keyring).problems) == problems


@pytest.mark.parametrize(
    ("kept", "last"), [(0, 0), (2, NOTED[0]), (4, NOTED[1])], ids=["absent", "older", "not noted for an hour"]
)
def test_a_file_that_is_old_or_gone_is_found(chain: Chain, kept: int, last: int) -> None:
    lines = chain.checkpoints.read_text().splitlines()[:kept]
    chain.checkpoints.write_text("\n".join(lines) + "\n" if lines else "")
    if not lines:
        chain.checkpoints.unlink()
    notes = read(chain.checkpoints, chain.keyring)
    assert notes.problems == ()
    with time.at(NOW + timedelta(hours=last + 1, minutes=59)):
        assert list(unnoted(notes.hashes)) == []
    with time.at(NOW + timedelta(hours=last + 2, minutes=1)):
        found = [finding for finding in unnoted(notes.hashes) if finding.chain_id == chain.id]
    assert [(one.seq, one.problem) for one in found] == [
        (last, "nothing after this entry was noted outside the database")
    ]


def test_a_file_that_is_newer_than_the_database_is_found(chain: Chain) -> None:
    """Somebody brings an older copy of the database back and says nothing."""
    note_heads(chain.checkpoints, chain.keyring)
    with tampering():
        cut_with_head(chain, 5)
        found = chain.findings(with_checkpoints=True)
    assert found == [Finding(chain.id, 4, f"the end of this chain was cut off: entries 5 to {LENGTH} are missing")]


def test_a_file_of_another_system_is_found(chain: Chain) -> None:
    other = Keyring({"k0001": bytes(32)}, "k0001")
    assert len(read(chain.checkpoints, other).problems) == 2 * len(NOTED)
