"""A whole calendar file: the busy times of its person in a window, and what could not be read."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from eboard.availability.periods import Period, merge
from eboard.availability.reading import expansion
from eboard.availability.reading.events import Entry, Reader
from eboard.availability.reading.expansion import Window
from eboard.availability.reading.lines import CALENDAR, Component, components
from eboard.availability.reading.zones import ZoneBook

MOST_EVENTS = 5_000
BEYOND = timedelta(days=366)  # how far zones are worked out past the window


class NoCalendarError(Exception):
    """There is no calendar in the bytes."""


class TooManyEventsError(Exception):
    """The calendar holds more events than anybody has."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says; warnings name events by their place in the file, never by what they are about."""

    periods: list[Period]
    warnings: list[str]


def read_calendar(data: bytes, *, zone: str, window: Window, own_domain: str) -> Reading:
    """The busy times inside the window, merged and in order.

    ``zone`` is the IANA zone of the calendar's owner, for times that name none. Events whose UID ends in
    ``own_domain`` are eBoard's own meetings and left out. Raises NoCalendarError and TooManyEventsError.
    """
    root = components(data)
    calendars = root.named(CALENDAR)
    if root.named("VEVENT") or root.named("VFREEBUSY"):  # outside of any
        calendars.append(Component(CALENDAR, parts=root.parts, is_closed=True))
    if not calendars:
        raise NoCalendarError
    if sum(len(calendar.named("VEVENT")) for calendar in calendars) > MOST_EVENTS:
        raise TooManyEventsError
    return _File(calendars, zone, window, own_domain).read()


class _File:
    """The calendars of one file, which share the zones they define."""

    def __init__(self, calendars: list[Component], zone: str, window: Window, own_domain: str) -> None:
        self.calendars = calendars
        self.owner = ZoneInfo(zone)
        self.window = window
        self.own_domain = own_domain.casefold()
        self.warnings: dict[str, None] = {}  # each once, in order
        until = (window.ends_at + BEYOND).replace(tzinfo=None)
        definitions = [part for calendar in calendars for part in calendar.named("VTIMEZONE")]
        self.book = ZoneBook(definitions, self.owner, until=until, warn=self.warn)

    def warn(self, sentence: str) -> None:
        self.warnings[sentence] = None

    def read(self) -> Reading:
        """Read every calendar, then work out all dates together: a series may be spread over several."""
        numbers = count(1)
        entries: list[Entry] = []
        found: list[Period] = []
        for calendar in self.calendars:
            if not calendar.is_closed:
                self.warn("The calendar is cut off; what stood behind is missing.")
            reader = self._reader(calendar)
            for event, number in zip(calendar.named("VEVENT"), numbers, strict=False):
                entries += [] if self._is_own(event) else self._entry(reader, event, number)
            for component in calendar.named("VFREEBUSY"):
                found += reader.taken(component)
        found += expansion.periods(entries, self.window, self.warn)
        merged = merge(found, starts_at=self.window.starts_at, ends_at=self.window.ends_at)
        return Reading(merged, list(self.warnings))

    def _reader(self, calendar: Component) -> Reader:
        named = calendar.first("X-WR-TIMEZONE")
        floating = self.book.zone(named.value) if named and named.value.strip() else self.owner
        return Reader(self.book, floating, calendar.word("METHOD") == "CANCEL", self.warn)

    def _entry(self, reader: Reader, event: Component, number: int) -> list[Entry]:
        try:
            return [reader.entry(event, number)]
        except (ValueError, OverflowError) as error:
            self.warn(f"Event {number} is left out: {error}")
            return []

    def _is_own(self, event: Component) -> bool:
        line = event.first("UID")
        return line is not None and line.value.strip().casefold().endswith(f"@{self.own_domain}")
