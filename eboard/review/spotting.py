"""What is worth a look: rules over who opened which case when. They know no case and no database."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from eboard.core.time import wall
from eboard.review.enums import OddityKind

MANY_CASES = 20  # in an hour; below this nothing is a mass
MANY_TIMES = 2  # the busiest hour of the month before
OFF_CASES = 3  # opened off hours on one day
OFF_DAYS = 3  # days of the month before with work off hours: then these are usual hours
NIGHT_BEGINS, NIGHT_ENDS = 22, 6  # o'clock, on the person's own clocks
ROW_REFUSALS = 5
ROW_GAP = timedelta(minutes=10)  # between two refusals of one row
AROUND_MEETING = timedelta(hours=2)
HOUR = timedelta(hours=1)


class Look(NamedTuple):
    """A case that somebody opened, with whom it was opened for and whose case it is."""

    person_id: UUID
    principal_id: UUID | None
    case_id: UUID
    organization_id: UUID
    at: datetime


class Clocks(NamedTuple):
    """A person's zone, the days off of each organization (RFC 5545 names), and the meetings asked to."""

    zone: str
    weekends: Sequence[Collection[str]]
    meetings: Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """Something worth a look."""

    kind: OddityKind
    person_id: UUID
    from_at: datetime
    to_at: datetime
    count: int
    usual: int = 0
    organization_id: UUID | None = None
    day: date | None = None  # on the person's own calendar, of what is a matter of days

    @property
    def key(self) -> str:
        """The same for the same thing, however often it is spotted."""
        return f"{self.kind}:{self.person_id}:{self.organization_id or ''}:{(self.day or self.from_at).isoformat()}"


def by_person(looks: Iterable[Look]) -> dict[UUID, list[Look]]:
    """The looks of each person."""
    found: dict[UUID, list[Look]] = defaultdict(list)
    for look in looks:
        found[look.person_id].append(look)
    return found


def busiest_hour(looks: Iterable[Look]) -> int:
    """The most different cases that were opened within one hour of the clock."""
    return max((len(cases) for cases in _by_hour(looks).values()), default=0)


def _by_hour(looks: Iterable[Look]) -> dict[tuple[UUID, datetime], set[UUID]]:
    hours: dict[tuple[UUID, datetime], set[UUID]] = defaultdict(set)
    for look in looks:
        hours[look.person_id, look.at.replace(minute=0, second=0, microsecond=0)].add(look.case_id)
    return hours


def many(looks: Iterable[Look], now: datetime, usual: Callable[[UUID, datetime], int]) -> Iterator[Spotted]:
    """Hours that are over in which somebody opened many cases, and twice as many as in any hour of the month before."""
    for (person_id, hour), cases in sorted(_by_hour(looks).items()):
        if len(cases) < MANY_CASES or hour + HOUR > now:
            continue
        before = usual(person_id, hour)
        if len(cases) >= MANY_TIMES * before:
            yield Spotted(
                kind=OddityKind.MANY,
                person_id=person_id,
                from_at=hour,
                to_at=hour + HOUR,
                count=len(cases),
                usual=before,
            )


def is_off_hours(look: Look, clocks: Clocks) -> bool:
    """Whether it was night or a day off for the person, and no meeting he or she was asked to was near."""
    local = wall(look.at, clocks.zone)
    weekday = local.strftime("%a").upper()[:2]
    is_free = bool(clocks.weekends) and all(weekday in weekend for weekend in clocks.weekends)
    if NIGHT_ENDS <= local.hour < NIGHT_BEGINS and not is_free:
        return False
    return not any(begin - AROUND_MEETING <= look.at <= end + AROUND_MEETING for begin, end in clocks.meetings)


def off_days(looks: Iterable[Look], clocks: Clocks) -> dict[date, list[Look]]:
    """What somebody opened off hours, by day on his or her own calendar."""
    days: dict[date, list[Look]] = defaultdict(list)
    for look in looks:
        if is_off_hours(look, clocks):
            days[wall(look.at, clocks.zone).date()].append(look)
    return days


def off_hours(
    looks: Sequence[Look], now: datetime, clocks: Clocks, usual: Callable[[UUID, datetime], int]
) -> Iterator[Spotted]:
    """Days that are over on which one person opened several cases off hours, who hardly does so."""
    for day, found in sorted(off_days(looks, clocks).items()):
        cases = {look.case_id for look in found}
        if len(cases) < OFF_CASES or day >= wall(now, clocks.zone).date():
            continue
        begin, end = min(look.at for look in found), max(look.at for look in found)
        before = usual(found[0].person_id, begin)
        if before < OFF_DAYS:
            yield Spotted(
                kind=OddityKind.OFF_HOURS,
                person_id=found[0].person_id,
                from_at=begin,
                to_at=end,
                count=len(cases),
                usual=before,
                day=day,
            )


def without_task(
    looks: Iterable[Look], now: datetime, zones: Mapping[UUID, str], *, kind: OddityKind
) -> Iterator[Spotted]:
    """Days that are over on which somebody opened cases of one organization without a task there (``looks``)."""
    days: dict[tuple[UUID, UUID, date], list[Look]] = defaultdict(list)
    for look in looks:
        day = wall(look.at, zones[look.person_id]).date()
        if day < wall(now, zones[look.person_id]).date():
            days[look.person_id, look.organization_id, day].append(look)
    for (person_id, organization_id, day), found in sorted(days.items()):
        yield Spotted(
            kind=kind,
            person_id=person_id,
            organization_id=organization_id,
            from_at=min(look.at for look in found),
            to_at=max(look.at for look in found),
            count=len({look.case_id for look in found}),
            day=day,
        )


def refused(refusals: Iterable[tuple[UUID, datetime]], since: datetime, now: datetime) -> Iterator[Spotted]:
    """Rows of refusals that began and ended in this time: each within ten minutes of the one before."""
    for row in _rows(refusals):
        if len(row) >= ROW_REFUSALS and row[0][1] >= since + ROW_GAP and row[-1][1] + ROW_GAP < now:
            yield Spotted(
                kind=OddityKind.REFUSED,
                person_id=row[0][0],
                from_at=row[0][1],
                to_at=row[-1][1],
                count=len(row),
            )


def _rows(refusals: Iterable[tuple[UUID, datetime]]) -> Iterator[list[tuple[UUID, datetime]]]:
    row: list[tuple[UUID, datetime]] = []
    for person_id, at in sorted(refusals):
        if row and (row[-1][0] != person_id or at - row[-1][1] > ROW_GAP):
            yield row
            row = []
        row.append((person_id, at))
    if row:
        yield row
