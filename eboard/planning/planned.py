"""The plans of boards, with the wishes that each keeps and those it cannot keep."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from eboard.planning.contradictions import Contradiction, without_contradictions
from eboard.planning.proposing import propose_all
from eboard.planning.queries import Queue
from eboard.planning.rules import broken_pins
from eboard.planning.statement import problem_of
from eboard.planning.values import Plan, Problem


class Planned(NamedTuple):
    """A problem without the wishes that cannot be kept, its plan, and why they cannot."""

    problem: Problem
    plan: Plan
    refused: Sequence[Contradiction]


def planned(queues: Sequence[Queue]) -> list[Planned]:
    """Each board's problem and its plan, which takes nothing off an agenda that is not to be rearranged.

    Cases can each be held and yet not all together, as when somebody leaves early; then some stay outside the plan,
    which is made once more.
    """
    done: dict[int, Planned] = {}
    outside = {number: set[UUID]() for number in range(len(queues))}
    while open_ones := [number for number in outside if number not in done]:
        stated = [without_contradictions(problem_of(queues[number], outside[number])) for number in open_ones]
        plans = propose_all([problem for problem, _refused in stated])
        for number, (problem, refused), plan in zip(open_ones, stated, plans, strict=True):
            broken = [*broken_pins(problem, plan)]
            standing = {pin.case_id for pin in broken if not pin.is_wish}
            outside[number] |= standing
            if not standing:
                done[number] = Planned(problem, plan, [*refused, *(Contradiction((pin,)) for pin in broken)])
    return [done[number] for number in outside]
