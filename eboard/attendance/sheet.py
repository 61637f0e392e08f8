"""The attendance of one meeting in full: people, cases, quorum; everything in it is derived."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from eboard.attendance.presence import MINUTE, Covers, Held, Roll, Span, held, minutes_of, quorum_at, roll_of, spans_of
from eboard.attendance.queries import recused_now
from eboard.boards.rules import Rules, rules_on
from eboard.cases.queries.recusals import NOBODY, recused_from
from eboard.core import time
from eboard.meetings.agenda import slots
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.quorum import Quorum
from eboard.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is known of one person's presence; minutes against the planned times are whole ones."""

    person: Person
    marks: Sequence[Attendance]
    minutes: int  # of the meeting as it was held
    late: int
    early: int
    is_here: bool

    @property
    def proxy_for(self) -> Person | None:
        """Whose seat he or she attended, by the latest stretch that says so."""
        return next((mark.proxy_for for mark in reversed(self.marks) if mark.proxy_for is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """Who was there while one case was discussed."""

    number: int  # on the agenda
    item: AgendaItem
    window: Span
    there: list[Person]
    partly: list[Person]
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that is derived from the stretches of a meeting that was started."""

    window: Span
    lines: list[Line]
    cases: list[CaseLine]
    whole: Held
    now: Quorum | None  # of those who are there, while the meeting runs

    @property
    def here(self) -> list[Line]:
        """Who is there now."""
        return [line for line in self.lines if line.is_here]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Who is there at this moment, in order of arrival, and the quorum they make."""

    here: list[Line]
    quorum: Quorum


def now_in(meeting: Meeting) -> Now:
    """A glance at who is there now, which pages may ask for whenever somebody comes; one query while a case runs."""
    window = window_of(meeting) or Span(meeting.starts_at, meeting.starts_at)
    here = [line for line in _lines(meeting, window) if line.is_here]
    return Now(here=here, quorum=_quorum_now(meeting))


def window_of(meeting: Meeting) -> Span | None:
    """A meeting as it was held, from start to conclusion, or until now; None before it was started."""
    if meeting.live_at is None:
        return None
    end = meeting.concluded_at or time.now()
    return Span(meeting.live_at, max(end, meeting.live_at))


def present_for(meeting: Meeting, item: AgendaItem) -> Roll | None:
    """Who was there for a case, from the clock of its discussion; None if the clock was never started."""
    window = _window_of_case(item)
    return None if window is None else roll_of(meeting.attendances, window)


def sheet_of(meeting: Meeting) -> Sheet | None:
    """The sheet of a meeting that was started, with what `meetings.queries.pages.FULL` loads; two queries."""
    window = window_of(meeting)
    if window is None:
        return None
    rules, covers = rules_on(meeting.board, meeting.day), covers_of(meeting)
    return Sheet(
        window=window,
        lines=_lines(meeting, window),
        cases=_cases(meeting, rules, covers),
        whole=held(rules, covers, meeting.attendances, window),
        now=_quorum_now(meeting) if meeting.state is MeetingState.LIVE else None,
    )


def _quorum_now(meeting: Meeting) -> Quorum:
    rules, away = rules_on(meeting.board, meeting.day), recused_now(meeting)
    return quorum_at(rules, _without(covers_of(meeting), away), meeting.attendances, time.now())


def covers_of(meeting: Meeting) -> Covers:
    """By person, the specialties he or she brings; a proxy brings his or her own, never those of the seat."""
    return {mark.person_id: specialties_of(mark.person) for mark in meeting.attendances}


def _lines(meeting: Meeting, window: Span) -> list[Line]:
    marks: dict[UUID, list[Attendance]] = defaultdict(list)
    for mark in sorted(meeting.attendances, key=lambda one: one.from_at):
        marks[mark.person_id].append(mark)
    spans = spans_of(meeting.attendances, window)
    return [_line(meeting, found, minutes_of(spans.get(person_id, []))) for person_id, found in marks.items()]


def _line(meeting: Meeting, marks: Sequence[Attendance], minutes: int) -> Line:
    is_here = any(mark.to_at is None for mark in marks)
    planned_end = min(meeting.ends_at, meeting.concluded_at or meeting.ends_at)
    left = max((mark.to_at for mark in marks if mark.to_at is not None), default=planned_end)
    return Line(
        person=marks[0].person,
        marks=marks,
        minutes=minutes,
        late=max(0, (marks[0].from_at - meeting.starts_at) // MINUTE),
        early=0 if is_here else max(0, (planned_end - left) // MINUTE),
        is_here=is_here,
    )


def _window_of_case(item: AgendaItem) -> Span | None:
    if item.started_at is None:
        return None
    return Span(item.started_at, max(item.ended_at or time.now(), item.started_at))


def _cases(meeting: Meeting, rules: Rules, covers: Covers) -> list[CaseLine]:
    people = {mark.person_id: mark.person for mark in meeting.attendances}
    timed = [(slot, window) for slot in slots(meeting) if (window := _window_of_case(slot.item)) is not None]
    recused = recused_from([slot.item.case_id for slot, _window in timed])
    found = []
    for slot, window in timed:
        roll = roll_of(meeting.attendances, window)
        away = recused.get(slot.item.case_id, NOBODY)
        found.append(
            CaseLine(
                number=slot.number,
                item=slot.item,
                window=window,
                there=_named(people, roll.there),
                partly=_named(people, roll.partly),
                held=held(rules, _without(covers, away), meeting.attendances, window),
            )
        )
    return found


def _without(covers: Covers, away: frozenset[UUID]) -> Covers:
    return {person_id: own for person_id, own in covers.items() if person_id not in away}


def _named(people: dict[UUID, Person], ids: frozenset[UUID]) -> list[Person]:
    return sorted((people[one] for one in ids), key=lambda person: (person.family_name, person.given_name))
