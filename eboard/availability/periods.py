"""A stretch of somebody's time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eboard.availability.enums import WEAKEST_FIRST, BusyKind


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Aware UTC instants, the end after the start, and how the time between is taken."""

    starts_at: datetime
    ends_at: datetime
    kind: BusyKind


def merge(periods: Iterable[Period], *, starts_at: datetime, ends_at: datetime) -> list[Period]:
    """What of the periods lies between two instants, in order and without overlap.

    Where several cover one instant the strongest kind is shown (away, busy, tentative); periods of one kind that touch
    become one.
    """
    covered: list[Period] = []
    for kind in reversed(WEAKEST_FIRST):
        inside = _joined(_clipped((p for p in periods if p.kind is kind), starts_at, ends_at))
        covered = sorted([*covered, *_uncovered(inside, covered)])
    return _joined(covered)


def _clipped(periods: Iterable[Period], starts_at: datetime, ends_at: datetime) -> list[Period]:
    return [
        Period(max(period.starts_at, starts_at), min(period.ends_at, ends_at), period.kind)
        for period in periods
        if max(period.starts_at, starts_at) < min(period.ends_at, ends_at)
    ]


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Periods of one kind that touch or overlap as one."""
    joined: list[Period] = []
    for period in sorted(periods):
        last = joined[-1] if joined else None
        if last is not None and last.kind is period.kind and period.starts_at <= last.ends_at:
            joined[-1] = Period(last.starts_at, max(last.ends_at, period.ends_at), period.kind)
        else:
            joined.append(period)
    return joined


def _uncovered(periods: Sequence[Period], covered: Sequence[Period]) -> list[Period]:
    """What of the periods, which are in order, no covered one takes; the covered ones are in order and apart."""
    rest: list[Period] = []
    index = 0
    for period in periods:
        start = period.starts_at
        while index < len(covered) and covered[index].ends_at <= start:
            index += 1
        following = index
        while following < len(covered) and covered[following].starts_at < period.ends_at:
            if start < covered[following].starts_at:
                rest.append(Period(start, covered[following].starts_at, period.kind))
            start = covered[following].ends_at
            following += 1
        if start < period.ends_at:
            rest.append(Period(start, period.ends_at, period.kind))
    return rest
