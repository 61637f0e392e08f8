"""Reading the audit, and proving that it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.audit.chain import START, link
from eboard.audit.models import AuditEntry, AuditHead
from eboard.core.crypto import Keyring
from eboard.core.db import db


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a chain is broken."""

    chain_id: UUID
    seq: int
    problem: str


def verify(keyring: Keyring) -> Iterator[Finding]:
    """Walk every chain from its start and yield what does not fit."""
    heads = {head.chain_id: head for head in db.session.scalars(select(AuditHead))}
    last: dict[UUID, tuple[int, bytes]] = {}
    entries = select(AuditEntry).order_by(AuditEntry.chain_id, AuditEntry.seq).execution_options(yield_per=500)
    for entry in db.session.scalars(entries):
        seq, previous = last.get(entry.chain_id, (0, START))
        if entry.seq != seq + 1:
            yield Finding(entry.chain_id, entry.seq, f"entries {seq + 1} to {entry.seq - 1} are missing")
        elif entry.hash != link(entry, previous, keyring):
            yield Finding(entry.chain_id, entry.seq, "this entry, or the one before it, was changed")
        last[entry.chain_id] = (entry.seq, entry.hash)
    for chain_id in sorted(heads.keys() | last.keys()):
        head = heads.get(chain_id)
        seq, digest = last.get(chain_id, (0, START))
        if head is None or (head.seq, head.hash) != (seq, digest):
            yield Finding(chain_id, seq, "the end of this chain was cut off")
