"""Mails about meetings: to the care team of a case its date, to those expected a new room. Nothing clinical."""

from enum import StrEnum

from eboard.core.ids import new_id
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person


class Notice(StrEnum):
    """What a care team is told about its case; each has its texts in ``templates/meetings/mail/``."""

    SCHEDULED = "scheduled"
    MOVED = "moved"
    TAKEN_OFF = "taken_off"
    ROLLED_OVER = "rolled_over"


def agenda_notice(notice: Notice, *, item: AgendaItem, person: Person, base_url: str, key: str) -> Message:
    """One mail to one member of the care team; ``key`` names the change and is opaque."""
    meeting = item.meeting
    values = {
        "number": item.case.number,
        "board": meeting.board.name,
        "starts_at": meeting.starts_at,
        "link": f"{base_url}/cases/{item.case_id}",
    }
    return write(
        person,
        f"meetings/mail/{notice}",
        values,
        kind=NoticeKind.CASE_DATE,
        dedupe_key=f"agenda/{notice}/{key}/{person.id}",
        thread_key=f"agenda:{item.case_id}:{person.id}",
        board_id=meeting.board_id,
    )


def room_replaced_mail(*, meeting: Meeting, person: Person, base_url: str) -> Message:
    """To somebody who is expected: the room is another one, and the way into it is the same as ever."""
    values = {
        "board": meeting.board.name,
        "starts_at": meeting.starts_at,
        "link": f"{base_url}/join/{meeting.join_code}",
    }
    return write(
        person,
        "meetings/mail/room_replaced",
        values,
        kind=NoticeKind.INVITATION,
        dedupe_key=f"room/{new_id()}",
        thread_key=f"room:{meeting.id}:{person.id}",
        board_id=meeting.board_id,
        good_until=meeting.ends_at,
    )
