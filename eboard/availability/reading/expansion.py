"""The dates of single events and of series, within a window."""

import signal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from types import FrameType
from typing import NoReturn

from icalendar import Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import EventAdapter, Series  # type: ignore[import-untyped]

from eboard.availability.periods import Period
from eboard.availability.reading.events import Entry
from eboard.availability.reading.rules import clean_rule
from eboard.availability.reading.values import DAY, Moment, day_in, wall

SECONDS_A_SERIES = 3.0  # of computing; a person's series needs thousandths


@dataclass(frozen=True, slots=True)
class Window:
    """The instants between which dates are wanted."""

    starts_at: datetime
    ends_at: datetime


class TooSlowError(Exception):
    """A series took too long."""


def periods(entries: Iterable[Entry], window: Window, warn: Callable[[str], None]) -> Iterator[Period]:
    """When the events take time; dates outside the window may be among them."""
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_uid[entry.uid].append(entry)
    for together in by_uid.values():
        yield from _of_one_uid(together, window, warn)


def _of_one_uid(entries: Sequence[Entry], window: Window, warn: Callable[[str], None]) -> Iterator[Period]:
    latest = max((entry.sequence for entry in entries if entry.instance is None), default=0)
    masters = [entry for entry in entries if entry.instance is None and entry.sequence == latest]
    others = [entry for entry in entries if entry.instance is not None]
    if not masters:
        masters, others = _latest_of_each(others), []
    for master in masters:
        if not (master.rules or master.added or master.excluded or others):
            yield from _single(master)
            continue
        try:
            with _limited(SECONDS_A_SERIES):
                found = list(_series(master, others, window, warn))
        except Exception:  # noqa: BLE001 - whatever the library makes of it, the other events count
            warn(f"Event {master.number} repeats in a way that cannot be worked out; its first date counts alone.")
            found = [period for entry in (master, *others) for period in _single(entry)]
        yield from found


def _latest_of_each(others: Iterable[Entry]) -> list[Entry]:
    """Dates of a series that is not in the file; the last version of each."""
    latest: dict[Moment | None, Entry] = {}
    for entry in others:
        known = latest.get(entry.instance)
        if known is None or known.sequence <= entry.sequence:
            latest[entry.instance] = entry
    return list(latest.values())


def _single(entry: Entry) -> Iterator[Period]:
    # Two times of one zone are compared by their clocks, which may have gone back between them.
    starts_at, ends_at = entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    if entry.kind is not None and starts_at < ends_at:
        yield Period(starts_at, ends_at, entry.kind)


def _series(master: Entry, others: Sequence[Entry], window: Window, warn: Callable[[str], None]) -> Iterator[Period]:
    """All dates of a series, worked out on the clocks of its first event's zone and then placed in time.

    Without zones nothing in a series is of two kinds that cannot be compared, which real files mix freely.
    """
    frame = Frame(master)
    sources = [master, *others]
    series = Series([EventAdapter(frame.component(entry, number, warn)) for number, entry in enumerate(sources)])
    first, last = (wall(moment, frame.zone) for moment in (window.starts_at - DAY, window.ends_at + DAY))
    for found in series.between(first, last):
        kind = sources[int(found.uid)].kind
        starts_at, ends_at = frame.placed(found.start), frame.placed(found.end)
        if kind is not None and starts_at < ends_at:
            yield Period(starts_at, ends_at, kind)


class Frame:
    """The clocks on which a series repeats."""

    def __init__(self, master: Entry) -> None:
        self.master = master
        self.zone: tzinfo = master.starts_at.tzinfo or UTC
        self.clock = wall(master.starts_at, self.zone).time()

    def placed(self, moment: datetime) -> datetime:
        """The instant of a time on these clocks."""
        return moment.replace(tzinfo=self.zone).astimezone(UTC)

    def component(self, entry: Entry, number: int, warn: Callable[[str], None]) -> Event:
        """The event as the library takes it: naive times, ``number`` as its UID, and what else its dates depend on."""
        event = Event()
        event["UID"], event["SEQUENCE"] = str(number), entry.sequence
        event["DTSTART"] = vDDDTypes(wall(entry.starts_at, self.zone))
        event["DTEND"] = vDDDTypes(wall(entry.ends_at, self.zone))
        if entry.instance is not None:
            event["RECURRENCE-ID"] = vDDDTypes(self._date(entry.instance))
            if entry.replaces_following:
                event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
            return event
        event["RRULE"] = list(self._rules(entry, warn))
        event["EXDATE"] = vDDDLists([self._excluded(moment) for moment in entry.excluded])
        event["RDATE"] = vDDDLists([self._added(*dates) for dates in entry.added])
        return event

    def _rules(self, entry: Entry, warn: Callable[[str], None]) -> Iterator[vRecur]:
        for text in entry.rules:
            try:
                yield vRecur.from_ical(clean_rule(text, self.zone, of_days=entry.is_day))
            except ValueError:
                warn(f"Event {entry.number} has a rule that cannot be used.")

    def _date(self, moment: Moment) -> datetime:
        """The start of the date of the series that ``moment`` means, also where it is a day and the first is not."""
        if self.master.is_day:
            return datetime.combine(day_in(moment, self.zone), time())
        if isinstance(moment, datetime):
            return wall(moment, self.zone)
        return datetime.combine(moment, self.clock)

    def _excluded(self, moment: Moment) -> Moment:
        """A whole day leaves out whatever begins on it."""
        return self._date(moment) if self.master.is_day or isinstance(moment, datetime) else moment

    def _added(self, start: Moment, end: Moment | timedelta | None) -> datetime | tuple[datetime, datetime]:
        first = self._date(start)
        if end is None:
            return first
        return first, first + end if isinstance(end, timedelta) else wall(end, self.zone)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TooSlowError inside the block once it has computed for so long; only in a main thread."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TooSlowError

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
