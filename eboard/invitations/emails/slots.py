"""The note that somebody's own minutes moved."""

from dataclasses import dataclass
from datetime import timedelta

from eboard.invitations.content import page_url
from eboard.invitations.models import Invitation
from eboard.invitations.slots import NOT_NEEDED
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.needed import Needed


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotNews:
    """When somebody is needed now, and the first minute after the start that he or she was told before."""

    needed: Needed
    before: int
    base_url: str


def slot_thread(invitation: Invitation) -> str:
    """The key of the notes about the minutes of one invitation."""
    return f"slot:{invitation.id}"


def slot_message(invitation: Invitation, news: SlotNews) -> Message:
    """The short note that somebody's own minutes moved."""
    meeting, thread = invitation.meeting, slot_thread(invitation)
    values = {
        "meeting": meeting,
        "board": meeting.board.name,
        "needed": news.needed,
        "was_needed_at": meeting.starts_at + timedelta(minutes=news.before) if news.before != NOT_NEEDED else None,
        "page_url": page_url(meeting.id, news.base_url),
    }
    return write(
        invitation.person,
        "invitations/mail/slot",
        values,
        kind=NoticeKind.AGENDA,
        dedupe_key=f"{thread}:{meeting.agenda_sequence}:{invitation.revision}",
        thread_key=thread,
        board_id=meeting.board_id,
        good_until=meeting.starts_at,
    )
