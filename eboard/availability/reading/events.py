"""Events: what of a VEVENT says when its person is taken (RFC 5545 section 3.6.1), and of a VFREEBUSY (3.6.4)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.availability.reading.lines import Component, Line
from eboard.availability.reading.values import DAY, Moment, duration, is_day, is_floating, moment
from eboard.availability.reading.zones import ZoneBook

FREE_STATUSES = frozenset({"FREE", "WORKINGELSEWHERE"})
FREE_BUSY_KINDS = {"BUSY-TENTATIVE": BusyKind.TENTATIVE, "BUSY-UNAVAILABLE": BusyKind.UNAVAILABLE, "FREE": None}
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A clean event: one date, a series, or another date for one of a series.

    Times are aware and keep the zone they were written in; a whole day begins at midnight in the zone of the calendar.
    """

    number: int  # its place in the file, for warnings
    uid: str
    kind: BusyKind | None  # None takes no time
    starts_at: datetime
    ends_at: datetime
    is_day: bool
    sequence: int
    instance: Moment | None  # the date of the series that this replaces (RECURRENCE-ID)
    replaces_following: bool
    rules: tuple[str, ...]
    added: tuple[tuple[Moment, Moment | timedelta | None], ...]
    excluded: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the components of one calendar, whose floating times are in ``floating``."""

    book: ZoneBook
    floating: tzinfo
    is_cancelled: bool  # METHOD:CANCEL
    warn: Callable[[str], None]

    def entry(self, event: Component, number: int) -> Entry:
        """The clean event; raises ValueError or OverflowError for one that cannot be placed in time."""
        start = self._first(event, "DTSTART") or self._first(event, "RECURRENCE-ID")
        if start is None:
            raise ValueError("it has no start that can be read.")
        starts_at, ends_at = self._instant(start), self._end(event, start)
        length = ends_at.astimezone(UTC) - starts_at.astimezone(UTC)  # a year no calendar reaches fails here
        if length < NO_TIME:
            self.warn(f"Event {number} ends before it starts.")
            starts_at, ends_at = (ends_at, starts_at) if length >= -DAY else (starts_at, starts_at)
        home = starts_at.tzinfo or self.floating
        recurrence = event.first("RECURRENCE-ID")
        instance = self._first(event, "RECURRENCE-ID", home)
        is_astray = instance is None and bool(_text(event, "RECURRENCE-ID"))
        if is_astray:
            self.warn(f"Event {number} replaces a date that cannot be read; it counts beside its series.")
        identity = "" if is_astray else _text(event, "UID")
        return Entry(
            number=number,
            uid=identity or f"without one/{number}",
            kind=self._kind(event, start),
            starts_at=starts_at,
            ends_at=ends_at,
            is_day=is_day(start),
            sequence=_whole(event.word("SEQUENCE")),
            instance=instance,
            replaces_following=recurrence is not None and _range(recurrence) == "THISANDFUTURE",
            rules=tuple(line.value for line in event.every("RRULE") if line.value.strip()),
            added=tuple(self._added(event, number, home)),
            excluded=tuple(self._excluded(event, number, home)),
        )

    def taken(self, component: Component) -> Iterator[Period]:
        """The periods of a VFREEBUSY; a broken one is left out with a warning."""
        for line in component.every("FREEBUSY"):
            kind = FREE_BUSY_KINDS.get(line.parameters.get("FBTYPE", "BUSY").upper(), BusyKind.BUSY)
            for text in line.value.split(","):
                try:
                    start, end = self._period(line, text, self.floating)
                    starts_at = self._instant(start)
                    if kind is not None:
                        yield Period(starts_at.astimezone(UTC), self._reached(starts_at, end).astimezone(UTC), kind)
                except (ValueError, OverflowError):
                    self.warn("A free-busy period cannot be read.")

    def _kind(self, event: Component, start: Moment) -> BusyKind | None:
        """How the event takes time; a whole day does so only if it says so, or holidays and birthdays would block."""
        shown, status = event.word("X-MICROSOFT-CDO-BUSYSTATUS"), event.word("STATUS")
        visibility = event.word("TRANSP")
        if self.is_cancelled or status == "CANCELLED" or visibility == "TRANSPARENT" or shown in FREE_STATUSES:
            return None
        if is_day(start) and visibility != "OPAQUE" and not shown:
            return None
        if shown == "OOF":
            return BusyKind.UNAVAILABLE
        return BusyKind.TENTATIVE if "TENTATIVE" in {shown, status} else BusyKind.BUSY

    def _end(self, event: Component, start: Moment) -> datetime:
        """Where the event ends: at DTEND, after DURATION, else a day lasts the day and a time takes none."""
        starts_at = self._instant(start)
        end = self._first(event, "DTEND", starts_at.tzinfo)
        ends_at = self._after(starts_at, event, is_day=is_day(start)) if end is None else self._instant(end)
        if is_day(start) and ends_at <= starts_at:
            return starts_at + DAY
        return ends_at

    def _after(self, starts_at: datetime, event: Component, *, is_day: bool) -> datetime:
        line = event.first("DURATION")
        try:
            length = duration(line.value) if line else NO_TIME
            return starts_at + length if is_day or not length % DAY else _later(starts_at, length)
        except (ValueError, OverflowError):
            return starts_at

    def _added(self, event: Component, number: int, home: tzinfo) -> Iterator[tuple[Moment, Moment | timedelta | None]]:
        for line, text in _values(event, "RDATE"):
            try:
                yield self._period(line, text, home) if "/" in text else (self._moment(line, text, home), None)
            except (ValueError, OverflowError):
                self.warn(f"Event {number} has a further date that cannot be read.")

    def _excluded(self, event: Component, number: int, home: tzinfo) -> Iterator[Moment]:
        for line, text in _values(event, "EXDATE"):
            try:
                yield self._moment(line, text, home)
            except (ValueError, OverflowError):
                self.warn(f"Event {number} leaves out a date that cannot be read.")

    def _period(self, line: Line, text: str, home: tzinfo) -> tuple[Moment, Moment | timedelta]:
        first, _, second = text.partition("/")
        start = self._moment(line, first, home)
        is_length = second.strip()[:2].upper().lstrip("+-").startswith("P")
        end = duration(second) if is_length else self._moment(line, second, home)
        if self._reached(self._instant(start), end) < self._instant(start):
            raise ValueError("It ends before it starts.")
        return start, end

    def _first(self, component: Component, name: str, home: tzinfo | None = None) -> Moment | None:
        """The first value of that name that can be read; without a zone of its own it is in ``home``."""
        for line in component.every(name):
            try:
                return self._moment(line, line.value, home or self.floating)
            except (ValueError, OverflowError):
                continue
        return None

    def _moment(self, line: Line, text: str, home: tzinfo) -> Moment:
        zone = line.parameters.get("TZID", "").strip() if is_floating(text) else ""
        kind = line.parameters.get("VALUE", "").upper()
        return moment(text, self.book.zone(zone) if zone else home, is_date=kind == "DATE")

    def _instant(self, value: Moment) -> datetime:
        return value if isinstance(value, datetime) else datetime.combine(value, time(), tzinfo=self.floating)

    def _reached(self, starts_at: datetime, end: Moment | timedelta) -> datetime:
        return _later(starts_at, end) if isinstance(end, timedelta) else self._instant(end)


def _later(moment: datetime, length: timedelta) -> datetime:
    """After so much elapsed time, on the clocks of the same zone."""
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def _text(component: Component, name: str) -> str:
    line = component.first(name)
    return line.value.strip() if line else ""


def _range(line: Line) -> str:
    return line.parameters.get("RANGE", "").upper()


def _values(component: Component, name: str) -> Iterator[tuple[Line, str]]:
    for line in component.every(name):
        for text in line.value.split(","):
            if text.strip():
                yield line, text


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
