"""Mails without a calendar part: reminders, and questions to those who have not answered."""

from dataclasses import dataclass
from typing import Any

from eboard.ical import MeetingEvent
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The meeting as it is, whom to ask about it, and how long the reader is needed (0: not known)."""

    event: MeetingEvent
    contact: str
    base_url: str
    minutes: int = 0


def reminder_thread(invitation: Invitation) -> str:
    """The key of the reminders of one invitation."""
    return f"reminder:{invitation.id}"


def question_thread(invitation: Invitation) -> str:
    """The key of the mails that ask again for an answer to one invitation."""
    return f"asking:{invitation.id}"


def reminder_message(invitation: Invitation, occasion: Occasion) -> Message:
    """The mail before a meeting, one for each start."""
    thread = reminder_thread(invitation)
    key = f"{thread}:{occasion.event.starts_at.isoformat()}"
    return _mail(invitation, occasion, "reminder", NoticeKind.REMINDER, thread_key=thread, dedupe_key=key)


def question_message(invitation: Invitation, occasion: Occasion) -> Message:
    """The short mail that asks again for an answer."""
    thread = question_thread(invitation)
    key = f"{thread}:{invitation.times_asked_again}"
    return _mail(invitation, occasion, "question", NoticeKind.ASKING, thread_key=thread, dedupe_key=key)


def _mail(invitation: Invitation, occasion: Occasion, name: str, kind: NoticeKind, **keys: Any) -> Message:
    values = {
        "event": occasion.event,
        "contact": occasion.contact,
        "minutes": occasion.minutes,
        "has_accepted": invitation.answer is Answer.ACCEPTED,
        "answer_url": f"{occasion.base_url}/invitations/{invitation.id}",
        "prepare_url": f"{occasion.base_url}/prepare/",
    }
    return write(
        invitation.person,
        f"invitations/mail/{name}",
        values,
        **keys,
        kind=kind,
        board_id=invitation.meeting.board_id,
        good_until=occasion.event.starts_at,
    )
