"""Sealing again what is sealed under an older key; each call is one transaction, and repeating it changes nothing.

Rows are locked while they are opened and sealed again, so that what somebody saves at the same moment is never lost.
A row that somebody else holds is left for the next round: a rotation waits for nobody, and nobody deadlocks with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import update

from eboard.audit import Actor, record
from eboard.cases.files import storage
from eboard.cases.models import Attachment
from eboard.cases.queries.attachments import folder
from eboard.core.crypto import Sealer, SealError
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.people.actions.data_keys import sealer_for
from eboard.people.data_keys import DestroyedError, Opener, key_of
from eboard.sealing.enums import SealingEvent
from eboard.sealing.places import SealedColumn
from eboard.sealing.queries import FILES, STORED, beginning_of, is_stale


@dataclass(slots=True)
class Moved:
    """How many values were sealed again, and the ids of rows whose value does not open."""

    count: int = 0
    unopened: list[UUID] = field(default_factory=list)


def reseal_rows(*, actor: Actor, place: SealedColumn, ids: Sequence[UUID]) -> Moved:
    """Seal the stale values of these rows again under the newest key; times and versions of the rows stay."""
    moved, table = Moved(), place.table
    rows = place.values.where(table.c.id.in_(ids)).with_for_update(skip_locked=True)
    for row_id, stored, owner in db.session.execute(rows).all():
        sealed = place.unpacked(stored)
        if not is_stale(sealed, owner):
            continue
        fresh = _sealed_again(actor, place, row_id, sealed, owner)
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
    mine = STORED.where(Attachment.id == attachment_id)
    # While the row is held nobody can remove the file, and no job deletes it.
    row = db.session.execute(mine.with_for_update(of=Attachment, skip_locked=True)).first()
    if row is None or not is_stale(beginning_of(attachment_id), row.organization_id):
        return Moved()
    if key_of(row.organization_id) is None:  # the key has to be there before a file is sealed with it
        sealer_for(actor=actor, organization_id=row.organization_id)
        return Moved()
    try:
        content = storage.read(row_id=attachment_id, folder=folder(), reader=Opener())
        sealer = _sealer(actor, row.organization_id)
    except (SealError, DestroyedError):
        return Moved(unopened=[attachment_id])
    storage.store(content, row_id=attachment_id, folder=folder(), sealer=sealer)
    _note(actor, FILES, 1)
    return Moved(count=1)


def _sealer(actor: Actor, owner: UUID | None) -> Sealer:
    return keyring() if owner is None else sealer_for(actor=actor, organization_id=owner)


def _sealed_again(actor: Actor, place: SealedColumn, row_id: UUID, sealed: bytes, owner: UUID | None) -> bytes | None:
    for at in place.places:
        try:
            plain = Opener().reveal(sealed, at(row_id))
            return _sealer(actor, owner).seal(plain, at(row_id))
        except (SealError, DestroyedError):
            continue
    return None


def _note(actor: Actor, name: str, count: int) -> None:
    record(actor=actor, event=SealingEvent.ROTATED, place=name, values=count, key=keyring().current)
