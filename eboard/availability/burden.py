"""What a meeting asks of a person by the hour of his or her own clocks.

A rate holds for each hour of the day, in points for an hour of meeting; a day off adds to it:

| local time             | points |
|------------------------|--------|
| 08–17                  | 0      |
| 07–08, 17–18           | 2      |
| 06–07, 18–20           | 4      |
| 20–22                  | 6      |
| 22–06 (night)          | 12     |
| on a weekend or holiday| +6     |

Nearly one attendee in three finds a meeting before 08:00 or after 17:00 very burdensome, so nothing within these hours
counts and everything outside does. A burden is kept in **point-minutes**, whole numbers: points times minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from eboard.availability.enums import Availability
from eboard.boards.recurrence import WEEKDAYS

HOUR, DAY = 60, 24 * 60
NIGHT, DAY_OFF = 12, 6
UNTIL = ((6, NIGHT), (7, 4), (8, 2), (17, 0), (18, 2), (20, 4), (22, 6), (24, NIGHT))  # hour, points before it
RATES = tuple(next(points for hour, points in UNTIL if minute < hour * HOUR) for minute in range(DAY))
TWO_DAYS = tuple(accumulate(RATES * 2, initial=0))  # point-minutes since midnight
NIGHT_MINUTES = tuple(accumulate((rate == NIGHT for rate in RATES * 2), initial=0))


class Strain(NamedTuple):
    """What a stretch of time asks: its burden in point-minutes, and the word for it."""

    burden: int
    availability: Availability


@dataclass(frozen=True, slots=True)
class Place:
    """A zone and the days nobody works there; ``weekend`` holds RFC 5545 weekday names."""

    zone: str
    weekend: frozenset[str] = frozenset({"SA", "SU"})
    holidays: frozenset[date] = frozenset()

    def strain(self, starts: datetime, minutes: int) -> Strain:
        """What a meeting of at most a day asks here that starts at ``starts`` on the clocks of the zone."""
        begin = starts.hour * HOUR + starts.minute
        burden = TWO_DAYS[begin + minutes] - TWO_DAYS[begin]
        word = Availability.EARLY_OR_LATE if burden else Availability.FREE
        if NIGHT_MINUTES[begin + minutes] > NIGHT_MINUTES[begin]:
            word = Availability.NIGHT
        for day, length in _days(starts.date(), begin, minutes):
            if day in self.holidays:
                burden, word = burden + DAY_OFF * length, Availability.HOLIDAY
            elif WEEKDAYS[day.weekday()] in self.weekend:
                burden += DAY_OFF * length
                word = word if word is Availability.HOLIDAY else Availability.WEEKEND
        return Strain(burden, word)


def points(burden: int) -> float:
    """A burden in points, to one decimal, as people read it."""
    return round(burden / HOUR, 1)


def _days(day: date, begin: int, minutes: int) -> Iterator[tuple[date, int]]:
    """The local days a meeting touches, each with how many of its minutes lie on it."""
    today = min(minutes, DAY - begin)
    yield day, today
    if minutes > today:
        yield day + timedelta(days=1), minutes - today
