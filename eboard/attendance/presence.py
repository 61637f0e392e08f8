"""Who was there when: pure functions on stretches of presence.

Stretches of one person that overlap or touch count once. What lies outside of a window does not count. Somebody was
there *for* something if it was for at least half of it: who came for its last minute did not discuss it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from eboard.boards.rules import Rules
from eboard.meetings.quorum import Quorum, quorum
from eboard.people.enums import Specialty

HALF = 2
MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)

Covers = Mapping[UUID, Collection[Specialty]]


class Mark(Protocol):
    """A stretch as it is stored; one that goes on has no end."""

    @property
    def person_id(self) -> UUID:
        """Who."""

    @property
    def from_at(self) -> datetime:
        """Since when."""

    @property
    def to_at(self) -> datetime | None:
        """Until when."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A time between two aware instants; the end is not before the start."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends_at - self.starts_at

    def within(self, window: "Span") -> "Span | None":
        """What of it lies in a window; None if nothing does. A single instant lies in a window that holds it."""
        start, end = max(self.starts_at, window.starts_at), min(self.ends_at, window.ends_at)
        return Span(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class Roll:
    """Who was there for something, and who for less than half of it."""

    there: frozenset[UUID]
    partly: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Held:
    """A quorum over a stretch of time: by who was there for it, and for how many of its minutes it was met."""

    quorum: Quorum
    minutes_met: int
    minutes: int


def spans_of(marks: Iterable[Mark], window: Span) -> dict[UUID, list[Span]]:
    """By person, the times within a window: in order, apart, without overlap. An open stretch lasts to its end."""
    found: dict[UUID, list[Span]] = defaultdict(list)
    for mark in sorted(marks, key=lambda one: one.from_at):
        inside = Span(mark.from_at, max(mark.to_at or window.ends_at, mark.from_at)).within(window)
        if inside is not None:
            found[mark.person_id].append(inside)
    return {person_id: _merged(spans) for person_id, spans in found.items()}


def minutes_of(spans: Iterable[Span]) -> int:
    """Whole minutes of times that do not overlap, counted together."""
    return sum((span.length for span in spans), NOTHING) // MINUTE


def present_at(marks: Iterable[Mark], moment: datetime) -> frozenset[UUID]:
    """Who is there at an instant; at the end of a stretch its person has left."""
    return frozenset(
        mark.person_id for mark in marks if mark.from_at <= moment and (mark.to_at is None or moment < mark.to_at)
    )


def roll_of(marks: Iterable[Mark], window: Span) -> Roll:
    """Who was there for a window, and who for a part of it only; for an instant, whoever was there then."""
    shares = {
        person_id: sum((s.length for s in spans), NOTHING) for person_id, spans in spans_of(marks, window).items()
    }
    there = frozenset(person_id for person_id, length in shares.items() if length * HALF >= window.length)
    return Roll(there, frozenset(person_id for person_id, length in shares.items() if length) - there)


def held(rules: Rules, covers: Covers, marks: Sequence[Mark], window: Span) -> Held:
    """The quorum of a window by the rules, and the whole minutes of it in which it was met.

    ``covers`` are the specialties of those who count; people who are missing in it do not count.
    """
    met = [span for span, people in pieces(marks, window) if _judge(rules, covers, people).is_met]
    return Held(_judge(rules, covers, roll_of(marks, window).there), minutes_of(met), window.length // MINUTE)


def quorum_at(rules: Rules, covers: Covers, marks: Iterable[Mark], moment: datetime) -> Quorum:
    """The quorum at an instant."""
    return _judge(rules, covers, present_at(marks, moment))


def pieces(marks: Sequence[Mark], window: Span) -> list[tuple[Span, frozenset[UUID]]]:
    """The window cut where somebody comes or goes, each piece with who is there during it."""
    comes: dict[datetime, set[UUID]] = defaultdict(set)
    goes: dict[datetime, set[UUID]] = defaultdict(set)
    for person_id, times in spans_of(marks, window).items():
        for span in (one for one in times if one.length):
            comes[span.starts_at].add(person_id)
            goes[span.ends_at].add(person_id)
    found, here = [], set[UUID]()
    for first, second in pairwise(sorted({window.starts_at, window.ends_at, *comes, *goes})):
        here = (here | comes[first]) - goes[first]
        found.append((Span(first, second), frozenset(here)))
    return found


def _judge(rules: Rules, covers: Covers, people: Iterable[UUID]) -> Quorum:
    return quorum(rules, [covers[person_id] for person_id in people if person_id in covers])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.starts_at <= merged[-1].ends_at:
            merged[-1] = Span(merged[-1].starts_at, max(merged[-1].ends_at, span.ends_at))
        else:
            merged.append(span)
    return merged
