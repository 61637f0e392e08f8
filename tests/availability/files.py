"""Calendar files written by hand, and what is read in them."""

from datetime import UTC, datetime

from eboard.availability.periods import Period
from eboard.availability.reading.calendar import Reading, read_calendar
from eboard.availability.reading.expansion import Window

SPRING = Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))

CENTRAL = """BEGIN:VTIMEZONE
TZID:Our own Central
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def read(text: str | bytes, *, zone: str = "Europe/Berlin", window: Window = SPRING) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return read_calendar(data, zone=zone, window=window, own_domain="eboard.example.org")


def shown(period: Period) -> str:
    kind = {"BUSY": "", "BUSY-TENTATIVE": " tentative", "BUSY-UNAVAILABLE": " away"}[period.kind.value]
    return f"{period.starts_at:%m-%d %H:%M} {period.ends_at:%m-%d %H:%M}{kind}"


def times(*parts: str, zone: str = "Europe/Berlin") -> list[str]:
    """The periods of a calendar, in UTC, that is read without a warning."""
    reading = read(calendar(*parts), zone=zone)
    assert reading.warnings == []
    return [shown(period) for period in reading.periods]


def warned(*parts: str, zone: str = "Europe/Berlin") -> tuple[list[str], list[str]]:
    """The periods and the warnings of a calendar."""
    reading = read(calendar(*parts), zone=zone)
    return [shown(period) for period in reading.periods], reading.warnings
