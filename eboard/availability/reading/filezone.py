"""A time zone as a calendar file defines it (VTIMEZONE, RFC 5545 section 3.6.5)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice, takewhile

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from eboard.availability.reading.lines import Component
from eboard.availability.reading.rules import clean_rule
from eboard.availability.reading.values import moment as read_moment
from eboard.availability.reading.values import offset, wall

OBSERVANCES = frozenset({"STANDARD", "DAYLIGHT"})
EARLIEST_YEAR = 1904  # zones begin in the years 1 and 1601; a leap year, so that every date exists in it
MOST_ONSETS = 1_000


@dataclass(frozen=True, slots=True)
class Onset:
    """When an offset comes into force: a naive instant in UTC, and the offsets before and from then on."""

    at: datetime
    before: timedelta
    after: timedelta


class FileZone(tzinfo):
    """Offsets between onsets, with PEP 495's reading of times that do not exist or exist twice.

    ``beyond`` is the zone that is known by the same name: it says what the onsets do not, before the first and, unless
    they are ``endless``, from the last on.
    """

    def __init__(self, onsets: Sequence[Onset], *, beyond: tzinfo | None = None, endless: bool = True) -> None:
        self._beyond = beyond
        self._known = (onsets[0].at, datetime.max if endless else onsets[-1].at)  # noqa: DTZ901 - naive, in UTC
        self._utc = [onset.at for onset in onsets]
        self._offsets = [onsets[0].before, *(onset.after for onset in onsets)]
        steps = list(zip(self._utc, self._offsets, self._offsets[1:], strict=False))
        self._walls = (
            [at + max(before, after) for at, before, after in steps],
            [at + min(before, after) for at, before, after in steps],
        )

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at a wall-clock time."""
        if moment is None:
            return None
        if self._beyond is not None and not self._knows(moment - self._offsets[0]):
            return moment.replace(tzinfo=self._beyond).utcoffset()
        return self._offsets[bisect_right(self._walls[moment.fold], moment.replace(tzinfo=None))]

    def fromutc(self, moment: datetime) -> datetime:
        """The wall-clock time of an instant."""
        if self._beyond is not None and not self._knows(moment):
            return moment.replace(tzinfo=UTC).astimezone(self._beyond).replace(tzinfo=self)
        shift = self._offsets[bisect_right(self._utc, moment.replace(tzinfo=None))]
        shown = moment + shift
        return shown if self.utcoffset(shown) == shift else shown.replace(fold=1)

    def _knows(self, moment: datetime) -> bool:
        first, last = self._known
        return first <= moment.replace(tzinfo=None) < last

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Not known: the offset is all that counts."""
        return None

    def tzname(self, _moment: datetime | None) -> str | None:
        """Not known either."""
        return None


def file_zone(definition: Component, until: datetime, beyond: tzinfo | None) -> FileZone | None:
    """The zone of a VTIMEZONE, right up to a naive instant; None if nothing in it can be used.

    Some programs write down a year or two only. A single offset without a rule is for ever, though.
    """
    parts = [part for part in definition.parts if part.name in OBSERVANCES]
    onsets = sorted((onset for part in parts for onset in _onsets(part, parts, until)), key=lambda onset: onset.at)
    if not onsets:
        return None
    one_offset = len({onset.after for onset in onsets}) == 1
    return FileZone(onsets, beyond=beyond, endless=one_offset or onsets[-1].at.year >= until.year)


def _onsets(part: Component, parts: Sequence[Component], until: datetime) -> Iterator[Onset]:
    after = _offset(part, "TZOFFSETTO")
    if after is None:
        return
    known = [_offset(part, "TZOFFSETFROM"), *(_offset(other, "TZOFFSETTO") for other in parts if other is not part)]
    before = next((length for length in known if length is not None), after)
    for start in sorted(set(_starts(part, before, until))):
        yield Onset(start - before, before, after)


def _starts(part: Component, before: timedelta, until: datetime) -> Iterator[datetime]:
    """The wall-clock times at which an observance begins."""
    zone = FileZone([Onset(datetime(EARLIEST_YEAR, 1, 1), before, before)])  # noqa: DTZ001 - a naive instant in UTC
    first = next(iter(_walls(part, "DTSTART", zone)), datetime(EARLIEST_YEAR, 1, 1))  # noqa: DTZ001 - on its own clocks
    first = first.replace(year=max(first.year, EARLIEST_YEAR))
    yield first
    yield from _walls(part, "RDATE", zone)
    for line in part.every("RRULE"):
        try:
            rule = rrulestr(clean_rule(line.value, zone), dtstart=first)
        except ValueError:
            continue
        yield from islice(takewhile(lambda start: start <= until, rule), MOST_ONSETS)


def _walls(part: Component, name: str, zone: tzinfo) -> Iterator[datetime]:
    for line in part.every(name):
        for text in line.value.split(","):
            try:
                yield wall(read_moment(text, zone), zone)
            except (ValueError, OverflowError):
                continue


def _offset(part: Component, name: str) -> timedelta | None:
    line = part.first(name)
    try:
        return offset(line.value) if line else None
    except ValueError:
        return None
