"""What makes one plan better than another: the goals, in their order; each is a whole number, and less is better."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from itertools import combinations

from eboard.meetings.breaks import AFTER, begins
from eboard.planning.rules import bar
from eboard.planning.values import Candidate, Plan, Problem, Sitting

WEIGHTS = (1, 3, 9)  # of a routine, an urgent and an emergency case
QUARTER = timedelta(hours=6)
AFTER_BREAK = 20  # a break restores attention, though not to that of the beginning


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """A plan by its goals, the most important first."""

    breaches: int  # weighted cases after their due date, of those for which there is a sitting in time
    lateness: int  # weighted quarters of a day after the due date
    rollovers: int  # quarters of a day that rolled-over cases wait, once for each time they were put off
    waiting: int  # weighted quarters of a day until the sitting
    idle: int  # minutes that somebody who is needed before and after sits through in between
    fatigue: int  # attention asked for times the tiredness it meets
    crowding: int  # pairs of cases of one organization in one sitting
    changes: int  # published cases that leave their sitting, and pairs that change places

    def __str__(self) -> str:
        return "/".join(str(number) for number in astuple(self))


def value(problem: Problem, plan: Plan) -> Value:
    """The value of a plan."""
    breaches = lateness = rollovers = waiting = 0
    for one in problem.candidates:
        meeting_id = plan.meeting_of.get(one.case_id)
        at = problem.by_meeting[meeting_id].starts_at if meeting_id else problem.horizon
        breaches += breach(problem, one, at)
        lateness += late(one, at)
        rollovers += one.rollovers * quarters(problem.moment, at)
        waiting += WEIGHTS[one.urgency] * quarters(problem.moment, at)
    orders = [
        (problem.by_meeting[key], [problem.by_case[case_id] for case_id in order]) for key, order in plan.orders.items()
    ]
    return Value(
        breaches,
        lateness,
        rollovers,
        waiting,
        sum(idle(order) for _sitting, order in orders),
        sum(fatigue(sitting, order) for sitting, order in orders),
        sum(crowding(order) for _sitting, order in orders),
        sum(left(sitting, order) + swaps(sitting, order) for sitting, order in orders),
    )


def quarters(start: datetime, end: datetime) -> int:
    """Quarters of a day from one instant to another; none when it lies before."""
    return max(0, -((start - end) // QUARTER))


def breach(problem: Problem, candidate: Candidate, at: datetime) -> int:
    """The weight of a clock that is not kept although it could be."""
    if at <= candidate.due_at:
        return 0
    in_time = any(one.starts_at <= candidate.due_at and bar(candidate, one) is None for one in problem.sittings)
    return WEIGHTS[candidate.urgency] * in_time


def late(candidate: Candidate, at: datetime) -> int:
    """Weighted quarters of a day after the due date."""
    return WEIGHTS[candidate.urgency] * quarters(candidate.due_at, at)


def people_of(candidate: Candidate) -> frozenset[object]:
    """Everybody a case needs: its specialties and its presenter."""
    return candidate.needs | ({candidate.presenter_id} if candidate.presenter_id else frozenset())


def idle(order: Sequence[Candidate]) -> int:
    """Minutes that people who are needed before and after a case sit through during it."""
    total = 0
    for place, one in enumerate(order):
        before = frozenset().union(*(people_of(other) for other in order[:place]))
        after = frozenset().union(*(people_of(other) for other in order[place + 1 :]))
        total += one.minutes * len((before & after) - people_of(one))
    return total


def tiredness(sitting: Sitting, before: int, minutes: int) -> int:
    """How tired the panel is at the start of a case with ``before`` minutes of cases before it."""
    is_after_break = begins(sitting.minutes, before, minutes) > before
    return AFTER_BREAK + max(0, before - AFTER) if is_after_break else before


def attention(candidate: Candidate) -> int:
    """How much a case asks of the panel: its complexity, and its urgency twice."""
    return candidate.complexity + 2 * candidate.urgency


def fatigue(sitting: Sitting, order: Sequence[Candidate]) -> int:
    """Attention asked for times the tiredness it meets."""
    total, before = 0, 0
    for one in order:
        total += attention(one) * tiredness(sitting, before, one.minutes)
        before += one.minutes
    return total


def crowding(order: Sequence[Candidate]) -> int:
    """Pairs of cases of one organization."""
    counts = Counter(one.organization_id for one in order)
    return sum(count * (count - 1) // 2 for count in counts.values())


def left(sitting: Sitting, order: Sequence[Candidate]) -> int:
    """Cases that a published agenda listed and that are not there any more."""
    return len(set(sitting.listed) - {one.case_id for one in order}) if sitting.is_published else 0


def swaps(sitting: Sitting, order: Sequence[Candidate]) -> int:
    """Pairs of a published agenda that change places."""
    if not sitting.is_published:
        return 0
    places = [sitting.listed.index(one.case_id) for one in order if one.case_id in sitting.listed]
    return sum(first > second for first, second in combinations(places, 2))
