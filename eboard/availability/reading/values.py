"""Dates, times and durations as calendars really write them (RFC 5545 sections 3.3.4 to 3.3.9)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

Moment = datetime | date  # an aware datetime, or a whole day
DAY = timedelta(days=1)

_MOMENT = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_DURATION = re.compile(r"([+-])?P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-]?)(\d{1,2}):?(\d{2})(?::?(\d{2}))?")


def moment(text: str, zone: tzinfo, *, is_date: bool = False) -> Moment:
    """A day, or an instant in UTC, at its own offset or in ``zone``; raises ValueError.

    Eight digits are a day, whether VALUE=DATE says so or not. With ``is_date`` a midnight is a day too.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError("It is neither a date nor a time.")
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if match[4] is None:
        return day
    hour, minute, second = int(match[4]), int(match[5]), min(int(match[6] or 0), 59)
    if is_date and not hour and not minute:
        return day
    suffix = (match[7] or "").upper()
    where = UTC if suffix == "Z" else timezone(offset(suffix)) if suffix else zone
    return datetime.combine(day + DAY * (hour // 24), time(hour % 24, minute, second), tzinfo=where)


def is_floating(text: str) -> bool:
    """Whether it is a time that names no offset, so that its zone has to be known."""
    match = _MOMENT.fullmatch(text.strip())
    return match is not None and match[4] is not None and match[7] is None


def duration(text: str) -> timedelta:
    """A length of time, which may be negative; raises ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError("It is not a duration.")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups()[1:])
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise ValueError("It is too long.") from None
    return -length if match[1] == "-" else length


def offset(text: str) -> timedelta:
    """An offset from UTC, also without a leading zero or sign, or with a blank behind it; raises ValueError."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise ValueError("It is not an offset.")
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= DAY:
        raise ValueError("It is a day or more.")
    return -length if match[1] == "-" else length


def is_day(value: Moment) -> bool:
    """Whether it is a whole day."""
    return not isinstance(value, datetime)


def wall(value: Moment, zone: tzinfo) -> datetime:
    """On the clocks of ``zone``, without a zone; a day begins at midnight."""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    return datetime.combine(value, time())


def day_in(value: Moment, zone: tzinfo) -> date:
    """The day in ``zone``; a midnight is the day it was written as, whatever its zone."""
    if not isinstance(value, datetime):
        return value
    return value.date() if value.time() == time() else value.astimezone(zone).date()
