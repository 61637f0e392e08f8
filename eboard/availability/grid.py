"""People × time on one day, each in his or her own zone: what the grid of a page draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from eboard.availability.enums import Availability
from eboard.availability.slots import Attendee, Search, Slot, Standing, in_order, standing
from eboard.core.time import wall

CELL_MINUTES = 30
CELL = timedelta(minutes=CELL_MINUTES)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one person that say the same; start and end on that person's clocks."""

    availability: Availability
    cells: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the grid."""

    attendee: Attendee
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Zone:
    """The people of one zone under its own hours; ``hours`` are what its clocks show at each hour of the host."""

    name: str
    hours: Sequence[datetime]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the day that a slot takes, or that no slot takes (``number`` 0), in cells."""

    number: int
    cells: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A day of the window."""

    day: date
    hours: Sequence[int]  # of the host
    marks: Sequence[Mark]
    zones: Sequence[Zone]

    @property
    def cells(self) -> int:
        """How many cells a line has."""
        return len(self.hours) * (60 // CELL_MINUTES)


def make_grid(search: Search, slots: Sequence[Slot], day: date) -> Grid:
    """The grid of a day, with the slots that lie on it marked by their place in the list."""
    first, last = search.hours
    starts = [_instant(search, day, minute) for minute in range(first * 60, last * 60, CELL_MINUTES)]
    near = starts[0] - A_DAY, starts[-1] + A_DAY
    by_zone: dict[str, list[Line]] = {}
    for one in in_order(search.attendees):
        busy = tuple(period for period in one.busy if period.starts_at < near[1] and period.ends_at > near[0])
        cells = [standing(replace(one, busy=busy), at, CELL_MINUTES) for at in starts]
        by_zone.setdefault(one.place.zone, []).append(Line(one, list(_runs(cells))))
    hours = starts[:: 60 // CELL_MINUTES]
    zones = [Zone(name, [wall(at, name) for at in hours], lines) for name, lines in by_zone.items()]
    zones.sort(key=lambda zone: (zone.name != search.zone, zone.hours[0].replace(tzinfo=None), zone.name))
    return Grid(day, range(first, last), list(_marks(starts, slots)), zones)


def _instant(search: Search, day: date, minute: int) -> datetime:
    """Where a cell begins; where the clocks change, the cells of the hour in question show its neighbour."""
    return datetime.combine(day, time(*divmod(minute, 60)), ZoneInfo(search.zone)).astimezone(UTC)


def _runs(cells: Sequence[Standing]) -> Iterator[Run]:
    for availability, group in groupby(cells, key=lambda one: one.availability):
        same = list(group)
        yield Run(availability, len(same), same[0].starts, same[-1].ends)


def _marks(starts: Sequence[datetime], slots: Sequence[Slot]) -> Iterator[Mark]:
    numbers = [
        next((n for n, slot in enumerate(slots, 1) if slot.starts_at < at + CELL and slot.ends_at > at), 0)
        for at in starts
    ]
    for number, group in groupby(numbers):
        yield Mark(number, len(list(group)))
