"""Series: rules that yield meetings, and the one way by which meetings follow their rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from eboard.audit import Actor, record
from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.models import Board, Series
from eboard.boards.recurrence import WEEKDAYS, WEEKS_OF_MONTH, week_key, week_of
from eboard.core import time as clock
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import touch
from eboard.meetings.actions.plans import new_meeting
from eboard.meetings.enums import MeetingEvent, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.occurrences import Occurrence, occurrences
from eboard.meetings.timing import LONGEST_MINUTES, Plan, fix_time

AHEAD = timedelta(days=366)
MOST_TURNS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """The rule of a series, as its form gives it."""

    repeat: Repeat
    weekday: str
    weeks_of_month: list[str]
    starts_at: time
    rotation: list[str] = field(default_factory=list)
    minutes: int
    zone: str
    first_day: date
    last_day: date | None
    exceptions: list[str]
    on_holiday: OnHoliday


def make_series(*, actor: Actor, board: Board, facts: SeriesFacts) -> Series:
    """Make a series and plan its meetings for the next twelve months; raises DomainError beside the field."""
    _check(facts)
    series = Series(board=board, board_id=board.id, **_values(facts))
    db.session.add(series)
    _follow(series, [])
    _note(actor, MeetingEvent.SERIES_MADE, series)
    return series


def change_series(*, actor: Actor, series: Series, facts: SeriesFacts, version: int) -> None:
    """Change a rule. Coming meetings that are still planned follow it; published ones stay as they are.

    A planned meeting whose week the rule no longer names goes, unless it has or had cases: then it stays on its own.
    """
    expect_version(series, version)
    _check(facts)
    for name, value in _values(facts).items():
        setattr(series, name, value)
    flag_modified(series, "repeat")
    existing = _existing(series)
    _follow(series, existing, is_change=True)
    _note(actor, MeetingEvent.SERIES_CHANGED, series)


def extend_series(*, actor: Actor, series: Series) -> int:
    """Plan what is missing of the next twelve months; returns how many meetings were made."""
    made = _follow(series, _existing(series))
    if made:
        _note(actor, MeetingEvent.SERIES_CHANGED, series, made=made)
    return made


def check_minutes(minutes: int) -> None:
    """Raise DomainError for a length that no meeting has."""
    if not 0 < minutes <= LONGEST_MINUTES:
        raise DomainError(_("A meeting lasts between 1 and %(most)s minutes.", most=LONGEST_MINUTES), field="minutes")


def check_first_day(day: date) -> None:
    """Raise DomainError for a day that clocks cannot be computed for."""
    if not clock.FIRST_YEAR <= day.year <= clock.LAST_YEAR:
        raise DomainError(_("Choose a day of this century."), field="first_day")


def _follow(series: Series, existing: Sequence[Meeting], *, is_change: bool = False) -> int:
    """Make meetings for the weeks that have none; with a change, let the planned ones follow. Returns how many."""
    this_week = week_of(clock.wall(clock.now(), series.zone).date())
    dates = {week_key(found.day): found for found in occurrences(series, this_week, this_week + AHEAD)}
    for meeting in existing:
        found = dates.pop(week_key(meeting.series_day or meeting.day), None)
        if is_change and meeting.state is MeetingState.PLANNED and meeting.starts_at > clock.now():
            _adapt(meeting, series, found)
    coming = [found for found in dates.values() if found.is_ahead]
    for found in coming:
        meeting = new_meeting(series.board, _plan_for(series, found))
        meeting.series_id, meeting.series_day = series.id, found.day
    return len(coming)


def _adapt(meeting: Meeting, series: Series, found: Occurrence | None) -> None:
    if found is None and meeting.items:  # what was taken off is still history that hangs on the meeting
        meeting.series_id = meeting.series_day = None
    elif found is None:
        db.session.delete(meeting)
    elif found.is_ahead and meeting.day == meeting.series_day:  # one that was moved by hand keeps its place
        fix_time(meeting, _plan_for(series, found))
        meeting.series_day = found.day
        touch(meeting)


def _plan_for(series: Series, found: Occurrence) -> Plan:
    return Plan(
        day=found.day,
        clock=found.clock,
        zone=series.zone,
        minutes=series.minutes,
        room=series.board.room,
    )


def _existing(series: Series) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.series_id == series.id)
        .options(joinedload(Meeting.board), selectinload(Meeting.items), selectinload(Meeting.guests))
    ).all()


def _values(facts: SeriesFacts) -> dict[str, object]:
    return {one.name: getattr(facts, one.name) for one in fields(facts)}


def _check(facts: SeriesFacts) -> None:
    try:
        clock.zone(facts.zone)
    except DomainError as error:
        raise DomainError(error.message, field="zone") from None
    if facts.weekday not in WEEKDAYS:
        raise DomainError(_("Choose a day of the week."), field="weekday")
    if facts.repeat is Repeat.MONTHLY and not set(facts.weeks_of_month) & set(WEEKS_OF_MONTH):
        raise DomainError(_("Choose at least one week of the month."), field="weeks_of_month")
    if len(facts.rotation) == 1 or len(facts.rotation) > MOST_TURNS:
        raise DomainError(_("Enter two to %(most)s starts, or none.", most=MOST_TURNS), field="rotation")
    check_minutes(facts.minutes)
    check_first_day(facts.first_day)
    if facts.last_day is not None and facts.last_day < facts.first_day:
        raise DomainError(_("The last day lies before the first."), field="last_day")


def _note(actor: Actor, event: MeetingEvent, series: Series, **details: object) -> None:
    record(actor=actor, event=event, subject=series, organization_id=series.board.organization_id, **details)
