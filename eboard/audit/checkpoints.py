"""Checkpoints: the heads of the chains, noted in a file outside the database.

Somebody who owns the database and the keys could write a whole new history; it would not fit what was noted here.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from eboard.audit.models import AuditHead
from eboard.core import time
from eboard.core.db import db

Noted = Mapping[tuple[UUID, int], bytes]


def read(path: Path) -> Noted:
    """What was noted: the hash of an entry, by chain and number; nothing where there is no file yet."""
    if not path.is_file():
        return {}
    lines = (line.split() for line in path.read_text().splitlines())
    return {(UUID(chain), int(seq)): bytes.fromhex(digest) for _at, chain, seq, digest in lines}


def note_heads(path: Path) -> int:
    """Append every head that is not noted yet; returns how many there were."""
    noted = read(path)
    heads = db.session.scalars(select(AuditHead).order_by(AuditHead.chain_id)).all()
    fresh = [head for head in heads if (head.chain_id, head.seq) not in noted]
    _append(path, fresh)
    return len(fresh)


def _append(path: Path, heads: Iterable[AuditHead]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a") as file:
        for head in heads:
            file.write(f"{time.now().isoformat()} {head.chain_id} {head.seq} {head.hash.hex()}\n")


def set_aside(path: Path) -> Path | None:
    """After a restore the chains go on from an earlier end: keep what was noted beyond it under another name."""
    if not path.is_file():
        return None
    kept = path.with_name(f"{path.name}.before-{time.now():%Y-%m-%dT%H%M%SZ}")
    path.rename(kept)
    return kept
