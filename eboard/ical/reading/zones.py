"""What a TZID means: the VTIMEZONE beside it decides, else the name (RFC 5545 section 3.8.3.1)."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eboard.ical.reading.lines import unescape

if TYPE_CHECKING:
    from eboard.ical.reading.lines import Component

_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})(?:\d{2})?")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})")
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY = re.compile(r"([+-]?\d)(MO|TU|WE|TH|FR|SA|SU)")


def to_utc(local: datetime, tzid: str, zones: list[Component]) -> datetime | None:
    """The instant of a wall-clock time; None when nobody can tell what the zone is."""
    name = _bare(tzid)
    defined = next((zone for zone in zones if _bare(zone.value("TZID")) == name), None)
    if defined is None and not name and len(zones) == 1:
        defined = zones[0]  # the only zone in a calendar whose times name none
    offset = _offset_at(local, defined) if defined is not None else None
    if offset is not None:
        return (local - offset).replace(tzinfo=UTC)
    zone = named_zone(name)
    return local.replace(tzinfo=zone).astimezone(UTC) if zone is not None else None


def _bare(tzid: str) -> str:
    """The name without the quotes, escapes and blanks that only one of the two places has."""
    return unescape(tzid).strip('" ')


def named_zone(bare: str) -> ZoneInfo | None:
    """The zone of an IANA or Windows name.

    A name that is a directory of the zone data raises OSError, an odd name ValueError, an unknown one KeyError.
    """
    for name in (bare, WINDOWS_TO_OLSON.get(bare, "")):
        try:
            return ZoneInfo(name)
        except (KeyError, OSError, ValueError):
            continue
    return None


def _offset_at(local: datetime, zone: Component) -> timedelta | None:
    """The offset in force: that of the observance that began last, or of the only one."""
    observances = [one for one in zone.inner if one.name in {"STANDARD", "DAYLIGHT"}]
    begun = [
        (onset, offset)
        for one in observances
        if (offset := _offset(one.value("TZOFFSETTO"))) is not None
        for onset in _onsets(one, local.year)
        if onset <= local
    ]
    if begun:
        return max(begun)[1]
    return _offset(observances[0].value("TZOFFSETTO")) if len(observances) == 1 else None


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -span if found[1] == "-" else span


def _onsets(observance: Component, year: int) -> list[datetime]:
    """When the observance begins in this year and the last one, and at its first start."""
    found = _MOMENT.match(observance.value("DTSTART"))
    first = _moment(found) if found is not None else None
    if first is None:
        return []
    rule = dict(part.split("=", 1) for part in observance.value("RRULE").upper().split(";") if "=" in part)
    if rule.get("FREQ") != "YEARLY":
        return [first, *_listed(observance)]
    last_day = rule.get("UNTIL", "9999")[:8]
    yearly = (_onset(first, rule, each) for each in (year - 1, year))
    return [first, *(one for one in yearly if one is not None and one >= first and f"{one:%Y%m%d}" <= last_day)]


def _listed(observance: Component) -> list[datetime]:
    """The onsets of an observance that lists them instead of giving a rule."""
    listed = (found for line in observance.all("RDATE") for found in _MOMENT.finditer(line.value))
    return [moment for found in listed if (moment := _moment(found)) is not None]


def _moment(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local by definition
    except ValueError:
        return None


def _onset(first: datetime, rule: dict[str, str], year: int) -> datetime | None:
    """The day of one year that a yearly rule names; None for a rule that is not the second Sunday of a month."""
    by_day = _BY_DAY.fullmatch(rule.get("BYDAY", ""))
    try:
        month = int(rule.get("BYMONTH", first.month))
        if by_day is None:
            return first.replace(year=year, month=month)
        nth, weekday = int(by_day[1]), _DAYS[by_day[2]]
        days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        return first.replace(year=year, month=month, day=days[nth - 1 if nth > 0 else nth])
    except (ValueError, IndexError):  # calendar.IllegalMonthError is a ValueError
        return None
