"""The days a series yields: weekly, every two weeks, or on certain weeks of the month.

Pure arithmetic on calendar days; the clocks come later, because a meeting's time is a promise on the wall clocks of
its zone. A pattern yields at most one day in a week from Monday to Sunday.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.models import Series

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKS_OF_MONTH = ("1", "2", "3", "4", "5", "-1")
WEEK = timedelta(days=7)
STEPS = {Repeat.WEEKLY: WEEK, Repeat.FORTNIGHTLY: 2 * WEEK, Repeat.MONTHLY: WEEK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The rule of a series without its clock; ``weeks_of_month`` counts from 1, and -1 is the last."""

    repeat: Repeat
    weekday: str
    first_day: date
    last_day: date | None = None
    weeks_of_month: frozenset[int] = frozenset()
    exceptions: frozenset[date] = frozenset()
    on_holiday: OnHoliday = OnHoliday.SKIP


def pattern_of(series: Series) -> Pattern:
    """The pattern of a stored series."""
    return Pattern(
        repeat=series.repeat,
        weekday=series.weekday,
        first_day=series.first_day,
        last_day=series.last_day,
        weeks_of_month=frozenset(int(week) for week in series.weeks_of_month),
        exceptions=frozenset(date.fromisoformat(day) for day in series.exceptions),
        on_holiday=series.on_holiday,
    )


def days(pattern: Pattern, *, start: date, until: date, holidays: Collection[date] = ()) -> Iterator[date]:
    """The days from ``start`` to ``until``, both included, in order."""
    return (day for _turn, day in turns(pattern, start=start, until=until, holidays=holidays))


def turns(pattern: Pattern, *, start: date, until: date, holidays: Collection[date] = ()) -> Iterator[tuple[int, date]]:
    """The days with their turns: how many the rule names before each, also those that are left out.

    So a holiday or an exception takes a turn away and shifts no other.
    """
    left_out = pattern.exceptions | (frozenset(holidays) if pattern.on_holiday is OnHoliday.SKIP else frozenset())
    last = until if pattern.last_day is None else min(until, pattern.last_day)
    turn, day = 0, _first(pattern)
    while day <= last:
        if _is_in_week(pattern, day):
            if day >= start and day not in left_out:
                yield turn, day
            turn += 1
        day += STEPS[pattern.repeat]


def week_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def week_key(day: date) -> tuple[int, int]:
    """The ISO year and week of a day: what two versions of a series have in common."""
    year, week, _weekday = day.isocalendar()
    return year, week


def _first(pattern: Pattern) -> date:
    """The first day on the pattern's weekday."""
    ahead = (WEEKDAYS.index(pattern.weekday) - pattern.first_day.weekday()) % 7
    return pattern.first_day + timedelta(days=ahead)


def _is_in_week(pattern: Pattern, day: date) -> bool:
    if pattern.repeat is not Repeat.MONTHLY:
        return True
    is_last = (day + WEEK).month != day.month
    return (day.day - 1) // 7 + 1 in pattern.weeks_of_month or (is_last and -1 in pattern.weeks_of_month)
