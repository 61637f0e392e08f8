"""The mail that asks for a disclosure: the board and the day; no case."""

from eboard.cme.models import CmeActivity
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.models import Meeting
from eboard.people.models import Person


def disclosure_message(activity: CmeActivity, meeting: Meeting, person: Person, *, base_url: str) -> Message:
    """One mail to one person for each activity."""
    return write(
        person,
        "cme/mail/disclosure",
        {"activity": activity, "meeting": meeting, "page_url": f"{base_url}/credits/disclosure"},
        kind=NoticeKind.CREDIT,
        dedupe_key=f"disclosure:{activity.id}:{person.id}",
        board_id=meeting.board_id,
        good_until=meeting.starts_at,
    )
