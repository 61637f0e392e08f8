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

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from eboard.availability.enums import Availability
from eboard.boards.recurrence import WEEKDAYS

HOUR, DAY = 60, 24 * 60
A_DAY = timedelta(days=1)
NIGHT, DAY_OFF = 12, 6
UNTIL = ((6, NIGHT), (7, 4), (8, 2), (17, 0), (18, 2), (20, 4), (22, 6), (24, NIGHT))  # hour, points before it
RATES = tuple(next(points for hour, points in UNTIL if minute < hour * HOUR) for minute in range(DAY))
TWO_DAYS = tuple(accumulate(RATES * 2, initial=0))  # point-minutes since midnight
NIGHT_MINUTES = tuple(accumulate((rate == NIGHT for rate in RATES * 2), initial=0))


class Strain(NamedTuple):
    """What a stretch of time asks: its burden in point-minutes, and the word for it."""

    burden: int
    availability: Availability


class Stretch(NamedTuple):
    """A stretch of local time: what its hours ask, and its minutes on the day it begins and on the day after."""

    burden: int
    word: Availability
    day: date
    minutes: int
    minutes_after: int


@dataclass(frozen=True, slots=True)
class Place:
    """A zone and the days nobody works there; ``weekend`` holds RFC 5545 weekday names."""

    zone: str
    weekend: frozenset[str] = frozenset({"SA", "SU"})
    holidays: frozenset[date] = frozenset()

    def strain(self, starts: datetime, minutes: int) -> Strain:
        """What a meeting of at most a day asks here that starts at ``starts`` on the clocks of the zone."""
        return self.strain_of(stretch(starts, minutes))

    def strain_of(self, local: Stretch) -> Strain:
        """What a stretch on the clocks of the zone asks; a holiday is named before a weekend, both before the hours."""
        burden, word = local.burden, local.word
        if local.minutes_after:
            tomorrow = self._day_off(local.day + A_DAY)
            if tomorrow is not None:
                burden, word = burden + DAY_OFF * local.minutes_after, tomorrow
        today = self._day_off(local.day)
        if today is not None:
            burden += DAY_OFF * local.minutes
            word = word if word is Availability.HOLIDAY else today
        return Strain(burden, word)

    def _day_off(self, day: date) -> Availability | None:
        if day in self.holidays:
            return Availability.HOLIDAY
        return Availability.WEEKEND if WEEKDAYS[day.weekday()] in self.weekend else None


def stretch(starts: datetime, minutes: int) -> Stretch:
    """The stretch of at most a day that starts at ``starts`` on local clocks."""
    begin = starts.hour * HOUR + starts.minute
    end = begin + minutes
    burden = TWO_DAYS[end] - TWO_DAYS[begin]
    word = Availability.EARLY_OR_LATE if burden else Availability.FREE
    if NIGHT_MINUTES[end] > NIGHT_MINUTES[begin]:
        word = Availability.NIGHT
    after = max(end - DAY, 0)
    return Stretch(burden, word, starts.date(), minutes - after, after)


def points(burden: int) -> float:
    """A burden in points, to one decimal, as people read it."""
    return round(burden / HOUR, 1)
