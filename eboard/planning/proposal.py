"""A proposal as a page shows it: each meeting's agenda to be, beside what it is, with the reasons."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eboard.cases.models import Case
from eboard.meetings.agenda import shown
from eboard.meetings.breaks import begins
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.timing import is_past_cutoff
from eboard.planning.changes import Change, ChangeKind, changes
from eboard.planning.layout import layout
from eboard.planning.models import Wish
from eboard.planning.planned import Planned
from eboard.planning.queries import Queue, discussed
from eboard.planning.reasons import omissions, places
from eboard.planning.timeline import Bar, bars
from eboard.planning.values import Candidate, Slot
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
    wishes: Sequence[Wish] = ()
    is_outside: bool = False  # the plan leaves it where it is, for it cannot be held as the rules would have it


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting and its lines to be; what stays outside the plan stands behind it."""

    meeting: Meeting
    lines: Sequence[Line]
    bars: Sequence[Bar]
    noted: int
    minutes: int
    is_reordered: bool

    @property
    def has_cases(self) -> bool:
        """Whether there is something to discuss or to note."""
        return bool(self.lines or self.noted)

    @property
    def is_only_reordered(self) -> bool:
        """Whether cases change places and none comes; one that leaves counts where it leaves to."""
        return self.is_reordered and all(line.change.kind is ChangeKind.STAY for line in self.lines)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A waiting case that comes to no meeting."""

    case: Case
    reasons: Sequence[str]
    wishes: Sequence[Wish] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that is proposed for a board."""

    agendas: Sequence[Agenda]
    left_out: Sequence[LeftOut]
    changes: Sequence[Change]
    refused: Sequence[str] = ()  # wishes that cannot be kept, a sentence each

    @property
    def full(self) -> list[Agenda]:
        """The meetings with cases."""
        return [agenda for agenda in self.agendas if agenda.has_cases]

    @property
    def empty(self) -> list[Meeting]:
        """The meetings without."""
        return [agenda.meeting for agenda in self.agendas if not agenda.has_cases]

    @property
    def late_and_empty(self) -> list[Meeting]:
        """The meetings without a case whose list has closed."""
        return [meeting for meeting in self.empty if is_past_cutoff(meeting)]

    def count(self, kind: str) -> int:
        """How many cases are added, moved, dropped, or stay."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def is_reordered(self) -> bool:
        """Whether some agenda would have another order."""
        return any(agenda.is_only_reordered for agenda in self.agendas)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to take over."""
        return self.is_reordered or self.moves_cases

    @property
    def moves_cases(self) -> bool:
        """Whether a case would come or go."""
        return any(change.kind is not ChangeKind.STAY for change in self.changes)


def proposal_of(queue: Queue, found: Planned, words: Words) -> Proposal:
    """The page's view of a plan."""
    shows = _Shows(queue, found, words)
    left_out = [
        LeftOut(shows.cases[one.case_id], words.omission(one), shows.wishes[one.case_id])
        for one in omissions(found.problem, found.plan)
        if one.case_id in shows.cases
    ]
    return Proposal(
        [shows.agenda(meeting) for meeting in queue.meetings],
        left_out,
        [*shows.changes.values()],
        [words.contradiction(one) for one in found.refused],
    )


class _Shows:
    """What the lines of a proposal are made of."""

    def __init__(self, queue: Queue, found: Planned, words: Words) -> None:
        problem, plan = found.problem, found.plan
        items = [item for meeting in queue.meetings for item in shown(meeting)]
        cases = {case.id: case for case in (*queue.cases, *(item.case for item in items))}
        self.problem = problem
        self.plan = plan
        self.cases = {case_id: case for case_id, case in cases.items() if case_id in words.known}
        self.changes = {change.case_id: change for change in changes(problem, plan)}
        self.wishes: dict[UUID, list[Wish]] = defaultdict(list)
        for wish in queue.wishes:
            self.wishes[wish.case_id].append(wish)
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
                *(
                    self._line(meeting, slot, is_break_before=slot.starts > ended)
                    for slot, ended in zip(slots, ends, strict=False)
                ),
                *self._outside(meeting, outside, sum(one.minutes for one in order), ends[-1]),
            ],
            bars=bars(self.problem, self.problem.by_meeting[meeting.id], order),
            noted=len(shown(meeting)) - len(discussed(meeting)),
            is_reordered=_is_reordered(self.problem.by_meeting[meeting.id].listed, order),
            minutes=sum([*(one.minutes for one in order), *(item.minutes for item in outside)]),
        )

    def _line(self, meeting: Meeting, slot: Slot, *, is_break_before: bool) -> Line:
        is_known = slot.case_id in self.cases
        return Line(
            case=self.cases.get(slot.case_id),
            case_id=slot.case_id,
            minutes=slot.minutes,
            starts_at=meeting.starts_at + timedelta(minutes=slot.starts),
            change=self.changes[slot.case_id],
            reasons=self.why[slot.case_id] if is_known else (),
            is_break_before=is_break_before,
            wishes=self.wishes[slot.case_id] if is_known else (),
        )

    def _outside(self, meeting: Meeting, items: Sequence[AgendaItem], before: int, ended: int) -> Iterator[Line]:
        for item in items:
            starts = begins(meeting.minutes, before, item.minutes)
            yield Line(
                case=self.cases.get(item.case_id),
                case_id=item.case_id,
                minutes=item.minutes,
                starts_at=meeting.starts_at + timedelta(minutes=starts),
                change=Change(item.case_id, ChangeKind.STAY, meeting.id, meeting.id),
                reasons=(),
                is_break_before=starts > ended,
                is_outside=True,
            )
            before, ended = before + item.minutes, starts + item.minutes


def _is_reordered(listed: Sequence[UUID], order: Sequence[Candidate]) -> bool:
    """Whether cases that stay stand in another order."""
    to_be = [one.case_id for one in order if one.case_id in listed]
    return to_be != [case_id for case_id in listed if case_id in to_be]
