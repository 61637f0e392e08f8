"""Telling care teams what became of the date of their cases; a date is told once its meeting is published."""

from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.meetings.agenda import shown
from eboard.meetings.emails import Notice, agenda_notice
from eboard.meetings.enums import OPEN_ITEMS, TOLD_STATES
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.contacts import case_contacts


def tell(notice: Notice, *, item: AgendaItem, key: object) -> None:
    """Queue one mail to each contact of the case; ``key`` names this change among all others."""
    if item.meeting.state not in TOLD_STATES:
        return
    for person in case_contacts(item):
        queue(agenda_notice(notice, item=item, person=person, base_url=settings().base_url, key=str(key)))


def tell_of_agenda(*, meeting: Meeting) -> None:
    """Tell the care teams of all listed cases when a meeting is published."""
    for item in shown(meeting):
        if item.state in OPEN_ITEMS:
            tell(Notice.SCHEDULED, item=item, key=f"{item.id}/{meeting.sequence}")


def tell_of_new_time(*, meeting: Meeting) -> None:
    """Tell the care teams of all listed cases that the meeting has moved."""
    for item in shown(meeting):
        if item.state in OPEN_ITEMS:
            tell(Notice.MOVED, item=item, key=f"{item.id}/{meeting.sequence}")
