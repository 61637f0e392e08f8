"""The best times for a set of people: dataclasses in, ranked slots out; no database.

Slots are ordered by required people missing, optional people missing, people who may be busy, the burden of all who
can come together, the burden of the one who bears most, and the start. Nobody is offered a slot that more required
people miss than the best one, nor one that begins or ends at a time that does not exist or exists twice on the clocks
of the host. Chosen slots do not overlap and spread over the days.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from eboard.availability.burden import Place, Strain, stretch
from eboard.availability.enums import MISSING, WEAKEST_FIRST, Availability, BusyKind
from eboard.availability.periods import Period
from eboard.core.errors import DomainError
from eboard.core.time import instant, wall

STEP_MINUTES = 15
COUNT = 8
LEAST_A_DAY = 2  # of the slots offered, however many days there are
KINDS = {
    BusyKind.TENTATIVE: Availability.TENTATIVE,
    BusyKind.BUSY: Availability.BUSY,
    BusyKind.UNAVAILABLE: Availability.AWAY,
}
WEIGHTS = {kind: weight for weight, kind in enumerate(WEAKEST_FIRST, 1)}
MISSES = WEIGHTS[BusyKind.BUSY]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person to be asked (ATTENDEE, RFC 5545 section 3.8.4.1), where he or she works, and when he or she is busy."""

    person_id: UUID
    name: str
    sorts_as: str = ""
    place: Place
    is_required: bool = True
    busy: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: ``minutes`` within the ``hours`` of the host's days, from the first to the last one.

    ``hours`` are whole hours on the clocks of ``zone``, the first and the one by which the meeting is over; nothing
    starts before ``earliest``.
    """

    attendees: Sequence[Attendee]
    zone: str
    first_day: date
    last_day: date
    minutes: int
    hours: tuple[int, int]
    earliest: datetime
    count: int = COUNT

    @property
    def days(self) -> list[date]:
        """Every day of the window."""
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one person stands to a slot, on his or her own clocks."""

    attendee: Attendee
    availability: Availability
    starts: datetime
    ends: datetime
    strain: Strain

    @property
    def burden(self) -> int:
        """In point-minutes."""
        return self.strain.burden

    @property
    def is_missing(self) -> bool:
        """Whether this person cannot come."""
        return self.availability in MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time that is offered: its instants, its start and end on the clocks of the host, and everybody's standing."""

    starts_at: datetime
    ends_at: datetime
    starts: datetime
    ends: datetime
    standings: Sequence[Standing]

    @property
    def missing(self) -> list[Standing]:
        """Those who cannot come, the required ones first."""
        return [one for one in self.standings if one.is_missing]

    @property
    def coming(self) -> list[Standing]:
        """Those who can come, or may."""
        return [one for one in self.standings if not one.is_missing]

    @property
    def rank(self) -> tuple[int, ...]:
        """What slots are ordered by before their start; less is better."""
        burdens = [one.burden for one in self.coming]
        required = sum(one.attendee.is_required for one in self.missing)
        tentative = sum(one.availability is Availability.TENTATIVE for one in self.standings)
        return required, len(self.missing) - required, tentative, sum(burdens), max(burdens, default=0)


def find_slots(search: Search) -> list[Slot]:
    """The best slots that do not overlap, best first; at most ``search.count``."""
    starts = list(candidates(search))
    ranks = _ranks(search, starts)
    order = sorted(range(len(starts)), key=lambda n: (ranks[n], starts[n]))
    fewest = [n for n in order if ranks[n][0] == ranks[order[0]][0]]
    attendees = in_order(search.attendees)
    return [slot_at(attendees, starts[n], search) for n in _spread(search, starts, fewest)]


def candidates(search: Search) -> Iterator[datetime]:
    """Every start that may be offered, rising, in UTC."""
    first, last = search.hours
    for day in search.days:
        for minute in range(first * 60, min(last * 60, 24 * 60 - 1) - search.minutes + 1, STEP_MINUTES):
            try:
                starts_at = instant(day, time(*divmod(minute, 60)), search.zone)
                ends = wall(starts_at + timedelta(minutes=search.minutes), search.zone)
                instant(ends.date(), ends.time(), search.zone)
            except DomainError:
                continue
            is_within = ends.date() == day and ends.time() <= _clock(last)
            if is_within and starts_at >= search.earliest:
                yield starts_at


def in_order(attendees: Sequence[Attendee]) -> list[Attendee]:
    """Required people first, then as lists sort them."""
    return sorted(attendees, key=lambda one: (not one.is_required, one.sorts_as or one.name, one.person_id))


def slot_at(attendees: Sequence[Attendee], starts_at: datetime, search: Search) -> Slot:
    """The slot that starts at an instant, with everybody's standing."""
    ends_at = starts_at + timedelta(minutes=search.minutes)
    return Slot(
        starts_at=starts_at,
        ends_at=ends_at,
        starts=wall(starts_at, search.zone),
        ends=wall(ends_at, search.zone),
        standings=[standing(attendee, starts_at, search.minutes) for attendee in attendees],
    )


def standing(attendee: Attendee, starts_at: datetime, minutes: int) -> Standing:
    """How a person stands to a stretch of time."""
    ends_at = starts_at + timedelta(minutes=minutes)
    starts = wall(starts_at, attendee.place.zone)
    strain = attendee.place.strain(starts, minutes)
    taken = [one.kind for one in attendee.busy if one.starts_at < ends_at and one.ends_at > starts_at]
    return Standing(
        attendee=attendee,
        availability=KINDS[max(taken, key=WEAKEST_FIRST.index)] if taken else strain.availability,
        starts=starts,
        ends=wall(ends_at, attendee.place.zone),
        strain=strain,
    )


def _clock(hour: int) -> time:
    return time.max if hour == 24 else time(hour)  # noqa: PLR2004 - midnight, which no clock shows as 24:00


def _ranks(search: Search, starts: Sequence[datetime]) -> list[tuple[int, ...]]:
    """The rank of every candidate, in one pass over the people; `Slot.rank` says what it holds."""
    required, optional, tentative, total, worst = ([0] * len(starts) for _ in range(5))
    burdens = _burdens({one.place for one in search.attendees}, starts, search.minutes)
    for one in search.attendees:
        absent = required if one.is_required else optional
        for n, (taken, burden) in enumerate(zip(_taken(one, starts, search.minutes), burdens[one.place], strict=True)):
            if taken >= MISSES:
                absent[n] += 1
                continue
            tentative[n] += taken
            total[n] += burden
            worst[n] = max(worst[n], burden)
    return list(zip(required, optional, tentative, total, worst, strict=True))


def _burdens(places: Collection[Place], starts: Sequence[datetime], minutes: int) -> dict[Place, list[int]]:
    """The burden of every candidate in every place; what the clocks say is worked out once for each zone."""
    zones = {place.zone for place in places}
    local = {zone: [stretch(wall(at, zone), minutes) for at in starts] for zone in zones}
    return {place: [place.strain_of(one).burden for one in local[place.zone]] for place in places}


def _taken(attendee: Attendee, starts: Sequence[datetime], minutes: int) -> bytearray:
    """For every candidate the weight of the heaviest busy time it touches."""
    found = bytearray(len(starts))
    length = timedelta(minutes=minutes)
    for period in attendee.busy:
        weight = WEIGHTS[period.kind]
        for n in range(bisect_right(starts, period.starts_at - length), bisect_left(starts, period.ends_at)):
            found[n] = max(found[n], weight)
    return found


def _spread(search: Search, starts: Sequence[datetime], order: Sequence[int]) -> Iterator[int]:
    """The first of ``order`` that do not overlap, few of one day so that there is a choice of days."""
    a_day = max(LEAST_A_DAY, -(-search.count // len(search.days)))
    length = timedelta(minutes=search.minutes)
    chosen: list[datetime] = []
    by_day: Counter[date] = Counter()
    for n in order:
        day = wall(starts[n], search.zone).date()
        if by_day[day] < a_day and all(abs(starts[n] - other) >= length for other in chosen):
            yield n
            chosen.append(starts[n])
            by_day[day] += 1
        if len(chosen) == search.count:
            return
