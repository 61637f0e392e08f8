"""Plans for 10 to 4,000 waiting cases: value, time and memory, beside the rule of thumb and first come, first served.

Run: python -m benchmarks.planning [FILE]   (FILE: a GDC clinical table, whose cases are planned too)

Less is better; a value reads breaches/lateness/rollovers/waiting/idle/fatigue/crowding/changes. A gap says how much
better a goal could be at most, given those before it: the first four by bounds of the program; orders are exact.
"""

import csv
import random
import resource
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from uuid import UUID

from benchmarks.measure import Spent, median, row, spent
from eboard.meetings.usual import COMPLEX_POINTS
from eboard.planning.assigning import Program
from eboard.planning.goals import value
from eboard.planning.greedy import first_come, greedy
from eboard.planning.proposing import propose_all
from eboard.planning.values import Attendee, Candidate, Plan, Problem, Sitting, Span

MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPECIALTIES = ("surgery", "medical_oncology", "radiation_oncology", "radiology", "pathology", "genetics")
SIZES = ((10, 2), (40, 3), (120, 6))  # cases and sittings of one board
BOARDS, CASES = 40, 100  # a network
RUNS = 3
WIDTHS = (34, 16, 9, 9, 40, 24, 8)


def some_id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128))


def board(cases: int, sittings: int, seed: int) -> Problem:
    """Forty people of whom some come late, leave early or do not come; cases as a busy board has them."""
    chance = random.Random(seed)
    people = [(some_id(chance), frozenset(chance.sample(SPECIALTIES, chance.choice((1, 1, 1, 2))))) for _ in range(40)]
    return Problem(
        moment=MOMENT,
        candidates=tuple(candidate(number, people, chance) for number in range(cases)),
        sittings=tuple(sitting(number, people, chance) for number in range(sittings)),
    )


def sitting(number: int, people: list[tuple[UUID, frozenset[str]]], chance: random.Random) -> Sitting:
    start = MOMENT + timedelta(days=3 + 7 * number)
    spans = (
        (),
        (),
        (),
        (),
        (),
        (),
        (Span(start, start + timedelta(minutes=20)),),
        (Span(start, start + timedelta(1)),),
    )
    attendees = (
        Attendee(
            person_id=key, name="", specialties=own, away=chance.choice(spans), most_cases=chance.choice((None, 6))
        )
        for key, own in people
    )
    return Sitting(meeting_id=some_id(chance), starts_at=start, minutes=60, buffer=5, attendees=tuple(attendees))


def candidate(number: int, people: list[tuple[UUID, frozenset[str]]], chance: random.Random) -> Candidate:
    urgency = chance.choices((0, 1, 2), (80, 17, 3))[0]
    since = MOMENT - timedelta(days=chance.randrange(30))
    return Candidate(
        case_id=some_id(chance),
        number=f"EB-{number}",
        organization_id=UUID(int=chance.randrange(12)),
        minutes=chance.choice((5, 5, 5, 8, 10, 10, 15)),
        due_at=since + timedelta(days=(28, 14, 5)[urgency] + chance.randrange(10)),
        waiting_since=since,
        urgency=urgency,
        rollovers=chance.choices((0, 1, 2), (80, 15, 5))[0],
        complexity=chance.randrange(6),
        needs=frozenset(chance.sample(SPECIALTIES, chance.randrange(1, 4))),
        presenter_id=chance.choice(people)[0],
    )


def timed(make: Callable[[], list[Plan]]) -> tuple[list[Plan], Spent]:
    """The plans, and the medians of several runs."""
    plans: list[Plan] = []
    runs = [spent(lambda: plans.__setitem__(slice(None), make())) for _run in range(RUNS)]
    return plans, Spent(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def main() -> None:
    floor = median(lambda: sum(number * number % 7 for number in range(1_000_000)), runs=RUNS)
    print(f"The floor, a loop of a million small sums: {floor.wall / 1000:.3f} s\n")
    row("problem", "plan", "seconds", "of CPU", "value", "gaps", "memory", widths=WIDTHS)
    problems = [(f"{cases} cases, {sittings} sittings", [board(cases, sittings, 0)]) for cases, sittings in SIZES]
    problems.append((f"{BOARDS} boards, {BOARDS * CASES:,} cases", [board(CASES, 6, seed) for seed in range(BOARDS)]))
    if len(sys.argv) > 1:
        boards = [*real(Path(sys.argv[1]))]
        problems.append((f"{len(boards)} boards, {sum(len(one.candidates) for one in boards):,} real cases", boards))
    for name, boards in problems:
        ways: dict[str, Callable[[Problem], Plan]] = {
            "first come": lambda one: greedy(one, first_come),
            "rule of thumb": greedy,
        }
        for way in (*ways, "search"):
            plan = ways.get(way)
            plans, took = timed(lambda plan=plan, boards=boards: [*map(plan, boards)] if plan else propose_all(boards))  # type: ignore[misc]
            memory = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
            gap = gaps(boards, plans) if way == "search" else ""
            times = (f"{took.wall / 1000:.2f}", f"{took.cpu / 1000:.2f}")
            row(name, way, *times, total(boards, plans), gap, memory, widths=WIDTHS)


def total(boards: list[Problem], plans: list[Plan]) -> str:
    """The goals of all boards added up."""
    values = [astuple(value(one, plan)) for one, plan in zip(boards, plans, strict=True)]
    return "/".join(str(sum(goal)) for goal in zip(*values, strict=True))


def gaps(boards: list[Problem], plans: list[Plan]) -> str:
    """How far two goals are from the bound without an order, and the widest gap the solver left at the next two."""
    beyond, widest = [0, 0], [0.0, 0.0]
    for one, plan in zip(boards, plans, strict=True):
        program = Program(one)
        sets = program.solve() or {}
        bound = Plan(orders={key: tuple(case.case_id for case in cases) for key, cases in sets.items()})
        ours, best = (astuple(value(one, found)) for found in (plan, bound))
        beyond = [before + mine - least for before, mine, least in zip(beyond, ours, best, strict=False)]
        widest = [max(pair) for pair in zip(widest, program.gaps[2:], strict=False)]
    return "/".join([*(f"+{number}" for number in beyond), *(f"{share:.1%}" for share in widest)])


def real(file: Path) -> Iterator[Problem]:
    """The cases of a table, a board for each project, with six sittings; what the table lacks is drawn by lot."""
    with file.open(newline="") as opened:
        lines = sorted(csv.DictReader(opened, delimiter="\t"), key=lambda line: line["project_id"])
    for number, (_project, group) in enumerate(groupby(lines, key=lambda line: line["project_id"])):
        usual = board(0, 6, number)
        people = [(one.person_id, one.specialties) for one in usual.sittings[0].attendees]
        chance = random.Random(number)
        cases = [graded(candidate(place, people, chance), line) for place, line in enumerate(group)]
        yield replace(usual, candidates=tuple(cases))


def graded(case: Candidate, line: dict[str, str]) -> Candidate:
    """A case with the complexity, the minutes and the specialties that its stage and history ask for."""
    stage = line["ajcc_pathologic_stage"] or line["figo_stage"]
    is_advanced = "IV" in stage or line["ajcc_pathologic_m"].startswith("M1")
    had = [
        line["prior_treatment"] == "Yes",
        line["prior_malignancy"] == "yes",
        line["residual_disease"] in ("R1", "R2"),
    ]
    points = 2 * is_advanced + sum(had)
    needs = {"surgery", "radiology"} | ({"medical_oncology"} if "III" in stage or is_advanced else {"pathology"})
    return replace(case, complexity=points, minutes=10 if points >= COMPLEX_POINTS else 5, needs=frozenset(needs))


if __name__ == "__main__":
    main()
