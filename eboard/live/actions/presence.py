"""Who has the page open, and who writes where: kept cheap, and recorded nowhere but here."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from eboard.core import time
from eboard.core.db import db
from eboard.live.actions.versions import raise_people_version
from eboard.live.models import LivePresence, LiveRoom
from eboard.live.queries import GONE_AFTER, is_present, presence_of


def arrive(*, meeting_id: UUID, person_id: UUID, cases: Collection[UUID] = ()) -> None:
    """Note that a person has the page open, and whose reading of which cases is recorded with it.

    Whoever was not heard of for a while is gone; the pages are told only if somebody came or went.
    """
    found = presence_of(meeting_id, person_id)
    is_news = not is_present(found)
    if found is None:
        found = _begin(meeting_id, person_id)
    found.seen_at = time.now()
    found.shown = sorted({*found.shown, *map(str, cases)})
    db.session.flush()
    if _sweep(meeting_id) or is_news:
        raise_people_version(meeting_id)


def _begin(meeting_id: UUID, person_id: UUID) -> LivePresence:
    """A new row; another window of the same person that makes one this moment waits, and then finds it."""
    db.session.execute(select(LiveRoom.meeting_id).where(LiveRoom.meeting_id == meeting_id).with_for_update())
    row = presence_of(meeting_id, person_id) or LivePresence(meeting_id=meeting_id, person_id=person_id, shown=[])
    db.session.add(row)
    return row


def _sweep(meeting_id: UUID) -> bool:
    """Whether somebody had to be taken off because the page is no longer heard of."""
    gone = db.session.execute(
        delete(LivePresence)
        .where(LivePresence.meeting_id == meeting_id, LivePresence.seen_at <= time.now() - GONE_AFTER)
        .execution_options(synchronize_session=False)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def leave(*, meeting_id: UUID, person_id: UUID) -> None:
    """Note that the page was closed; whoever has it open in another window comes back with the next sign of it."""
    found = presence_of(meeting_id, person_id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
        raise_people_version(meeting_id)


def note_writing(*, meeting_id: UUID, person_id: UUID, item_id: UUID | None, field: str) -> None:
    """Note in which field of which case a person writes; None for nowhere."""
    found = presence_of(meeting_id, person_id)
    if found is None or (found.item_id, found.field) == (item_id, field):
        return
    found.item_id, found.field = item_id, field
    raise_people_version(meeting_id)
