"""Telling people when their hold window is over, and a look over everything in case a change went by unseen."""

from datetime import timedelta
from uuid import UUID

from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.invitations.actions import hold_slots, reconcile, tell, tell_slot
from eboard.invitations.queries import announced_meetings, due_to_be_told, slots_due_to_be_told, to_come
from eboard.meetings.models import Meeting


@job(every=timedelta(seconds=10))
def tell_due() -> int:
    """Tell everybody whose hold window is over."""
    told = each(due_to_be_told(), tell)
    return told + each(slots_due_to_be_told(), tell_slot)


@job(every=timedelta(hours=1))
def reconcile_all() -> int:
    """Set the invitations of all coming meetings right, also after a change that was made past the application."""
    return each(db.session.scalars(announced_meetings().with_only_columns(Meeting.id)).all(), _reconcile)


def _reconcile(meeting_id: UUID) -> None:
    meeting = db.session.scalar(announced_meetings().where(Meeting.id == meeting_id))
    if meeting is not None:
        reconcile(meeting=meeting)
    meeting = db.session.scalar(to_come().where(Meeting.id == meeting_id))
    if meeting is not None:
        hold_slots(meeting=meeting)
