"""Handing the audit to a log collector: JSON lines of fields that are named here, and nothing else.

A line is there at least once: what was written is remembered after it is on the disk, so that a crash between the two
repeats lines and loses none; ``id`` tells repeats apart, ``chain`` and ``seq`` show a gap. ``hash`` is an anchor: what
a collector holds proves later that the entry was not rewritten.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from eboard.audit.models import AuditEntry, AuditExport, AuditHead
from eboard.core.db import db, unit_of_work

BATCH = 1000
NEWLINE = b"\n"


def line(entry: AuditEntry) -> bytes:
    """One entry; of its details the permission alone."""
    fields = {
        "id": str(entry.id),
        "chain": str(entry.chain_id),
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": _text(entry.actor_id),
        "on_behalf_of": _text(entry.on_behalf_of_id),
        "session": _text(entry.session_id),
        "via": str(entry.via),
        "event": entry.event,
        "kind": entry.subject_kind,
        "subject": _text(entry.subject_id),
        "permission": entry.details.get("permission"),
        "hash": entry.hash.hex(),
    }
    return json.dumps(fields).encode() + NEWLINE


def _text(row_id: UUID | None) -> str | None:
    return None if row_id is None else str(row_id)


def export_to_file(path: Path) -> int:
    """Append what was not handed to this file yet; two processes take turns. Returns how many entries there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_cut(path):
            file.write(NEWLINE)
        return export(str(path.resolve()), file, to_disk=lambda: os.fsync(file.fileno()))


def _is_cut(path: Path) -> bool:
    """Whether a crash cut the last line off."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return size > 0 and file.read(1) != NEWLINE


def export(target: str, file: BinaryIO, *, to_disk: Callable[[], None] = lambda: None) -> int:
    """Write what was not handed to ``target`` yet, chain by chain; each batch is remembered once it is written."""
    done = 0
    for chain_id in db.session.scalars(select(AuditHead.chain_id).order_by(AuditHead.chain_id)).all():
        for entries in _batches(target, chain_id):
            file.writelines(map(line, entries))
            file.flush()
            to_disk()
            with unit_of_work() as session:
                session.merge(AuditExport(target=target, chain_id=chain_id, seq=entries[-1].seq))
            done += len(entries)
    return done


def _batches(target: str, chain_id: UUID) -> Iterator[Sequence[AuditEntry]]:
    mark = db.session.get(AuditExport, (target, chain_id))
    seq = mark.seq if mark is not None else 0
    while entries := db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain_id == chain_id, AuditEntry.seq > seq)
        .order_by(AuditEntry.seq)
        .limit(BATCH)
    ).all():
        seq = entries[-1].seq
        yield entries
