"""The hash chain: each entry's hash covers its content and the hash before it, under a key."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Table, Uuid, bindparam, insert, select, update
from sqlalchemy.orm import Session

from eboard.audit.models import AuditEntry, AuditHead, AuditSight
from eboard.audit.sights import sights
from eboard.core.crypto import Keyring
from eboard.core.db import KeptStatement, last_before_commit, pending
from eboard.core.keys import keyring

NETWORK = UUID(int=0)
START = bytes(32)
Entry = dict[str, Any]  # the columns of an `AuditEntry`; a row object for each would cost more than the hash
Head = tuple[int, bytes]  # the number and the hash of the last entry of a chain
BEGIN: Head = (0, START)
ENTRIES, HEADS, SIGHTS = (cast("Table", model.__table__) for model in (AuditEntry, AuditHead, AuditSight))
ADD_ENTRY, ADD_HEAD, ADD_SIGHT = (KeptStatement(insert(table)) for table in (ENTRIES, HEADS, SIGHTS))
MOVE_HEAD = KeptStatement(
    update(HEADS).where(HEADS.c.chain_id == bindparam("chain_id")).values(seq=bindparam("seq"), hash=bindparam("hash"))
)
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def link(entry: Entry | RowMapping, previous: bytes, keyring: Keyring) -> bytes:
    """The hash of an entry: a keyed digest of its canonical JSON and the hash before it."""
    content = _canonical(
        {
            "id": str(entry["id"]),
            "chain": str(entry["chain_id"]),
            "seq": entry["seq"],
            "at": entry["at"].astimezone(UTC).isoformat(),
            "actor": str(entry["actor_id"]),
            "on_behalf_of": str(entry["on_behalf_of_id"]),
            "session": str(entry["session_id"]),
            "via": entry["via"],
            "event": entry["event"],
            "kind": entry["subject_kind"],
            "subject": str(entry["subject_id"]),
            "details": entry["details"],
        }
    )
    digest = hashlib.sha256(previous + content.encode()).hexdigest()
    return keyring.index(digest, owner=NETWORK, purpose="audit")


@last_before_commit
def append_pending(session: Session) -> None:
    """Link what was recorded in this transaction to its chains."""
    ring = keyring()
    chains: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in pending(session):
        chains[entry["chain_id"]].append(entry)
    pending(session).clear()
    if not chains:
        return
    heads = _locked_heads(session, chains)
    moved = {chain_id: _link_all(entries, *heads.get(chain_id, BEGIN), ring) for chain_id, entries in chains.items()}
    _move_heads(session, moved, heads.keys())
    written = [entry for entries in chains.values() for entry in entries]
    ADD_ENTRY.write(session, written)
    ADD_SIGHT.write(session, [sight for entry in written for sight in sights(entry)])


def _link_all(entries: Iterable[Entry], seq: int, digest: bytes, keyring: Keyring) -> Head:
    """Give each entry its number and its hash after those of the head; returns those of the new head."""
    for entry in entries:
        seq += 1
        entry["seq"] = seq
        entry["hash"] = digest = link(entry, digest, keyring)
    return seq, digest


def _locked_heads(session: Session, chain_ids: Collection[UUID]) -> dict[UUID, Head]:
    """The heads of those of these chains that have begun."""
    named = {f"chain_{number}": chain_id for number, chain_id in enumerate(chain_ids)}
    return {chain_id: (seq, digest) for chain_id, seq, digest in _lock(len(named)).rows(session, **named)}


@cache
def _lock(count: int) -> KeptStatement:
    """Lock the heads of so many chains; in one order, so that nobody deadlocks."""
    named = [bindparam(f"chain_{number}", type_=Uuid()) for number in range(count)]
    heads = select(HEADS.c.chain_id, HEADS.c.seq, HEADS.c.hash).where(HEADS.c.chain_id.in_(named))
    return KeptStatement(heads.order_by(HEADS.c.chain_id).with_for_update())


def _move_heads(session: Session, moved: Mapping[UUID, Head], begun: Collection[UUID]) -> None:
    rows = [{"chain_id": chain_id, "seq": seq, "hash": digest} for chain_id, (seq, digest) in sorted(moved.items())]
    MOVE_HEAD.write(session, [row for row in rows if row["chain_id"] in begun])
    ADD_HEAD.write(session, [row for row in rows if row["chain_id"] not in begun])
