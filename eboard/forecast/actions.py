"""Warning the coordinators of a meeting."""

from uuid import UUID

from eboard.audit import record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.forecast.due import locked_meeting
from eboard.forecast.emails import warning_message
from eboard.forecast.enums import ForecastEvent
from eboard.forecast.models import ForecastMark
from eboard.forecast.queries import asked_to, forecast_of, known_of
from eboard.forecast.warnings import due_days
from eboard.invitations.invitees import coordinators
from eboard.invitations.reminding import is_night
from eboard.mail.actions import queue
from eboard.meetings.models import Meeting
from eboard.people.enums import PersonState


def warn(meeting_id: UUID) -> None:
    """Warn the coordinators of what may be missing, or note that nothing is; nothing if that was done or is not due."""
    locked = locked_meeting(meeting_id)
    if locked is None:
        return
    meeting, mark = locked
    days = due_days(meeting, mark, time.now())
    if days is None or not _tell(meeting, days):
        return
    if mark is None:
        db.session.add(ForecastMark(meeting_id=meeting.id, starts_at=meeting.starts_at, days=days))
    else:
        mark.starts_at, mark.days = meeting.starts_at, days


def _tell(meeting: Meeting, days: int) -> bool:
    """Warn those who are awake; returns whether nobody is left to be warned in his or her own morning."""
    asked = asked_to(meeting)
    known = known_of(meeting, [person.id for person in asked])
    found = forecast_of(meeting, asked, known, readable=_open_cases(meeting))
    readers = [person for person in coordinators(meeting) if person.state is PersonState.ACTIVE]
    if not found.shortfalls or not readers:
        return True
    awake = [person for person in readers if not is_night(time.now(), person.zone)]
    mails = [warning_message(meeting, one, found, days=days, base_url=settings().base_url) for one in awake]
    told = [mail for mail in mails if queue(mail) is not None]
    if told:
        record(
            actor=SYSTEM,
            event=ForecastEvent.WARNED,
            subject=meeting,
            organization_id=meeting.board.organization_id,
            days=days,
            missing=[one.specialty for one in found.shortfalls],
        )
    return len(awake) == len(readers)


def _open_cases(meeting: Meeting) -> set[UUID]:
    """Those of its cases that are not for named persons only; a coordinator need not be one of them."""
    return {item.case_id for item in meeting.items if not item.case.is_restricted}
