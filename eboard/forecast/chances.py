"""The chance that specialties are there, computed exactly: plain values in, numbers from 0 to 1 out; no database.

People come or stay away independently of each other. One person may cover two specialties, so that chances of
specialties must not be multiplied: people are taken one after the other, and the **counts** reached so far, none higher
than what is needed, have a chance each. Specialties that no person shares do not influence each other; each group that
is tied together by people is computed by itself.

A chance in a stretch of time is that at a minute of it, whichever: within a piece in which nobody's time changes the
people are the same, and pieces count by their length.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import prod
from uuid import UUID

Needs = Mapping[str, int]  # value of a specialty to the least number of people


@dataclass(frozen=True, slots=True)
class Taken:
    """Time in which something else is on: the share of the chance that is left, from 0 to 1."""

    starts_at: datetime
    ends_at: datetime
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person who is asked: what he or she covers, the chance to come when free, and when he or she is not."""

    person_id: UUID
    covers: frozenset[str]  # values of Specialty
    comes: float
    taken: tuple[Taken, ...] = ()

    def at(self, starts_at: datetime, ends_at: datetime) -> float:
        """The chance to be there in a piece of time; of what touches it, that counts which leaves least."""
        shares = (one.share for one in self.taken if one.starts_at < ends_at and one.ends_at > starts_at)
        return self.comes * min(shares, default=1.0)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with a length; instants are aware."""

    starts_at: datetime
    ends_at: datetime


Drawn = tuple[float, frozenset[str]]  # the chance of one person, and what he or she covers


def chance(attendees: Sequence[Attendee], needs: Needs, span: Span) -> float:
    """The chance that everything that is needed is there at a minute of ``span``."""
    asked = [one for one in attendees if not one.covers.isdisjoint(needs)]

    def in_piece(starts_at: datetime, ends_at: datetime) -> float:
        return all_there([(one.at(starts_at, ends_at), one.covers) for one in asked], needs)

    return _mean(span, asked, in_piece)


def chance_of(attendee: Attendee, span: Span) -> float:
    """The chance that one person is there at a minute of ``span``."""
    return _mean(span, [attendee], attendee.at)


def all_there(drawn: Sequence[Drawn], needs: Needs) -> float:
    """The chance that of people who come or stay away by themselves enough come for everything that is needed."""
    wanted = {name: least for name, least in needs.items() if least > 0}
    relevant = [(comes, covers & wanted.keys()) for comes, covers in drawn]
    return prod(_group_there(relevant, wanted, group) for group in _groups(wanted, relevant))


def _group_there(drawn: Sequence[Drawn], needs: Needs, group: frozenset[str]) -> float:
    """The chance of a group, whose counts are let go as soon as nobody is left who could raise one that is too low."""
    names = sorted(group)
    goal = tuple(needs[name] for name in names)
    reached: dict[tuple[int, ...], float] = {tuple(0 for _ in names): 1.0}
    tied = sorted((one for one in drawn if one[1] & group), key=lambda one: sorted(one[1]))
    last = {name: index for index, (_comes, covers) in enumerate(tied) for name in covers}
    for index, (comes, covers) in enumerate(tied):
        over = [place for place, name in enumerate(names) if last.get(name, -1) <= index]
        following: dict[tuple[int, ...], float] = defaultdict(float)
        for counts, weight in reached.items():
            more = tuple(min(count + (name in covers), needs[name]) for name, count in zip(names, counts, strict=True))
            following[counts] += weight * (1 - comes)
            following[more] += weight * comes
        reached = {counts: one for counts, one in following.items() if all(counts[at] == goal[at] for at in over)}
    return reached.get(goal, 0.0)


def _groups(needs: Needs, drawn: Sequence[Drawn]) -> list[frozenset[str]]:
    """What is needed, put together as far as people cover several of it."""
    groups = [frozenset({name}) for name in needs]
    for _comes, covers in drawn:
        tied = [group for group in groups if group & covers]
        if len(tied) > 1:
            groups = [*(group for group in groups if not group & covers), frozenset().union(*tied)]
    return groups


def _mean(span: Span, attendees: Sequence[Attendee], in_piece: Callable[[datetime, datetime], float]) -> float:
    """The mean over the pieces of a stretch of time in which nobody's time changes, by their length."""
    pieces = [(end - start, in_piece(start, end)) for start, end in pairwise(_cuts(span, attendees))]
    return sum(value * (length / (span.ends_at - span.starts_at)) for length, value in pieces)


def _cuts(span: Span, attendees: Sequence[Attendee]) -> list[datetime]:
    inside = (moment for one in attendees for taken in one.taken for moment in (taken.starts_at, taken.ends_at))
    return sorted({span.starts_at, span.ends_at, *(one for one in inside if span.starts_at < one < span.ends_at)})
