"""Mails to the care team about the date of its case: number, board and date, nothing clinical."""

from enum import StrEnum

from eboard.ical.values import Party
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.templates import render
from eboard.meetings.models import AgendaItem
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
    texts = render(
        f"meetings/mail/{notice}",
        kind=NoticeKind.CASE_DATE,
        locale=person.locale,
        name=person.name,
        number=item.case.number,
        board=meeting.board.name,
        starts_at=meeting.starts_at,
        zone=person.zone,
        link=f"{base_url}/cases/{item.case_id}",
    )
    return Message(
        kind=NoticeKind.CASE_DATE,
        dedupe_key=f"agenda/{notice}/{key}/{person.id}",
        thread_key=f"agenda:{item.case_id}:{person.id}",
        recipient=Party(person.email, person.name),
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        person_id=person.id,
        board_id=meeting.board_id,
    )
