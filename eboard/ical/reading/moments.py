"""Times of an answer as instants in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eboard.ical.reading.zones import to_utc

if TYPE_CHECKING:
    from eboard.ical.reading.lines import Component, Line

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)", re.IGNORECASE)
# As they stand inside a parameter: compact or with dashes and colons, each perhaps behind its name and zone.
_LABELLED = re.compile(
    r"(?:(DTSTART|DTEND|START|END)\b)?[^0-9;]*?(?:;?TZID=([^;:]*)[;:])?\D{0,3}"
    r"(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?(Z?)",
    re.IGNORECASE,
)
_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
FIRST_YEAR, LAST_YEAR = 1970, 2200  # beyond, it is no meeting, and zone arithmetic overflows


def moment_of(line: Line | None, calendar: Component) -> datetime | None:
    """The instant of a date-time; None for a day, for a time nobody can place, and for none at all."""
    found = _COMPACT.fullmatch(line.value.strip()) if line is not None else None
    if line is None or found is None:
        return None
    zone = line.parameters.get("TZID", "") or calendar.value("X-WR-TIMEZONE")
    return _instant(found.groups()[:6], is_utc=bool(found[7]), tzid=zone, calendar=calendar)


def end_of(event: Component, start: datetime | None, calendar: Component) -> datetime | None:
    """DTEND, or the start and DURATION."""
    end = moment_of(event.first("DTEND"), calendar)
    found = _DURATION.fullmatch(event.value("DURATION"))
    if end is not None or start is None or found is None:
        return end
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return start + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def proposal_in(text: str, calendar: Component) -> tuple[datetime | None, datetime | None]:
    """Start and end that stand in a parameter such as ``DTSTART;TZID=…:20260309T150000;DTEND…``."""
    start: datetime | None = None
    end: datetime | None = None
    for label, zone, *digits, utc in _LABELLED.findall(text):
        tzid = zone or calendar.value("X-WR-TIMEZONE")
        moment = _instant(digits, is_utc=bool(utc), tzid=tzid, calendar=calendar)
        if label.upper().endswith("END") or (start is not None and not label):
            end = end or moment
        else:
            start = start or moment
    return start, end


def _instant(digits: tuple[str, ...] | list[str], *, is_utc: bool, tzid: str, calendar: Component) -> datetime | None:
    year, month, day, hour, minute, second = map(int, digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - placed right below
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if is_utc else to_utc(moment, tzid, calendar.of("VTIMEZONE"))
