"""Telling people when their hold window is over, looking over everything, and reading the answers that came in."""

from datetime import timedelta
from uuid import UUID

from eboard.core.db import db, unit_of_work
from eboard.core.jobs import each, job
from eboard.core.web.settings import settings
from eboard.invitations.actions import forget_incoming, receive, reconcile, tell
from eboard.invitations.queries import announced_meetings, due_to_be_told
from eboard.mail.mailbox import empty_mailbox
from eboard.meetings.models import Meeting


@job(every=timedelta(seconds=10))
def tell_due() -> int:
    """Tell everybody whose hold window is over."""
    return each(due_to_be_told(), tell)


@job(every=timedelta(hours=1))
def reconcile_all() -> int:
    """Set the invitations of all coming meetings right, also after a change that was made past the application."""
    return each(db.session.scalars(announced_meetings().with_only_columns(Meeting.id)).all(), _reconcile)


@job(every=timedelta(minutes=1))
def fetch_answers() -> int:
    """Read the mailbox of the invitation address, if there is one."""
    return empty_mailbox(settings(), take_mail) if settings().imap_host else 0


@job(every=timedelta(hours=6))
def forget_parked() -> int:
    """Delete what came in a month ago."""
    with unit_of_work():
        return forget_incoming()


def take_mail(raw: bytes) -> bool:
    """Take one mail in a unit of work of its own; whether somebody has to look at it."""
    with unit_of_work():
        return receive(raw=raw).needs_a_look


def _reconcile(meeting_id: UUID) -> None:
    meeting = db.session.scalar(announced_meetings().where(Meeting.id == meeting_id))
    if meeting is not None:
        reconcile(meeting=meeting)
