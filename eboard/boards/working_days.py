"""Working days of an organization: its own weekend and holidays, on its own clocks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from eboard.boards.queries import holidays
from eboard.boards.recurrence import WEEKDAYS
from eboard.core import time
from eboard.people.models import Organization

LONGEST = timedelta(days=366)  # so far ahead holidays are looked up, and working days counted
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """What decides whether a day is worked; ``weekend`` names days as RFC 5545 section 3.3.10 does."""

    zone: str
    weekend: Collection[str]
    holidays: Collection[date]

    def is_worked(self, day: date) -> bool:
        """Whether people are at work on a day."""
        return WEEKDAYS[day.weekday()] not in self.weekend and day not in self.holidays

    def after(self, moment: datetime, count: int) -> datetime:
        """The same time of day, ``count`` working days later; in a year without any, the end of that year."""
        local = time.wall(moment, self.zone)
        day, last = local.date(), local.date() + LONGEST
        while count and day < last:
            day += DAY
            count -= self.is_worked(day)
        return datetime.combine(day, local.timetz()).astimezone(UTC)


def working_days(organization: Organization, first: date) -> WorkingDays:
    """The working days of an organization in the year from ``first`` on."""
    return WorkingDays(
        organization.zone, frozenset(organization.weekend), holidays(organization.id, first, first + LONGEST)
    )
