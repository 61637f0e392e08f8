"""A proposal as a page shows it: each meeting's agenda to be, beside what it is, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eboard.cases.models import Case
from eboard.meetings.agenda import shown
from eboard.meetings.models import Meeting
from eboard.planning.changes import Change, ChangeKind, changes
from eboard.planning.layout import layout
from eboard.planning.proposing import propose
from eboard.planning.queries import Queue, discussed, problem_of
from eboard.planning.reasons import omissions, places
from eboard.planning.rules import broken_pins
from eboard.planning.values import Candidate, Plan, Problem, Slot
from eboard.planning.wording import Words


@dataclass(frozen=True, slots=True)
class Line:
    """A case on an agenda to be; ``case`` is None for one the reader may not know, of which nothing is told."""

    case: Case | None
    case_id: UUID
    minutes: int
    starts_at: datetime
    change: Change
    reasons: Sequence[str]
    is_break_before: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting, its lines to be, and what stays outside the plan; of that, what the reader may not know is None."""

    meeting: Meeting
    lines: Sequence[Line]
    outside: Sequence[Case | None]
    noted: int
    minutes: int
    is_reordered: bool

    @property
    def has_cases(self) -> bool:
        """Whether there is something to discuss or to note."""
        return bool(self.lines or self.outside or self.noted)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A waiting case that comes to no meeting."""

    case: Case
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that is proposed for a board."""

    agendas: Sequence[Agenda]
    left_out: Sequence[LeftOut]
    changes: Sequence[Change]

    @property
    def full(self) -> list[Agenda]:
        """The meetings with cases."""
        return [agenda for agenda in self.agendas if agenda.has_cases]

    @property
    def empty(self) -> list[Meeting]:
        """The meetings without."""
        return [agenda.meeting for agenda in self.agendas if not agenda.has_cases]

    @property
    def is_reordered(self) -> bool:
        """Whether some agenda would have another order."""
        return any(agenda.is_reordered for agenda in self.agendas)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to take over."""
        return any(change.kind is not ChangeKind.STAY for change in self.changes)


def planned(queue: Queue) -> tuple[Problem, Plan]:
    """A board's problem and its plan, which takes nothing off an agenda that is not to be rearranged.

    Cases can each be held and yet not all together, as when somebody leaves early; then some stay outside of the plan.
    """
    outside: frozenset[UUID] = frozenset()
    while True:
        problem = problem_of(queue, outside)
        plan = propose(problem)
        broken = {pin.case_id for pin in broken_pins(problem, plan)}
        if not broken:
            return problem, plan
        outside |= broken


def proposal_of(queue: Queue, problem: Problem, plan: Plan, words: Words) -> Proposal:
    """The page's view of a plan."""
    shows = _Shows(queue, problem, plan, words)
    left_out = [
        LeftOut(shows.cases[one.case_id], words.omission(one))
        for one in omissions(problem, plan)
        if one.case_id in shows.cases
    ]
    return Proposal([shows.agenda(meeting) for meeting in queue.meetings], left_out, [*shows.changes.values()])


class _Shows:
    """What the lines of a proposal are made of."""

    def __init__(self, queue: Queue, problem: Problem, plan: Plan, words: Words) -> None:
        items = [item for meeting in queue.meetings for item in shown(meeting)]
        cases = {case.id: case for case in (*queue.cases, *(item.case for item in items))}
        self.problem = problem
        self.plan = plan
        self.cases = {case_id: case for case_id, case in cases.items() if case_id in words.known}
        self.changes = {change.case_id: change for change in changes(problem, plan)}
        self.why = {place.case_id: words.place(place) for place in places(problem, plan)}

    def agenda(self, meeting: Meeting) -> Agenda:
        """One meeting."""
        order = [self.problem.by_case[case_id] for case_id in self.plan.orders.get(meeting.id, ())]
        slots = layout(self.problem.by_meeting[meeting.id], order)
        ends = [0, *(slot.starts + slot.minutes for slot in slots)]
        outside = [item for item in discussed(meeting) if item.case_id not in self.problem.by_case]
        return Agenda(
            meeting=meeting,
            lines=[
                self._line(meeting, slot, is_break_before=slot.starts > ended)
                for slot, ended in zip(slots, ends, strict=False)
            ],
            outside=[self.cases.get(item.case_id) for item in outside],
            noted=len(shown(meeting)) - len(discussed(meeting)),
            is_reordered=_is_reordered(self.problem.by_meeting[meeting.id].listed, order),
            minutes=sum([*(one.minutes for one in order), *(item.minutes for item in outside)]),
        )

    def _line(self, meeting: Meeting, slot: Slot, *, is_break_before: bool) -> Line:
        return Line(
            case=self.cases.get(slot.case_id),
            case_id=slot.case_id,
            minutes=slot.minutes,
            starts_at=meeting.starts_at + timedelta(minutes=slot.starts),
            change=self.changes[slot.case_id],
            reasons=self.why[slot.case_id] if slot.case_id in self.cases else (),
            is_break_before=is_break_before,
        )


def _is_reordered(listed: Sequence[UUID], order: Sequence[Candidate]) -> bool:
    """Whether cases that stay stand in another order."""
    to_be = [one.case_id for one in order if one.case_id in listed]
    return to_be != [case_id for case_id in listed if case_id in to_be]
