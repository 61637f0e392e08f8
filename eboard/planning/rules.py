"""The hard rules of a plan: what keeps one case out of one sitting, and whether a whole order keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from eboard.planning.enums import Bar, PinKind
from eboard.planning.layout import layout
from eboard.planning.presence import coverage, presenter_minutes, starts, throughout
from eboard.planning.values import Candidate, Pin, Plan, Problem, Sitting


@lru_cache(maxsize=65536)
def bar(candidate: Candidate, sitting: Sitting) -> Bar | None:
    """What keeps a case out of a sitting even if nothing else were in it."""
    if not sitting.is_open and candidate.case_id not in sitting.listed:
        return Bar.CLOSED
    if sitting.meeting_id in candidate.not_in:
        return Bar.RULED_OUT
    if candidate.minutes > sitting.capacity:
        return Bar.TOO_LONG
    if not throughout(presenter_minutes(candidate, sitting), candidate.minutes):
        return Bar.PRESENTER_AWAY
    if missing(candidate, sitting):
        return Bar.NOBODY_FOR
    return None if starts(candidate, sitting) else Bar.NEVER_TOGETHER


def missing(candidate: Candidate, sitting: Sitting) -> list[str]:
    """The needed specialties that are not there long enough for the case."""
    covered = coverage(sitting, candidate.recused)
    return sorted(name for name in candidate.needs if not throughout(covered.get(name, 0), candidate.minutes))


def caps(sitting: Sitting) -> Mapping[str, int]:
    """How many cases can be prepared for each specialty, where everybody who covers it has a limit."""
    most: dict[str, list[int | None]] = {}
    for attendee in sitting.attendees:
        for specialty in attendee.specialties:
            most.setdefault(specialty, []).append(attendee.most_cases)
    return {name: sum(one for one in limits if one is not None) for name, limits in most.items() if None not in limits}


def fits(sitting: Sitting, order: Sequence[Candidate]) -> bool:
    """Whether an order keeps every rule of its sitting but the pins."""
    if sum(one.minutes for one in order) > sitting.capacity or any(bar(one, sitting) for one in order):
        return False
    limits = caps(sitting)
    needed = [name for one in order for name in one.needs]
    if any(needed.count(name) > most for name, most in limits.items()):
        return False
    return all(starts(one, sitting) >> slot.starts & 1 for one, slot in zip(order, layout(sitting, order), strict=True))


def broken_pins(problem: Problem, plan: Plan) -> Iterator[Pin]:
    """The pins that a plan does not keep."""
    for pin in problem.pins:
        where = plan.meeting_of.get(pin.case_id)
        order = plan.orders.get(where, ()) if where else ()
        if not _is_kept(pin, where, order):
            yield pin


def _is_kept(pin: Pin, where: UUID | None, order: tuple[UUID, ...]) -> bool:
    if where is None:
        return False
    place = order.index(pin.case_id)
    if pin.kind is PinKind.SITTING:
        return where == pin.meeting_id
    if pin.kind is PinKind.POSITION:
        return where == pin.meeting_id and place + 1 == pin.position
    return place > 0 and order[place - 1] == pin.after_id
