"""Pins that cannot all be kept, named instead of a blank failure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from eboard.planning.enums import Bar
from eboard.planning.greedy import greedy, pinned_to
from eboard.planning.proposing import propose
from eboard.planning.rules import bar, broken_pins
from eboard.planning.values import Pin, Problem


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Pins that exclude one another, none of which could be spared; or one pin, and the bar that stands against it."""

    pins: tuple[Pin, ...]
    bar: Bar | None = None
    meeting_id: UUID | None = None  # where the bar is

    @property
    def given_up(self) -> Pin:
        """The pin to go without: a wish, if there is one among them."""
        return next((pin for pin in self.pins if pin.is_wish), self.pins[0])


def contradictions(problem: Problem) -> Iterator[Contradiction]:
    """What is wrong with the pins of a problem; nothing if they can be kept together."""
    barred = [*_barred(problem)]
    yield from barred
    rest = [pin for pin in problem.pins if all(pin not in found.pins for found in barred)]
    while not _holds(problem, rest):
        found = Contradiction(tuple(_core(problem, rest)))
        yield found
        rest.remove(found.given_up)


def without_contradictions(problem: Problem) -> tuple[Problem, list[Contradiction]]:
    """The problem without the wishes that cannot be kept, and why each cannot.

    Where even what stands cannot be held together wishes are not judged yet: that is for the plan to find out first.
    """
    standing = [pin for pin in problem.pins if not pin.is_wish]
    if len(standing) == len(problem.pins) or not _holds(problem, standing):
        return problem, []
    found = [one for one in contradictions(problem) if one.given_up.is_wish]
    given_up = [one.given_up for one in found]
    return replace(problem, pins=tuple(pin for pin in problem.pins if pin not in given_up)), found


def _barred(problem: Problem) -> Iterator[Contradiction]:
    where = pinned_to(problem.pins)
    for pin in problem.pins:
        sitting = problem.by_meeting.get(where.get(pin.case_id, pin.case_id))
        candidate = problem.by_case.get(pin.case_id)
        found = bar(candidate, sitting) if sitting is not None and candidate is not None else None
        if found is not None and sitting is not None:
            yield Contradiction((pin,), found, sitting.meeting_id)


def _core(problem: Problem, pins: Sequence[Pin]) -> list[Pin]:
    """Pins that cannot be kept together, none of which can be spared: each is tried without in turn."""
    core = list(pins)
    for pin in pins:
        without = [other for other in core if other != pin]
        if not _holds(problem, without):
            core = without
    return core


def _holds(problem: Problem, pins: Sequence[Pin]) -> bool:
    """Whether the pins can be kept when the pinned cases have all the time there is."""
    named = {pin.case_id for pin in pins} | {pin.after_id for pin in pins if pin.after_id}
    alone = Problem(
        moment=problem.moment,
        candidates=tuple(one for one in problem.candidates if one.case_id in named),
        sittings=problem.sittings,
        pins=tuple(pins),
    )
    return any(not any(broken_pins(alone, plan(alone))) for plan in (greedy, propose))
