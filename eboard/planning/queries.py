"""From the rows of a board to a problem."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.boards.models import Board
from eboard.cases.enums import CaseState, Urgency
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.time import now, zone
from eboard.meetings.agenda import shown, usual_minutes
from eboard.meetings.enums import CHANGEABLE_STATES, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.queries.invitees import Invitee, invitees
from eboard.meetings.timing import is_past_cutoff
from eboard.planning.enums import PinKind
from eboard.planning.goals import QUARTER
from eboard.planning.rules import bar
from eboard.planning.values import Attendee, Candidate, Pin, Problem, Sitting, Span

AHEAD = 6  # meetings
USUAL_WAIT = timedelta(days=14)  # a case without a target date: one to two weeks (Australian pathways)
WAITING = frozenset({CaseState.ACCEPTED, CaseState.DEFERRED, CaseState.NOT_DISCUSSED})
URGENCIES = {Urgency.URGENT: 1, Urgency.EMERGENCY: 2}
Away = Mapping[UUID, Sequence[Span]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What a board's agendas can be made of: its coming meetings, and the cases that wait or are listed there."""

    board: Board
    meetings: Sequence[Meeting]
    cases: Sequence[Case]
    expected: Mapping[UUID, Sequence[Invitee]]  # by meeting
    away: Away  # by person
    caps: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)  # by meeting and person: cases to prepare
    is_free: bool = False  # what stands on agendas that are not published may move, too


def coming(meetings: Select[Meeting], board: Board) -> Sequence[Meeting]:
    """Of ``meetings``, the next ones of a board that have not begun, with their agendas."""
    return db.session.scalars(
        meetings.where(Meeting.board_id == board.id, Meeting.state.in_(CHANGEABLE_STATES), Meeting.starts_at > now())
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(AHEAD)
        .options(selectinload(Meeting.items).joinedload(AgendaItem.case), joinedload(Meeting.board))
    ).all()


def waiting(cases: Select[Case], board: Board) -> Sequence[Case]:
    """Of ``cases``, those of a board that wait for a meeting."""
    return db.session.scalars(
        cases.where(Case.board_id == board.id, Case.state.in_(WAITING))
        .order_by(Case.id)
        .options(joinedload(Case.organization), joinedload(Case.presenter))
    ).all()


def readable(cases: Select[Case], meetings: Sequence[Meeting]) -> frozenset[UUID]:
    """Ids of those on the agendas of ``meetings`` that are among ``cases``."""
    listed = [item.case_id for meeting in meetings for item in shown(meeting)]
    return frozenset(
        db.session.scalars(select(Case.id).where(Case.id.in_(listed), Case.id.in_(cases.with_only_columns(Case.id))))
    )


def discussed(meeting: Meeting) -> list[AgendaItem]:
    """What a meeting takes time for, in order; a case that is only noted takes none, and may stand on several."""
    return [item for item in shown(meeting) if item.case.state is not CaseState.NOTED]


def expected(
    meetings: Sequence[Meeting], declined: Mapping[UUID, Collection[UUID]]
) -> Mapping[UUID, Sequence[Invitee]]:
    """Who is expected at each meeting: everybody it asks for, but those who declined."""
    return {
        meeting.id: [one for one in invitees(meeting) if one.person.id not in declined[meeting.id]]
        for meeting in meetings
    }


def away(
    taken: Mapping[UUID, Sequence[Period]],
    meetings: Sequence[Meeting],
    *,
    accepted: Mapping[UUID, Collection[UUID]],
    declined: Mapping[UUID, Collection[UUID]],
) -> Away:
    """When each person cannot come.

    Whoever accepted a meeting comes to it, and whoever declined does not, whatever the calendar says beside.
    """
    found: dict[UUID, list[Span]] = {}
    for person_id, periods in taken.items():
        promised = [meeting for meeting in meetings if person_id in accepted[meeting.id]]
        found[person_id] = [
            Span(one.starts_at, one.ends_at)
            for one in periods
            if one.kind is not BusyKind.TENTATIVE
            and not any(one.starts_at < meeting.ends_at and one.ends_at > meeting.starts_at for meeting in promised)
        ]
    for meeting in meetings:
        for person_id in declined[meeting.id]:
            found.setdefault(person_id, []).append(Span(meeting.starts_at, meeting.ends_at))
    return found


def problem_of(queue: Queue, outside: Collection[UUID] = ()) -> Problem:
    """The problem of a board's next agendas.

    A case that stands on an agenda is pinned to it, for somebody put it there. One that cannot be held there as the
    rules would have it, or is among those ``outside``, stays all the same, with its minutes: the plan leaves room.
    """
    candidates = {one.case_id: one for one in _candidates(queue)}
    sittings: list[Sitting] = []
    pins: list[Pin] = []
    for meeting in queue.meetings:
        sitting = _sitting(meeting, queue)
        if sitting.is_published or not queue.is_free:
            stays = _stays(sitting, candidates, outside)
            apart = [candidates.pop(case_id) for case_id in sitting.listed if case_id not in stays]
            sitting = replace(sitting, buffer=sum(one.minutes for one in apart))
            pins += [Pin(kind=PinKind.SITTING, case_id=case_id, meeting_id=meeting.id) for case_id in stays]
        sittings.append(sitting)
    return Problem(
        moment=_quarter(now()), candidates=tuple(candidates.values()), sittings=tuple(sittings), pins=tuple(pins)
    )


def _stays(sitting: Sitting, candidates: Mapping[UUID, Candidate], outside: Collection[UUID]) -> list[UUID]:
    """The listed cases that can each be held in their sitting, as many as its time allows."""
    stays: list[UUID] = []
    used = 0
    for case_id in sitting.listed:
        one = candidates[case_id]
        if case_id not in outside and bar(one, sitting) is None and used + one.minutes <= sitting.capacity:
            stays.append(case_id)
            used += one.minutes
    return stays


def _sitting(meeting: Meeting, queue: Queue) -> Sitting:
    return Sitting(
        meeting_id=meeting.id,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        is_open=not is_past_cutoff(meeting),
        attendees=tuple(
            _attendee(one, queue.away, queue.caps.get(meeting.id, {})) for one in queue.expected[meeting.id]
        ),
        listed=tuple(item.case_id for item in discussed(meeting)),
        is_published=meeting.state is MeetingState.PUBLISHED,
    )


def _attendee(one: Invitee, away: Away, caps: Mapping[UUID, int]) -> Attendee:
    return Attendee(
        person_id=one.person.id,
        name=one.person.name,
        specialties=frozenset(str(own) for own in specialties_of(one.person)),
        away=tuple(away.get(one.person.id, ())),
        most_cases=caps.get(one.person.id),
    )


def _candidates(queue: Queue) -> Iterator[Candidate]:
    for case in queue.cases:
        yield _candidate(case, usual_minutes(case), case.presenter_id, queue)
    for meeting in queue.meetings:
        for item in discussed(meeting):
            yield _candidate(item.case, item.minutes, item.presenter_id, queue)


def _candidate(case: Case, minutes: int, presenter_id: UUID | None, queue: Queue) -> Candidate:
    since = case.accepted_at or case.submitted_at or case.created_at
    return Candidate(
        case_id=case.id,
        number=case.number,
        organization_id=case.organization_id,
        minutes=minutes,
        due_at=_due(case, since, queue.board),
        waiting_since=since,
        urgency=URGENCIES.get(case.urgency, 0) if case.urgency else 0,
        rollovers=case.rollovers,
        complexity=case.complexity,
        needs=frozenset(case.specialties or ()),
        presenter_id=presenter_id,
        presenter_away=tuple(queue.away.get(presenter_id, ())) if presenter_id else (),
    )


def _due(case: Case, since: datetime, board: Board) -> datetime:
    """The end of the target day on the clocks of the board."""
    if case.target_date is None:
        return since + USUAL_WAIT
    return datetime.combine(case.target_date, time.max, zone(board.zone)).astimezone(UTC)


def _quarter(moment: datetime) -> datetime:
    """The quarter of the day an instant lies in, so that a plan stays the same while somebody reads it."""
    return moment.replace(
        hour=moment.hour - moment.hour % (QUARTER // timedelta(hours=1)), minute=0, second=0, microsecond=0
    )
