"""Months and weeks on the clocks of the viewer, as the calendar's pages draw them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eboard.boards.recurrence import WEEK, week_of
from eboard.core.time import wall
from eboard.meetings.models import Meeting

DAY = timedelta(days=1)
DAYTIME = (7, 19)  # the hours a week shows at least


@dataclass(slots=True)
class Placed:
    """A meeting on a day: minutes after midnight in the viewer's zone, and its lane beside others."""

    meeting: Meeting
    start: int
    lane: int = 1
    lanes: int = 1


@dataclass(slots=True)
class Day:
    """A day and the meetings that start on it."""

    date: date
    today: bool = False
    outside: bool = False
    placed: list[Placed] = field(default_factory=list)


def midnight(day: date, zone: str) -> datetime:
    """The instant a day begins in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def month_grid(day: date) -> tuple[date, date]:
    """The Monday before the first of the month, and the day after its last week."""
    first = day.replace(day=1)
    last = next_month(day) - DAY
    return week_of(first), week_of(last) + WEEK


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - DAY).replace(day=1)


def days(first: date, end: date, meetings: Iterable[Meeting], *, zone: str, today: date, month: int = 0) -> list[Day]:
    """The days from ``first`` until before ``end``, each with its meetings; ``month`` marks days outside it."""
    found = {
        first + DAY * n: Day(
            first + DAY * n, first + DAY * n == today, bool(month) and (first + DAY * n).month != month
        )
        for n in range((end - first).days)
    }
    for meeting in meetings:
        starts = wall(meeting.starts_at, zone)
        if starts.date() in found:
            found[starts.date()].placed.append(Placed(meeting, starts.hour * 60 + starts.minute))
    for day in found.values():
        lay_out(day.placed)
    return list(found.values())


def lay_out(placed: Sequence[Placed]) -> None:
    """Give meetings that overlap lanes beside each other; ``placed`` is in order of the start."""
    group: list[Placed] = []
    until = 0
    for one in placed:
        if one.start >= until:
            group = []
        taken = {other.lane for other in group if other.start + other.meeting.minutes > one.start}
        one.lane = next(lane for lane in range(1, len(taken) + 2) if lane not in taken)
        group.append(one)
        until = max(until, one.start + one.meeting.minutes)
        for other in group:
            other.lanes = max(mate.lane for mate in group)


def hours_shown(week: Iterable[Day]) -> tuple[int, int]:
    """The first and last hour a week needs to show all its meetings."""
    starts = [(one.start, one.start + one.meeting.minutes) for day in week for one in day.placed]
    first = min([DAYTIME[0], *(start // 60 for start, _end in starts)])
    last = max([DAYTIME[1], *(-(-end // 60) for _start, end in starts)])
    return first, min(last, 24)
