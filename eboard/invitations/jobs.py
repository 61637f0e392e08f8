"""Telling, reminding and asking people when it is time, and a look over everything in case a change went unseen."""

from datetime import timedelta
from uuid import UUID

from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.invitations.actions import ask_again, note_agenda, reconcile, remind, tell
from eboard.invitations.queries import (
    announced_meetings,
    due_to_be_asked,
    due_to_be_reminded,
    due_to_be_told,
    due_to_hear_of_agenda,
)
from eboard.meetings.models import Meeting


@job(every=timedelta(seconds=10))
def tell_due() -> int:
    """Tell everybody whose hold window is over."""
    return each(due_to_be_told(), tell)


@job(every=timedelta(minutes=5))
def remind_due() -> int:
    """Remind everybody whose meeting is near."""
    return each(due_to_be_reminded(), remind)


@job(every=timedelta(minutes=5))
def note_agendas() -> int:
    """Tell people whose own slot moved after the list of a meeting closed."""
    return each(due_to_hear_of_agenda(), note_agenda)


@job(every=timedelta(minutes=15))
def ask_due() -> int:
    """Ask those again who are needed and have not answered by the days their board set."""
    return each(due_to_be_asked(), ask_again)


@job(every=timedelta(hours=1))
def reconcile_all() -> int:
    """Set the invitations of all coming meetings right, also after a change that was made past the application."""
    return each(db.session.scalars(announced_meetings().with_only_columns(Meeting.id)).all(), _reconcile)


def _reconcile(meeting_id: UUID) -> None:
    meeting = db.session.scalar(announced_meetings().where(Meeting.id == meeting_id))
    if meeting is not None:
        reconcile(meeting=meeting)
