"""The hash chain: each entry's hash covers its content and the hash before it, under a key."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from eboard.audit.models import AuditEntry, AuditHead
from eboard.core.crypto import Keyring
from eboard.core.db import last_before_commit, pending

NETWORK = UUID(int=0)
START = bytes(32)


def link(entry: AuditEntry, previous: bytes, keyring: Keyring) -> bytes:
    """The hash of an entry: a keyed digest of its canonical JSON and the hash before it."""
    content = json.dumps(
        {
            "id": str(entry.id),
            "chain": str(entry.chain_id),
            "seq": entry.seq,
            "at": entry.at.astimezone(UTC).isoformat(),
            "actor": str(entry.actor_id),
            "on_behalf_of": str(entry.on_behalf_of_id),
            "session": str(entry.session_id),
            "via": entry.via,
            "event": entry.event,
            "kind": entry.subject_kind,
            "subject": str(entry.subject_id),
            "details": entry.details,
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(previous + content.encode()).hexdigest()
    return keyring.index(digest, owner=NETWORK, purpose="audit")


@last_before_commit
def append_pending(session: Session) -> None:
    """Link what was recorded in this transaction to its chains; as many statements for one chain as for forty."""
    keyring: Keyring = current_app.extensions["keyring"]
    chains: dict[UUID, list[AuditEntry]] = defaultdict(list)
    for entry in pending(session):
        chains[entry.chain_id].append(entry)
    pending(session).clear()
    if not chains:
        return
    for chain_id, head in _locked_heads(session, chains).items():
        for entry in chains[chain_id]:
            head.seq += 1
            entry.seq = head.seq
            entry.hash = head.hash = link(entry, head.hash, keyring)
    session.flush()
    session.bulk_save_objects([entry for entries in chains.values() for entry in entries])


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
