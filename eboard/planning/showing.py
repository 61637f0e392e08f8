"""From a plan to its proposal: the lines, what stands there now, and what the reader may know."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from eboard.cases.enums import CaseState
from eboard.meetings.agenda import shown
from eboard.meetings.agenda import slots as slots_of
from eboard.meetings.breaks import begins
from eboard.meetings.models import AgendaItem, Meeting
from eboard.planning.changes import Change, ChangeKind, changes
from eboard.planning.layout import layout
from eboard.planning.models import Wish
from eboard.planning.planned import Planned
from eboard.planning.proposal import Agenda, LeftOut, Line, Now, Proposal, Said
from eboard.planning.queries import Queue, discussed
from eboard.planning.reasons import omissions, places
from eboard.planning.timeline import bars
from eboard.planning.values import Candidate, Slot
from eboard.planning.wording import Words


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
        [words.contradiction(one) for one in found.refused if one.given_up.case_id in words.known],
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
        self.wishes = _by_case(queue.wishes, words)
        self.why = {place.case_id: words.place(place) for place in places(problem, plan)}

    def agenda(self, meeting: Meeting) -> Agenda:
        """One meeting."""
        order = [self.problem.by_case[case_id] for case_id in self.plan.orders.get(meeting.id, ())]
        slots = layout(self.problem.by_meeting[meeting.id], order)
        ends = [0, *(slot.starts + slot.minutes for slot in slots)]
        outside = [item for item in discussed(meeting) if item.case_id not in self.problem.by_case]
        lines = [
            *(
                self._line(meeting, slot, is_break_before=slot.starts > ended)
                for slot, ended in zip(slots, ends, strict=False)
            ),
            *self._outside(meeting, outside, sum(one.minutes for one in order), ends[-1]),
        ]
        return Agenda(
            meeting=meeting,
            today=[*self._today(meeting, {line.case_id: line.starts_at for line in lines})],
            lines=lines,
            bars=bars(self.problem, self.problem.by_meeting[meeting.id], order, self.cases),
            noted=len(shown(meeting)) - len(discussed(meeting)),
            is_reordered=_is_reordered(self.problem.by_meeting[meeting.id].listed, order),
            minutes=sum([*(one.minutes for one in order), *(item.minutes for item in outside)]),
        )

    def _today(self, meeting: Meeting, to_be: Mapping[UUID, datetime]) -> Iterator[Now]:
        for slot in slots_of(meeting):
            case_id = slot.item.case_id
            if slot.item.case.state is not CaseState.NOTED:
                yield Now(
                    case=self.cases.get(case_id),
                    starts_at=slot.starts_at,
                    minutes=slot.item.minutes,
                    change=self.changes.get(case_id, Change(case_id, ChangeKind.STAY, meeting.id, meeting.id)),
                    becomes_at=to_be.get(case_id),
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
            wishes=self.wishes[slot.case_id],
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
                wishes=self.wishes[item.case_id],
                is_outside=True,
            )
            before, ended = before + item.minutes, starts + item.minutes


def _by_case(wishes: Sequence[Wish], words: Words) -> Mapping[UUID, Sequence[Said]]:
    found: dict[UUID, list[Said]] = defaultdict(list)
    for wish in wishes:
        if wish.case_id in words.known:
            found[wish.case_id].append(Said(wish.id, words.wish(wish)))
    return found


def _is_reordered(listed: Sequence[UUID], order: Sequence[Candidate]) -> bool:
    """Whether cases that stay stand in another order."""
    to_be = [one.case_id for one in order if one.case_id in listed]
    return to_be != [case_id for case_id in listed if case_id in to_be]
