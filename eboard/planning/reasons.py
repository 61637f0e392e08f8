"""Why a case stands where it stands, and why another is left out: the terms that decided, as values.

They are read off the problem and the plan, so they hold for a plan that a person has changed as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from eboard.meetings.breaks import begins
from eboard.planning.enums import Bar
from eboard.planning.goals import attention, people_of
from eboard.planning.greedy import has_room, pinned_to, pressing
from eboard.planning.rules import bar, caps, missing
from eboard.planning.values import Candidate, Plan, Problem, Sitting

DAY = timedelta(days=1)
HARD = 3  # attention from which a case counts as demanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What keeps a case out of one sitting: the bar, and what makes it true there."""

    bar: Bar
    meeting_id: UUID
    specialties: tuple[str, ...] = ()
    others: tuple[UUID, ...] = ()  # more pressing cases that have the time instead, the least pressing last
    minutes_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Why a case is in its sitting and at its place there."""

    case_id: UUID
    meeting_id: UUID
    slack_days: int  # from the sitting to the due date; below zero when late
    is_pinned: bool
    is_listed: bool  # it stands there today
    is_last_chance: bool  # no later sitting keeps the due date
    earlier: tuple[Obstacle, ...]  # what would have to change for each earlier sitting, the nearest first
    opens: bool  # it is demanding and comes while attention is fresh
    follows_break: bool
    shared_with: tuple[UUID, ...]  # neighbours that need the same people


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """Why a case is in no sitting; ``next_id`` is the first one that would take it if it had the time."""

    case_id: UUID
    obstacles: tuple[Obstacle, ...]
    next_id: UUID | None


def obstacle(problem: Problem, plan: Plan, candidate: Candidate, sitting: Sitting) -> Obstacle | None:
    """What keeps a case out of a sitting as it is planned; None if it would fit."""
    pinned = pinned_to(problem.pins).get(candidate.case_id)
    if pinned is not None and pinned != sitting.meeting_id:
        return Obstacle(bar=Bar.PINNED, meeting_id=sitting.meeting_id)
    found = bar(candidate, sitting)
    if found is not None:
        lacking = tuple(missing(candidate, sitting)) if found is Bar.NOBODY_FOR else ()
        return Obstacle(bar=found, meeting_id=sitting.meeting_id, specialties=lacking)
    cases = [
        problem.by_case[case_id] for case_id in plan.orders.get(sitting.meeting_id, ()) if case_id != candidate.case_id
    ]
    left = sitting.capacity - sum(one.minutes for one in cases)
    full = _prepared_full(candidate, sitting, cases)
    if full:
        return Obstacle(bar=Bar.PREPARED_FULL, meeting_id=sitting.meeting_id, specialties=full, minutes_left=left)
    if has_room([*cases, candidate], sitting):
        return None
    others = sorted((one for one in cases if pressing(one) < pressing(candidate)), key=pressing)
    return Obstacle(
        bar=Bar.FULL,
        meeting_id=sitting.meeting_id,
        others=tuple(one.case_id for one in others),
        minutes_left=left,
    )


def _prepared_full(candidate: Candidate, sitting: Sitting, cases: Sequence[Candidate]) -> tuple[str, ...]:
    needed = [name for one in cases for name in one.needs]
    return tuple(
        sorted(name for name, most in caps(sitting).items() if name in candidate.needs and needed.count(name) >= most)
    )


def places(problem: Problem, plan: Plan) -> Iterator[Place]:
    """Why each placed case is where it is, sitting by sitting in order."""
    for sitting in problem.sittings:
        order = [problem.by_case[case_id] for case_id in plan.orders.get(sitting.meeting_id, ())]
        for number, one in enumerate(order):
            after_break = _is_after_break(sitting, order, number)
            neighbours = [*order[max(0, number - 1) : number], *order[number + 1 : number + 2]]
            yield Place(
                case_id=one.case_id,
                meeting_id=sitting.meeting_id,
                slack_days=(one.due_at - sitting.starts_at) // DAY,
                is_pinned=one.case_id in pinned_to(problem.pins),
                is_listed=one.case_id in sitting.listed,
                is_last_chance=_is_last_chance(problem, one, sitting),
                earlier=_earlier(problem, plan, one, sitting),
                opens=attention(one) >= HARD and number < len(order) / 2 and not after_break,
                follows_break=after_break and not (number and _is_after_break(sitting, order, number - 1)),
                shared_with=tuple(other.case_id for other in neighbours if people_of(other) & people_of(one)),
            )


def _is_after_break(sitting: Sitting, order: Sequence[Candidate], number: int) -> bool:
    before = sum(other.minutes for other in order[:number])
    return begins(sitting.minutes, before, order[number].minutes) > before


def _is_last_chance(problem: Problem, one: Candidate, sitting: Sitting) -> bool:
    """Whether this sitting is in time and no later one would be."""
    in_time = [found for found in problem.sittings if found.starts_at <= one.due_at and bar(one, found) is None]
    return bool(in_time) and in_time[-1] is sitting


def _earlier(problem: Problem, plan: Plan, one: Candidate, sitting: Sitting) -> tuple[Obstacle, ...]:
    earlier = [other for other in reversed(problem.sittings) if other.starts_at < sitting.starts_at]
    return tuple(found for other in earlier if (found := obstacle(problem, plan, one, other)) is not None)


def omissions(problem: Problem, plan: Plan) -> Iterator[Omission]:
    """Why each case that is left out is, the most pressing first."""
    for one in sorted(problem.candidates, key=pressing):
        if one.case_id in plan.meeting_of:
            continue
        found = [obstacle(problem, plan, one, sitting) for sitting in problem.sittings]
        able = [sitting.meeting_id for sitting in problem.sittings if bar(one, sitting) is None]
        yield Omission(
            case_id=one.case_id,
            obstacles=tuple(item for item in found if item is not None),
            next_id=able[0] if able else None,
        )
