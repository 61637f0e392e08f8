"""Sealing again what is sealed under an older key; each call is one transaction, and repeating it changes nothing.

Rows are locked while they are opened and sealed again, so that what somebody saves at the same moment is never lost.
A row that somebody else holds is left for the next round: a rotation waits for nobody, and nobody deadlocks with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from eboard.audit import Actor, record
from eboard.cases.files import storage
from eboard.cases.models import Attachment
from eboard.cases.queries.attachments import folder
from eboard.core.crypto import SealError
from eboard.core.db import db
from eboard.sealing.enums import SealingEvent
from eboard.sealing.places import SealedColumn
from eboard.sealing.queries import FILES, beginning_of, is_stale, keyring


@dataclass(slots=True)
class Moved:
    """How many values were sealed again, and the ids of rows whose value does not open."""

    count: int = 0
    unopened: list[UUID] = field(default_factory=list)


def reseal_rows(*, actor: Actor, place: SealedColumn, ids: Sequence[UUID]) -> Moved:
    """Seal the stale values of these rows again under the newest key; times and versions of the rows stay."""
    moved, table = Moved(), place.table
    rows = place.values.where(table.c.id.in_(ids)).with_for_update(skip_locked=True)
    for row_id, stored in db.session.execute(rows).all():
        sealed = place.unpacked(stored)
        if not is_stale(sealed):
            continue
        fresh = _sealed_again(place, row_id, sealed)
        if fresh is None:
            moved.unopened.append(row_id)
            continue
        values: dict[str, Any] = {place.column.key: place.packed(fresh)}
        if "changed_at" in table.c:
            values["changed_at"] = table.c.changed_at
        db.session.execute(update(table).where(table.c.id == row_id).values(values))
        moved.count += 1
    if moved.count:
        _note(actor, place.name, moved.count)
    return moved


def reseal_file(*, actor: Actor, attachment_id: UUID) -> Moved:
    """Seal a file again; it is replaced at once, so that a crash leaves the old one or the new one."""
    row = db.session.scalar(
        select(Attachment.id)
        .where(Attachment.id == attachment_id, Attachment.removed_at.is_(None))
        .with_for_update(skip_locked=True)  # while it is held nobody can remove the file, and no job deletes it
    )
    if row is None or not is_stale(beginning_of(storage.path_of(folder(), attachment_id))):
        return Moved()
    try:
        content = storage.read(row_id=attachment_id, folder=folder(), keyring=keyring())
    except SealError:
        return Moved(unopened=[attachment_id])
    storage.store(content, row_id=attachment_id, folder=folder(), keyring=keyring())
    _note(actor, FILES, 1)
    return Moved(count=1)


def _sealed_again(place: SealedColumn, row_id: UUID, sealed: bytes) -> bytes | None:
    for at in place.places:
        try:
            plain = keyring().reveal(sealed, at(row_id))
        except SealError:
            continue
        return keyring().seal(plain, at(row_id))
    return None


def _note(actor: Actor, name: str, count: int) -> None:
    record(actor=actor, event=SealingEvent.ROTATED, place=name, values=count, key=keyring().current)
