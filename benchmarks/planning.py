"""Plans for 10 to 4,000 waiting cases: value, time and memory, beside the rule of thumb and first come, first served.

Run: python -m benchmarks.planning   (less is better; a value reads breaches/lateness/rollovers/waiting/idle/…)
"""

import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from benchmarks.measure import row
from eboard.planning.goals import value
from eboard.planning.greedy import first_come, greedy
from eboard.planning.proposing import propose
from eboard.planning.values import Attendee, Candidate, Plan, Problem, Sitting, Span

MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPECIALTIES = ("surgery", "medical_oncology", "radiation_oncology", "radiology", "pathology", "genetics")
SIZES = ((10, 2), (40, 3), (120, 6))  # cases and sittings of one board
BOARDS, CASES = 40, 100  # a network
RUNS = 3


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


def timed(make: Callable[[], list[Plan]]) -> tuple[list[Plan], float]:
    """The plans, and the median of several runs in CPU seconds."""
    spent = []
    for _run in range(RUNS):
        begin = time.process_time()
        plans = make()
        spent.append(time.process_time() - begin)
    return plans, statistics.median(spent)


def main() -> None:
    row("problem", "plan", "CPU seconds", "value", widths=(34, 22, 14, 40))
    problems = [(f"{cases} cases, {sittings} sittings", [board(cases, sittings, 0)]) for cases, sittings in SIZES]
    problems.append((f"{BOARDS} boards, {BOARDS * CASES:,} cases", [board(CASES, 6, seed) for seed in range(BOARDS)]))
    for name, boards in problems:
        ways: dict[str, Callable[[Problem], Plan]] = {
            "first come": lambda one: greedy(one, first_come),
            "rule of thumb": greedy,
            "search": propose,
        }
        for way, plan in ways.items():
            plans, seconds = timed(lambda plan=plan, boards=boards: [plan(one) for one in boards])  # type: ignore[misc]
            shown = str(value(boards[0], plans[0])) if len(boards) == 1 else f"{total(boards, plans)} breaches"
            row(name, way, f"{seconds:.2f}", shown, widths=(34, 22, 14, 40))
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def total(boards: list[Problem], plans: list[Plan]) -> int:
    return sum(value(one, plan).breaches for one, plan in zip(boards, plans, strict=True))


if __name__ == "__main__":
    main()
