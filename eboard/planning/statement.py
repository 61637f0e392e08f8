"""The problem of a board's next agendas, stated in plain values."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from eboard.boards.models import Board
from eboard.cases.enums import Urgency
from eboard.cases.models import Case
from eboard.core.time import now, zone
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.queries.invitees import Invitee
from eboard.meetings.timing import is_past_cutoff
from eboard.planning.enums import PinKind
from eboard.planning.goals import QUARTER
from eboard.planning.queries import Away, Queue, discussed
from eboard.planning.rules import bar
from eboard.planning.values import Attendee, Candidate, Pin, Problem, Sitting
from eboard.planning.wishes import pins_of, ruled_out

USUAL_WAIT = timedelta(days=14)  # a case without a target date: one to two weeks (Australian pathways)
URGENCIES = {Urgency.URGENT: 1, Urgency.EMERGENCY: 2}


def problem_of(queue: Queue, outside: Collection[UUID] = ()) -> Problem:
    """The problem of a board's next agendas.

    A case that stands on an agenda is pinned to it, for somebody put it there. One that cannot be held there as the
    rules would have it, or is among those ``outside``, stays all the same, with its minutes: the plan leaves room.
    """
    candidates = {one.case_id: one for one in _candidates(queue)}
    sittings: list[Sitting] = []
    standing: dict[UUID, UUID] = {}
    for meeting in queue.meetings:
        sitting = _sitting(meeting, queue)
        if sitting.is_published or not queue.is_free:
            stays = _stays(sitting, candidates, outside)
            apart = [candidates.pop(case_id) for case_id in sitting.listed if case_id not in stays]
            sitting = replace(sitting, buffer=sum(one.minutes for one in apart))
            standing |= dict.fromkeys(stays, meeting.id)
        sittings.append(sitting)
    without = ruled_out(queue.wishes, standing)
    return Problem(
        moment=_quarter(now()),
        candidates=tuple(replace(one, not_in=without.get(one.case_id, frozenset())) for one in candidates.values()),
        sittings=tuple(sittings),
        pins=(
            *(Pin(kind=PinKind.SITTING, case_id=case_id, meeting_id=key) for case_id, key in standing.items()),
            *pins_of(queue.wishes, candidates, {one.meeting_id for one in sittings}, standing),
        ),
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
        yield _candidate(case, queue.usual.of(case).minutes, case.presenter_id, queue)
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
        recused=queue.recused.get(case.id, frozenset()),
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
