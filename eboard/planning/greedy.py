"""A plan by a good coordinator's rule of thumb: the most pressing case first, in the earliest sitting that takes it.

It is where the search begins, what stands in for it where no solver is installed, and what it is measured by.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from eboard.planning.enums import PinKind
from eboard.planning.ordering import ordered
from eboard.planning.rules import bar, caps
from eboard.planning.values import Candidate, Pin, Plan, Problem, Sitting

Key = Callable[[Candidate], Any]


def pressing(candidate: Candidate) -> tuple[Any, ...]:
    """What is due first, urgent before routine, put off before new."""
    return candidate.due_at, -candidate.urgency, -candidate.rollovers, candidate.waiting_since, candidate.case_id


def first_come(candidate: Candidate) -> tuple[Any, ...]:
    """Whoever waits longest."""
    return candidate.waiting_since, candidate.case_id


def greedy(problem: Problem, key: Key = pressing) -> Plan:
    """Place the candidates one after the other, pinned ones first; those that follow one another go together."""
    pinned = pinned_to(problem.pins)
    groups = sorted(
        _groups(problem),
        key=lambda group: (not any(one.case_id in pinned for one in group), min(key(one) for one in group)),
    )
    placed: dict[UUID, list[Candidate]] = {one.meeting_id: [] for one in problem.sittings}
    for group in groups:
        for sitting in problem.sittings:
            if any(pinned.get(one.case_id, sitting.meeting_id) != sitting.meeting_id for one in group):
                continue
            order = take(sitting, placed[sitting.meeting_id], group, problem.pins)
            if order is not None:
                placed[sitting.meeting_id] = order
                break
    return Plan(orders={key: tuple(one.case_id for one in order) for key, order in placed.items()})


def _groups(problem: Problem) -> list[list[Candidate]]:
    """The candidates, those together that pins put right after one another."""
    following = {pin.case_id: pin.after_id for pin in problem.pins if pin.kind is PinKind.AFTER}
    groups: dict[UUID, list[Candidate]] = {}
    for one in problem.candidates:
        head, seen = one.case_id, {one.case_id}
        while (before := following.get(head)) is not None and before in problem.by_case and before not in seen:
            head = before
            seen.add(head)
        groups.setdefault(min(seen) if following.get(head) in seen else head, []).append(one)
    return list(groups.values())


def take(
    sitting: Sitting, cases: Sequence[Candidate], more: Sequence[Candidate], pins: Sequence[Pin]
) -> list[Candidate] | None:
    """The cases of a sitting with some more, in their best order; None if it does not take them."""
    if any(bar(one, sitting) is not None for one in more) or not has_room([*cases, *more], sitting):
        return None
    together = {one.case_id: one for one in (*cases, *more)}
    order = ordered(sitting, [*together.values()], pins_among(pins, together))
    return [together[case_id] for case_id in order] if order is not None else None


def has_room(cases: Sequence[Candidate], sitting: Sitting) -> bool:
    """Whether the time and the preparation of these cases can be had."""
    if sum(one.minutes for one in cases) > sitting.capacity:
        return False
    needed = [name for one in cases for name in one.needs]
    return all(needed.count(name) <= most for name, most in caps(sitting).items())


def pinned_to(pins: Iterable[Pin]) -> dict[UUID, UUID]:
    """The sitting of each case that is pinned to one, also through the case it comes after."""
    found = {
        pin.case_id: pin.meeting_id for pin in pins if pin.kind is not PinKind.AFTER and pin.meeting_id is not None
    }
    for _again in list(pins):
        for pin in pins:
            if pin.kind is PinKind.AFTER and pin.after_id in found:
                found.setdefault(pin.case_id, found[pin.after_id])
    return found


def pins_among(pins: Iterable[Pin], cases: Iterable[UUID]) -> list[Pin]:
    """The pins that can be kept among these cases alone."""
    there = set(cases)
    return [pin for pin in pins if pin.case_id in there and (pin.after_id is None or pin.after_id in there)]
