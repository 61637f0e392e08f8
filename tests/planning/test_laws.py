"""What holds for every plan of every problem."""

import random
from dataclasses import replace
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis.strategies import lists

from eboard.planning.contradictions import contradictions
from eboard.planning.goals import value
from eboard.planning.greedy import first_come, greedy
from eboard.planning.proposing import propose, propose_all, searched
from eboard.planning.reasons import omissions, places
from eboard.planning.rules import broken_pins, fits
from eboard.planning.values import Plan, Problem
from tests.planning.problems import problems

# A search takes longer than hypothesis expects of an example on a busy machine.
patient = settings(deadline=None, max_examples=150)


def keeps_the_rules(problem: Problem, plan: Plan) -> bool:
    placed = [case_id for order in plan.orders.values() for case_id in order]
    return len(placed) == len(set(placed)) and all(
        fits(problem.by_meeting[key], [problem.by_case[case_id] for case_id in order])
        for key, order in plan.orders.items()
    )


@patient
@given(problems())
def test_every_plan_keeps_the_hard_rules(problem: Problem) -> None:
    for plan in (propose(problem), greedy(problem), greedy(problem, first_come)):
        assert keeps_the_rules(problem, plan)


@patient
@given(problems())
def test_the_order_of_what_is_asked_changes_nothing(problem: Problem) -> None:
    shuffled = {
        name: tuple(random.Random(0).sample(rows, len(rows)))
        for name in ("candidates", "sittings", "pins")
        for rows in (getattr(problem, name),)
    }
    assert propose(replace(problem, **shuffled)) == propose(problem)


@settings(deadline=None, max_examples=20)
@given(lists(problems(), max_size=5))
def test_boards_planned_side_by_side_come_out_as_each_alone(boards: list[Problem]) -> None:
    assert propose_all(boards) == [propose(one) for one in boards]


@patient
@given(problems())
def test_a_proposal_is_never_worse_than_the_rule_of_thumb(problem: Problem) -> None:
    ours, simple = propose(problem), greedy(problem)
    kept, simply_kept = (len(list(broken_pins(problem, plan))) for plan in (ours, simple))
    assert (kept, value(problem, ours)) <= (simply_kept, value(problem, simple))


@patient
@given(problems())
def test_pins_are_kept_or_named(problem: Problem) -> None:
    named = [pin for found in contradictions(problem) for pin in found.pins]
    assert bool(list(broken_pins(problem, propose(problem)))) <= bool(named)


@patient
@given(problems())
def test_everything_has_its_reasons(problem: Problem) -> None:
    plan = propose(problem)
    told = {place.case_id: place.meeting_id for place in places(problem, plan)}
    left_out = [one.case_id for one in omissions(problem, plan)]
    assert told == dict(plan.meeting_of)
    assert {*told, *left_out} == set(problem.by_case)
    for one in omissions(problem, plan):
        assert len(one.obstacles) <= len(problem.sittings)


@settings(deadline=None, max_examples=60)
@given(problems(cases=4, sittings=2).filter(lambda one: not one.pins))
def test_the_first_goals_are_those_of_the_best_of_all_plans(problem: Problem) -> None:
    found = searched(problem)
    assert found is not None
    ours, best = value(problem, found), min(value(problem, plan) for plan in every_plan(problem))
    assert (ours.breaches, ours.lateness) == (best.breaches, best.lateness)


def every_plan(problem: Problem) -> list[Plan]:
    """All plans that keep the rules, by trying."""
    where = [None, *(one.meeting_id for one in problem.sittings)]
    found = []
    for choice in product(where, repeat=len(problem.candidates)):
        sets = {
            key: [one for one, chosen in zip(problem.candidates, choice, strict=True) if chosen == key]
            for key in where
            if key
        }
        orders = {
            key: next((order for order in permutations(cases) if fits(problem.by_meeting[key], order)), None)
            for key, cases in sets.items()
        }
        if None not in orders.values():
            found.append(Plan(orders={key: tuple(one.case_id for one in order or ()) for key, order in orders.items()}))
    return found
