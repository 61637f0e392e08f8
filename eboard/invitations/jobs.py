"""Telling, reminding and asking people when it is time, reading what they answer, and a look over everything."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from eboard.core.db import db, unit_of_work
from eboard.core.jobs import each, job
from eboard.core.web.settings import settings
from eboard.invitations.actions import (
    ask_again,
    hold_slots,
    receive,
    reconcile,
    remind,
    tell,
    tell_slot,
)
from eboard.invitations.queries import (
    announced_meetings,
    due_to_be_asked,
    due_to_be_reminded,
    due_to_be_told,
    slots_due_to_be_told,
    to_come,
)
from eboard.mail.mailbox import empty_mailbox
from eboard.meetings.models import Meeting

logger = logging.getLogger(__name__)


@job(every=timedelta(seconds=10))
def tell_due() -> int:
    """Tell everybody whose hold window is over."""
    told = each(due_to_be_told(), tell)
    return told + each(slots_due_to_be_told(), tell_slot)


@job(every=timedelta(minutes=5))
def remind_due() -> int:
    """Remind everybody whose meeting is near."""
    return each(due_to_be_reminded(), remind)


@job(every=timedelta(minutes=15))
def ask_due() -> int:
    """Ask those again who are needed and have not answered by the days their board set."""
    return each(due_to_be_asked(), ask_again)


@job(every=timedelta(hours=1))
def reconcile_all() -> int:
    """Set the invitations of all coming meetings right, also after a change that was made past the application."""
    return each(db.session.scalars(announced_meetings().with_only_columns(Meeting.id)).all(), _reconcile)


@job(every=timedelta(minutes=1))
def fetch_answers() -> int:
    """Read the mailbox of the invitation address, if there is one."""
    return empty_mailbox(settings(), take_mails) if settings().imap_host else 0


def take_mails(raws: Sequence[bytes]) -> list[bool | None]:
    """Take some mails in one unit of work, or, if one of them fails, each in its own.

    Says of each whether somebody has to look at it; None of one that could not be taken.
    """
    try:
        with unit_of_work():
            return [receive(raw=raw).needs_a_look for raw in raws]
    except Exception:  # noqa: BLE001 - whatever it was, it is found below
        return [_take_alone(raw) for raw in raws]


def _take_alone(raw: bytes) -> bool | None:
    try:
        with unit_of_work():
            return receive(raw=raw).needs_a_look
    except Exception as error:  # noqa: BLE001 - one bad mail never stops the rest
        logger.error("a mail of %s bytes was left in the mailbox: %s", len(raw), type(error).__name__)
        return None


def _reconcile(meeting_id: UUID) -> None:
    meeting = db.session.scalar(announced_meetings().where(Meeting.id == meeting_id))
    if meeting is not None:
        reconcile(meeting=meeting)
    meeting = db.session.scalar(to_come().where(Meeting.id == meeting_id))
    if meeting is not None:
        hold_slots(meeting=meeting)
