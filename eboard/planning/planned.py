"""The plan of a board, with the wishes that it keeps and those it cannot keep."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from eboard.planning.contradictions import Contradiction, without_contradictions
from eboard.planning.proposing import propose
from eboard.planning.queries import Queue
from eboard.planning.rules import broken_pins
from eboard.planning.statement import problem_of
from eboard.planning.values import Plan, Problem


class Planned(NamedTuple):
    """A problem without the wishes that cannot be kept, its plan, and why they cannot."""

    problem: Problem
    plan: Plan
    refused: Sequence[Contradiction]


def planned(queue: Queue, outside: Collection[UUID] = ()) -> Planned:
    """A board's problem and its plan, which takes nothing off an agenda that is not to be rearranged.

    Cases can each be held and yet not all together, as when somebody leaves early; then some stay ``outside`` the plan.
    """
    problem, refused = without_contradictions(problem_of(queue, outside))
    plan = propose(problem)
    broken = [*broken_pins(problem, plan)]
    standing = {pin.case_id for pin in broken if not pin.is_wish}
    if standing:
        return planned(queue, {*outside, *standing})
    return Planned(problem, plan, [*refused, *(Contradiction((pin,)) for pin in broken)])
