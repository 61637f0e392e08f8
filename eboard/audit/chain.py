"""The hash chain: each entry's hash covers its content and the hash before it, under a key."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Table, insert, select
from sqlalchemy.orm import Session

from eboard.audit.models import AuditEntry, AuditHead, AuditSight
from eboard.audit.sights import sights
from eboard.core.crypto import Keyring
from eboard.core.db import last_before_commit, pending
from eboard.core.keys import keyring

NETWORK = UUID(int=0)
START = bytes(32)
Entry = dict[str, Any]  # the columns of an `AuditEntry`; a row object for each would cost more than the hash
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
    """Link what was recorded in this transaction to its chains; as many statements for one chain as for forty."""
    ring = keyring()
    chains: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in pending(session):
        chains[entry["chain_id"]].append(entry)
    pending(session).clear()
    if not chains:
        return
    for chain_id, head in _locked_heads(session, chains).items():
        head.seq, head.hash = _link_all(chains[chain_id], head.seq, head.hash, ring)
    session.flush()
    written = [entry for entries in chains.values() for entry in entries]
    session.execute(insert(cast("Table", AuditEntry.__table__)), written)
    seen = [sight for entry in written for sight in sights(entry)]
    if seen:
        session.execute(insert(cast("Table", AuditSight.__table__)), seen)


def _link_all(entries: Iterable[Entry], seq: int, digest: bytes, keyring: Keyring) -> tuple[int, bytes]:
    """Give each entry its number and its hash after those of the head; returns those of the new head."""
    for entry in entries:
        seq += 1
        entry["seq"] = seq
        entry["hash"] = digest = link(entry, digest, keyring)
    return seq, digest


def _locked_heads(session: Session, chain_ids: Iterable[UUID]) -> dict[UUID, AuditHead]:
    """The heads of these chains, new ones too; they are locked in one order, so that nobody deadlocks."""
    ordered = sorted(chain_ids)
    found = session.scalars(
        select(AuditHead)
        .where(AuditHead.chain_id.in_(ordered))
        .order_by(AuditHead.chain_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    heads = {head.chain_id: head for head in found}
    for chain_id in ordered:
        if chain_id not in heads:
            heads[chain_id] = AuditHead(chain_id=chain_id, seq=0, hash=START)
            session.add(heads[chain_id])
    return heads
