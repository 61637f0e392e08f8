"""From a first to a last day, both counted, on the calendar of a board or an organization."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.time import FIRST_YEAR, LAST_YEAR
from eboard.reports.enums import Preset

DAY = timedelta(days=1)
LONGEST_YEARS = 10
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.first.year, self.last.year + 1)

    @property
    def is_calendar_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return self == year_of(self.first)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The instant it begins and the one it is over, on the clocks of ``zone``."""
        return _midnight(self.first, zone), _midnight(self.last + DAY, zone)

    def months(self) -> Iterator[date]:
        """The first day of each month it touches."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield month
            month = _next_month(month)


def checked_period(first: date, last: date) -> Period:
    """The period between two days; raises DomainError, with its field, for one that cannot be reported on."""
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise DomainError(_("Choose a day of this century."), field="first")
    if not FIRST_YEAR <= last.year <= LAST_YEAR:
        raise DomainError(_("Choose a day of this century."), field="last")
    if last < first:
        raise DomainError(_("The last day lies before the first."), field="last")
    if last.year - first.year >= LONGEST_YEARS:
        raise DomainError(_("A report covers ten years at most."), field="last")
    return Period(first, last)


def period_of(preset: Preset, today: date) -> Period:
    """The period a preset means on a day."""
    if preset is Preset.THIS_YEAR:
        return year_of(today)
    if preset is Preset.LAST_YEAR:
        return year_of(today.replace(day=1, year=today.year - 1))
    if preset is Preset.THIS_MONTH:
        return _months_from(today.replace(day=1), 1)
    if preset is Preset.LAST_MONTH:
        return _months_from((today.replace(day=1) - DAY).replace(day=1), 1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if preset is Preset.LAST_QUARTER:
        before = quarter - DAY
        quarter = date(before.year, before.month - 2, 1)
    return _months_from(quarter, 3)


def year_of(day: date) -> Period:
    """The calendar year a day lies in."""
    return Period(date(day.year, 1, 1), date(day.year, DECEMBER, 31))


def _months_from(first: date, count: int) -> Period:
    last = first
    for _number in range(count - 1):
        last = _next_month(last)
    return Period(first, last.replace(day=monthrange(last.year, last.month)[1]))


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _midnight(day: date, zone: str) -> datetime:
    """The first instant of a day; where the clocks go forward at midnight, the hour after counts as it."""
    return datetime.combine(day, clock_time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
