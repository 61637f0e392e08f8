"""From what a coordinator types to the instants of a meeting."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from eboard.boards.rules import rules_on
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.time import instant, now, tzdata_version, wall
from eboard.meetings.models import Meeting

LONGEST_MINUTES = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When and where a meeting is to be: a wall-clock start in a zone and a length in elapsed minutes."""

    day: date
    clock: time
    zone: str
    minutes: int
    room: str = ""
    note: str = ""
    conference_provider_id: UUID | None = None  # None: the board's


def minutes_between(day: date, start: time, end: time, zone: str) -> int:
    """Elapsed minutes from one clock time to another of the same day.

    Raises DomainError, beside its field, for an end before the start and for a time the clocks skip or repeat.
    """
    begins = instant(day, start, zone)
    if end <= start:
        raise DomainError(_("The end lies before the start. Choose a later end."), field="end")
    try:
        ends = instant(day, end, zone)
    except DomainError as error:
        raise DomainError(error.message, field="end") from None
    return int((ends - begins) / timedelta(minutes=1))


def starting(day: date, clock: time, zone: str) -> datetime:
    """The instant a meeting starts at; raises DomainError beside its field."""
    try:
        return instant(day, clock, zone)
    except DomainError as error:
        raise DomainError(error.message, field=error.field or "zone") from None


def check_plan(plan: Plan) -> datetime:
    """The start of a plan that can be held; raises DomainError for one in the past, too long or without length."""
    starts_at = starting(plan.day, plan.clock, plan.zone)
    if starts_at <= now():
        raise DomainError(_("This time has passed. Choose a later day or time."), field="day")
    if not 0 < plan.minutes <= LONGEST_MINUTES:
        raise DomainError(
            _("A meeting lasts between 1 minute and %(hours)s hours.", hours=LONGEST_MINUTES // 60), field="end"
        )
    return starts_at


def fix_time(meeting: Meeting, plan: Plan) -> None:
    """Write the promise of ``plan`` into a meeting, with the instants derived from it."""
    meeting.day, meeting.clock, meeting.zone, meeting.minutes = plan.day, plan.clock, plan.zone, plan.minutes
    derive(meeting)


def derive(meeting: Meeting) -> None:
    """Derive the instants from the promise; raises DomainError for a time the clocks skip or repeat."""
    meeting.starts_at = starting(meeting.day, meeting.clock, meeting.zone)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    kept = rules_on(meeting.board, meeting.day).panel_access_days
    meeting.panel_access_until = meeting.ends_at + timedelta(days=kept)
    meeting.tzdata = tzdata_version()


def clock_end(meeting: Meeting) -> time:
    """The wall-clock end of a meeting in its zone."""
    return wall(meeting.ends_at, meeting.zone).time()


def is_past_cutoff(meeting: Meeting) -> bool:
    """Whether the list of a meeting is closed but for urgent cases with a reason."""
    return now() > meeting.starts_at - timedelta(hours=meeting.board.cutoff_hours)
