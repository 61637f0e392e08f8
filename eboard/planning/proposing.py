"""A plan for a problem: the search's if there is a solver and it does better, else the greedy one."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from eboard.planning.assigning import IS_AVAILABLE, Program
from eboard.planning.goals import value
from eboard.planning.greedy import greedy, pinned_to, pins_among, pressing, take
from eboard.planning.ordering import ordered
from eboard.planning.rules import broken_pins
from eboard.planning.values import Candidate, Plan, Problem

FEWEST, MOST = 2, 30  # programs solved, each without the sets that had no order, before such a set is taken apart
WORK = 1_500  # pairs of a case and a sitting in all those programs, so that a large problem is not solved for minutes


def propose_all(problems: Sequence[Problem]) -> list[Plan]:
    """A plan for each problem, as `propose` makes it, on all processors: the solver lets other threads run."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(propose, problems))


def propose(problem: Problem) -> Plan:
    """The best plan found; never worse than the greedy one."""
    simple = greedy(problem)
    found = searched(problem) if IS_AVAILABLE else None
    if found is None:
        return simple
    return min((found, simple), key=lambda plan: (len([*broken_pins(problem, plan)]), value(problem, plan)))


def searched(problem: Problem) -> Plan | None:
    """The plan of the solver; None if nothing keeps all rules."""
    program = Program(problem)
    orders: dict[UUID, list[Candidate]] = {}
    failed: dict[UUID, list[Candidate]] = {}
    tries = min(MOST, max(FEWEST, WORK // max(1, len(program.pairs))))
    for _try in range(tries):
        sets = program.solve()
        if sets is None:
            break
        found = {key: _order(problem, key, cases) for key, cases in sets.items()}
        orders = {key: order or [] for key, order in found.items()}
        failed = {key: sets[key] for key, order in found.items() if order is None}
        if not failed:
            return _plan(orders)
        for key, cases in failed.items():
            program.rule_out(problem.by_meeting[key], [one.case_id for one in cases])
    return _plan(_apart(problem, orders, failed)) if failed else None


def _order(problem: Problem, meeting_id: UUID, cases: list[Candidate]) -> list[Candidate] | None:
    pins = pins_among(problem.pins, [one.case_id for one in cases])
    order = ordered(problem.by_meeting[meeting_id], cases, pins)
    return [problem.by_case[case_id] for case_id in order] if order is not None else None


def _apart(
    problem: Problem, orders: dict[UUID, list[Candidate]], failed: dict[UUID, list[Candidate]]
) -> dict[UUID, list[Candidate]]:
    """Sets without an order, taken apart: the most pressing case first, to the first sitting that still takes it."""
    for meeting_id, cases in failed.items():
        for one in sorted(cases, key=pressing):
            home = pinned_to(problem.pins).get(one.case_id)
            for sitting in (problem.by_meeting[meeting_id], *problem.sittings):
                if home not in {None, sitting.meeting_id}:
                    continue
                order = take(sitting, orders[sitting.meeting_id], [one], problem.pins)
                if order is not None:
                    orders[sitting.meeting_id] = order
                    break
    return orders


def _plan(orders: dict[UUID, list[Candidate]]) -> Plan:
    return Plan(orders={key: tuple(one.case_id for one in order) for key, order in orders.items()})
