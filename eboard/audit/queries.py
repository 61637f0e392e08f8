"""Reading the audit, and proving that it is whole."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Dialect, RowMapping, Table, exists, func, select, type_coerce
from sqlalchemy.types import NullType

from eboard.audit.chain import START, Entry, link
from eboard.audit.checkpoints import Noted
from eboard.audit.models import AuditEntry, AuditHead, AuditSight
from eboard.audit.sights import sights
from eboard.core import time
from eboard.core.crypto import Keyring
from eboard.core.db import db

LATE = timedelta(hours=1)  # the job notes the heads every ten minutes
BATCH = 500
ENTRIES, HEADS = cast("Table", AuditEntry.__table__), cast("Table", AuditHead.__table__)
SIGHTS = cast("Table", AuditSight.__table__)
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)  # what the types of SQLAlchemy raise


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a chain is broken; a chain whose name cannot be read stands as it was found."""

    chain_id: UUID | str
    seq: int
    problem: str


Link = tuple[int, bytes]


def verify(keyring: Keyring, noted: Noted) -> Iterator[Finding]:
    """Walk every chain from its start and yield what does not fit; ``noted`` are the checkpoints.

    Entries stream by, so that a million of them take no more memory than a thousand. Nothing that stands in a column
    stops the walk.
    """
    dialect = db.session.connection().dialect
    heads, unreadable = _heads(dialect)
    for chain in unreadable:
        yield Finding(chain, 0, "the head of this chain cannot be read: it was changed")
    last: dict[UUID, Link] = {}
    at_head: dict[UUID, bytes] = {}  # the hash of the entry that each head names
    read = _reader(ENTRIES, dialect)
    ordered = _raw(ENTRIES).order_by(AuditEntry.chain_id, AuditEntry.seq).execution_options(yield_per=BATCH)
    for rows in db.session.execute(ordered).mappings().partitions():
        readable = []
        for row in rows:
            try:
                entry = read(row)
            except UNREADABLE:
                yield Finding(str(row["chain_id"]), row["seq"], "this entry cannot be read: it was changed")
                continue
            chain_id = entry["chain_id"]
            yield from _misfits(entry, last.get(chain_id, (0, START)), noted, keyring)
            last[chain_id] = (entry["seq"], entry["hash"])
            if chain_id in heads and entry["seq"] == heads[chain_id][0]:
                at_head[chain_id] = entry["hash"]
            readable.append(entry)
        yield from _wrong_sights(readable)
    yield from _ends(Ends(heads, at_head, _heads(dialect)[0], last), noted)
    yield from _stray_sights()


class Ends(NamedTuple):
    """The ends of all chains: their heads before the walk and after it, and what the walk found there.

    People work meanwhile: what was added during the walk is no finding, if the head knows of it afterwards.
    """

    heads: Mapping[UUID, Link]
    at_head: Mapping[UUID, bytes]
    heads_after: Mapping[UUID, Link]
    last: Mapping[UUID, Link]


def _heads(dialect: Dialect) -> tuple[dict[UUID, Link], list[str]]:
    """Number and hash of each head, and the chains whose head cannot be read."""
    heads: dict[UUID, Link] = {}
    unreadable: list[str] = []
    read = _reader(HEADS, dialect)
    for row in db.session.execute(_raw(HEADS)).mappings():
        try:
            head = read(row)
        except UNREADABLE:
            unreadable.append(str(row["chain_id"]))
            continue
        heads[head["chain_id"]] = (head["seq"], head["hash"])
    return heads, unreadable


def _raw(table: Table) -> Any:
    return select(*(type_coerce(column, NullType()).label(column.name) for column in table.columns))


def _reader(table: Table, dialect: Dialect) -> Callable[[RowMapping], Entry]:
    """What turns a row as the driver gives it into its columns; it raises one of `UNREADABLE`."""
    convert = {
        column.name: column.type.dialect_impl(dialect).result_processor(dialect, None) for column in table.columns
    }

    def read(row: RowMapping) -> Entry:
        entry: dict[str, Any] = {
            name: value if (process := convert[name]) is None else process(value) for name, value in row.items()
        }
        entry["seq"] = int(entry["seq"])
        entry["hash"] = bytes(entry["hash"])
        return entry

    return read


def _misfits(entry: Entry, before: Link, noted: Noted, keyring: Keyring) -> Iterator[Finding]:
    """What is wrong with one entry after another."""
    chain_id, number, digest = entry["chain_id"], entry["seq"], entry["hash"]
    seq, previous = before
    if number <= seq:
        yield Finding(chain_id, number, "this number stands twice: the chain forks here")
    elif number > seq + 1:
        yield Finding(chain_id, number, f"entries {seq + 1} to {number - 1} are missing")
    elif digest != link(entry, previous, keyring):
        yield Finding(chain_id, number, "this entry, or the one before it, was changed")
    if noted.get((chain_id, number), digest) != digest:
        yield Finding(chain_id, number, "this entry is not the one that was noted outside the database")


def _ends(ends: Ends, noted: Noted) -> Iterator[Finding]:
    """Chains whose end is not where it should be."""
    furthest = _furthest(noted)
    for chain_id in sorted(ends.heads.keys() | ends.last.keys() | furthest.keys()):
        seq, _digest = ends.last.get(chain_id, (0, START))
        head, after = ends.heads.get(chain_id), ends.heads_after.get(chain_id)
        known = max(furthest.get(chain_id, 0), head[0] if head else 0)
        if known > seq:
            yield Finding(chain_id, seq, f"the end of this chain was cut off: entries {seq + 1} to {known} are missing")
        elif after is None:
            yield Finding(chain_id, seq, "the head of this chain is missing")
        elif seq > after[0] or (head is not None and ends.at_head.get(chain_id, START) != head[1]):
            yield Finding(chain_id, seq, "the head of this chain was changed, or entries were added after it")


def _wrong_sights(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Entries whose cases are not those that the index says somebody saw."""
    stored: dict[UUID, set[tuple[Any, ...]]] = defaultdict(set)
    ids = [entry["id"] for entry in entries]
    with suppress(*UNREADABLE):  # what cannot be read is missing
        for sight in db.session.execute(select(SIGHTS).where(SIGHTS.c.entry_id.in_(ids))):
            stored[sight.entry_id].add(tuple(sight))
    for entry in entries:
        if _sights_of(entry) != stored[entry["id"]]:
            yield Finding(
                entry["chain_id"], entry["seq"], "who saw which case is listed otherwise than this entry says"
            )


def _sights_of(entry: Entry) -> set[tuple[Any, ...]] | None:
    try:
        return {tuple(sight[column.name] for column in SIGHTS.columns) for sight in sights(entry)}
    except UNREADABLE:  # of an entry that was changed
        return None


def _stray_sights() -> Iterator[Finding]:
    known = select(AuditEntry.id).where(AuditEntry.id == AuditSight.entry_id)
    strays = select(AuditSight.chain_id, func.count()).where(~exists(known)).group_by(AuditSight.chain_id)
    for chain_id, count in db.session.execute(strays):
        yield Finding(chain_id, 0, f"{count} times somebody is listed to have seen a case that no entry says")


def _furthest(noted: Noted) -> dict[UUID, int]:
    furthest: dict[UUID, int] = {}
    for chain_id, seq in noted:
        furthest[chain_id] = max(seq, furthest.get(chain_id, 0))
    return furthest


def unnoted(noted: Noted) -> Iterator[Finding]:
    """Chains of which nothing was noted for longer than the job leaves out: the file is old, another one, or gone."""
    furthest = _furthest(noted)
    for head in db.session.scalars(select(AuditHead).order_by(AuditHead.chain_id)):
        seq = furthest.get(head.chain_id, 0)
        first = select(AuditEntry.at).where(AuditEntry.chain_id == head.chain_id, AuditEntry.seq == seq + 1)
        at = db.session.scalar(first)
        if at is not None and at < time.now() - LATE:
            yield Finding(head.chain_id, seq, "nothing after this entry was noted outside the database")
