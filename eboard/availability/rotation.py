"""Starts in turn for a series, so that no zone of the network always meets at its worst hour; pure arithmetic.

Over a **cycle** each start is used once. A zone's burden over a cycle is that of the starts together, each averaged
over the days of the series, summer and winter. The proposal minimises the burden of the zone that bears most, then
that of all zones together; a start may be used more than once in a cycle, so that rotating is never worse than the
best single start.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from math import inf
from operator import add, le
from typing import TypeAlias

from eboard.availability.burden import Place
from eboard.core.errors import DomainError
from eboard.core.time import instant, wall

STARTS = tuple(time(*divmod(minute, 60)) for minute in range(0, 24 * 60, 30))

Burdens: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The people of a board who share a zone and a weekend."""

    place: Place
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """On which days a series meets (one or more), for how many minutes, and on the clocks of which zone."""

    zone: str
    minutes: int
    days: Sequence[date]


@dataclass(frozen=True, slots=True)
class Share:
    """What a cycle asks of one site, in point-minutes, beside the best single start; ``starts`` of the first day."""

    site: Site
    starts: Sequence[datetime]
    burden: int
    single: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """The shares of all sites, beside the best single start."""

    single: time
    shares: Sequence[Share]

    @property
    def worst(self) -> int:
        """What the site bears that bears most."""
        return max((one.burden for one in self.shares), default=0)

    @property
    def worst_single(self) -> int:
        """The same with the best single start."""
        return max((one.single for one in self.shares), default=0)


def fairness(starts: Sequence[time], rhythm: Rhythm, sites: Sequence[Site]) -> Fairness:
    """What a cycle of these starts asks of each site."""
    rotating = burdens(starts, rhythm, sites)
    (single,) = propose(rhythm, sites, 1)
    fixed = burdens([single] * len(starts), rhythm, sites)
    firsts = [at for start in starts for at in _instants(start, rhythm)[:1]]
    local = [[wall(at, site.place.zone) for at in firsts] for site in sites]
    return Fairness(single, [Share(*one) for one in zip(sites, local, rotating, fixed, strict=True)])


def burdens(starts: Sequence[time], rhythm: Rhythm, sites: Sequence[Site]) -> Burdens:
    """The burden of each site over a cycle, in point-minutes, each start averaged over the days that allow it."""
    instants = [found for start in starts if (found := _instants(start, rhythm))]
    sums = ([Fraction(one, len(found)) for one in _sums(found, rhythm, sites)] for found in instants)
    return tuple(round(sum(each)) for each in zip(*sums, strict=True))


def propose(rhythm: Rhythm, sites: Sequence[Site], turns: int) -> list[time]:
    """The fairest ``turns`` starts, on full and half hours that exist once on each of the days, rising."""
    search = _Search(list(_possible(rhythm, sites).items()), turns)
    search.extend([], (0,) * len(sites), 0)
    return search.best


def _possible(rhythm: Rhythm, sites: Sequence[Site]) -> dict[time, Burdens]:
    """The starts worth considering: none that another one suits every site at least as well as."""
    found: dict[time, Burdens] = {}
    for start in STARTS:
        instants = _instants(start, rhythm)
        mine = _sums(instants, rhythm, sites)
        if len(instants) < len(rhythm.days) or any(_is_no_worse(other, mine) for other in found.values()):
            continue
        found = {other: theirs for other, theirs in found.items() if not _is_no_worse(mine, theirs)}
        found[start] = mine
    return found


def _instants(start: time, rhythm: Rhythm) -> list[datetime]:
    """When a series meets that always starts at ``start``, without the days on which the clocks do not allow it."""
    found = []
    for day in rhythm.days:
        with suppress(DomainError):
            found.append(instant(day, start, rhythm.zone))
    return found


def _sums(instants: Sequence[datetime], rhythm: Rhythm, sites: Sequence[Site]) -> Burdens:
    """The burden of each site over all of these instants."""
    return tuple(sum(_each(site.place, instants, rhythm.minutes)) for site in sites)


def _each(place: Place, instants: Sequence[datetime], minutes: int) -> Iterator[int]:
    return (place.strain(wall(at, place.zone), minutes).burden for at in instants)


class _Search:
    """The fairest combination with repetition; what begins worse than the best one known is not followed further."""

    def __init__(self, possible: Sequence[tuple[time, Burdens]], turns: int) -> None:
        self.possible, self.turns = possible, turns
        self.best: list[time] = []
        self.unfairness: tuple[float, float] = (inf, inf)

    def extend(self, chosen: list[time], sums: Burdens, first: int) -> None:
        unfairness = max(sums, default=0), sum(sums)
        if unfairness >= self.unfairness:
            return
        if len(chosen) == self.turns:
            self.best, self.unfairness = chosen, unfairness
            return
        for n in range(first, len(self.possible)):
            start, burdens_of_start = self.possible[n]
            self.extend([*chosen, start], tuple(map(add, sums, burdens_of_start)), n)


def _is_no_worse(one: Burdens, other: Burdens) -> bool:
    return all(map(le, one, other))
