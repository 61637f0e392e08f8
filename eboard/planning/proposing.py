"""A plan for a problem: the search's if there is a solver and it does better, else the greedy one."""

from uuid import UUID

from eboard.planning.assigning import IS_AVAILABLE, Program
from eboard.planning.goals import value
from eboard.planning.greedy import greedy, pins_among
from eboard.planning.ordering import ordered
from eboard.planning.rules import broken_pins
from eboard.planning.values import Candidate, Plan, Problem

TRIES = 8  # how often a set of cases without an order is ruled out before the greedy plan stands


def propose(problem: Problem) -> Plan:
    """The best plan found; never worse than the greedy one."""
    simple = greedy(problem)
    found = searched(problem) if IS_AVAILABLE else None
    if found is None:
        return simple
    return min((found, simple), key=lambda plan: (len([*broken_pins(problem, plan)]), value(problem, plan)))


def searched(problem: Problem) -> Plan | None:
    """The plan of the solver; None if it found none whose sittings can be put in order."""
    program = Program(problem)
    for _try in range(TRIES):
        sets = program.solve()
        if sets is None:
            return None
        orders = {key: _order(problem, key, cases) for key, cases in sets.items()}
        failed = [key for key, order in orders.items() if order is None]
        if not failed:
            return Plan(orders={key: order for key, order in orders.items() if order is not None})
        for key in failed:
            program.rule_out(problem.by_meeting[key], [one.case_id for one in sets[key]])
    return None


def _order(problem: Problem, meeting_id: UUID, cases: list[Candidate]) -> tuple[UUID, ...] | None:
    pins = pins_among(problem.pins, [one.case_id for one in cases])
    return ordered(problem.by_meeting[meeting_id], cases, pins)
