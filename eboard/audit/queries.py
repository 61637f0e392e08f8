"""Reading the audit, and proving that it is whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.audit.chain import START, link
from eboard.audit.checkpoints import Noted
from eboard.audit.models import AuditEntry, AuditHead
from eboard.core.crypto import Keyring
from eboard.core.db import db


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a chain is broken."""

    chain_id: UUID
    seq: int
    problem: str


def verify(keyring: Keyring, noted: Noted) -> Iterator[Finding]:
    """Walk every chain from its start and yield what does not fit; ``noted`` are the checkpoints."""
    heads = {head.chain_id: head for head in db.session.scalars(select(AuditHead))}
    last: dict[UUID, tuple[int, bytes]] = {}
    entries = select(AuditEntry.__table__).order_by(AuditEntry.chain_id, AuditEntry.seq)
    for entry in db.session.execute(entries.execution_options(yield_per=500)).mappings():
        chain_id, number, digest = entry["chain_id"], entry["seq"], entry["hash"]
        seq, previous = last.get(chain_id, (0, START))
        if number != seq + 1:
            yield Finding(chain_id, number, f"entries {seq + 1} to {number - 1} are missing")
        elif digest != link(entry, previous, keyring):
            yield Finding(chain_id, number, "this entry, or the one before it, was changed")
        if noted.get((chain_id, number), digest) != digest:
            yield Finding(chain_id, number, "this entry is not the one that was noted outside the database")
        last[chain_id] = (number, digest)
    yield from _ends(heads, last, noted)


def _ends(heads: Mapping[UUID, AuditHead], last: Mapping[UUID, tuple[int, bytes]], noted: Noted) -> Iterator[Finding]:
    """Chains whose end is not where it should be."""
    furthest: dict[UUID, int] = {}
    for chain_id, seq in noted:
        furthest[chain_id] = max(seq, furthest.get(chain_id, 0))
    for chain_id in sorted(heads.keys() | last.keys() | furthest.keys()):
        head = heads.get(chain_id)
        seq, digest = last.get(chain_id, (0, START))
        if head is None or (head.seq, head.hash) != (seq, digest) or seq < furthest.get(chain_id, 0):
            yield Finding(chain_id, seq, "the end of this chain was cut off")
