"""What a proposal is made of, as far as the person at the screen may plan it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from eboard import access
from eboard.access import Permission
from eboard.availability.periods import Period
from eboard.availability.queries import busy_between
from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.cases.queries.recusals import recused_from
from eboard.invitations.answers import who_answered
from eboard.invitations.busy import meetings_between
from eboard.invitations.enums import Answer
from eboard.meetings.agenda import shown
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.caps import caps_of
from eboard.meetings.queries.invitees import Invitee
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.planning.queries import Queue, away, coming, discussed, expected, readable, state_of, waiting, wishes_for


def queue_of(board: Board, *, is_free: bool) -> Queue:
    """What the person at the screen may plan of a board."""
    actor = access.actor()
    meetings = coming(access.visible(actor, Meeting, Permission.MEETING_PLAN), board)
    cases = waiting(access.visible(actor, Case, Permission.CASE_SCHEDULE), board)
    ids = [meeting.id for meeting in meetings]
    accepted, declined = (who_answered(ids, answer) for answer in (Answer.ACCEPTED, Answer.DECLINED))
    people = expected(meetings, declined)
    listed = [item.case_id for meeting in meetings for item in shown(meeting)]
    return Queue(
        board=board,
        meetings=meetings,
        cases=cases,
        expected=people,
        away=away(_taken(board, meetings, cases, people), meetings, accepted=accepted, declined=declined),
        usual=usual_minutes_of(board.id),
        wishes=wishes_for([*(case.id for case in cases), *listed]),
        recused=recused_from([*(case.id for case in cases), *listed]),
        caps=caps_of(meetings),
        is_free=is_free,
    )


def state_for(board: Board) -> str:
    """What changes whenever the person at the screen may be proposed something else."""
    actor = access.actor()
    meetings = access.visible(actor, Meeting, Permission.MEETING_PLAN)
    return state_of(meetings, access.visible(actor, Case, Permission.CASE_SCHEDULE), board)


def _taken(
    board: Board, meetings: Sequence[Meeting], cases: Sequence[Case], people: Mapping[UUID, Sequence[Invitee]]
) -> dict[UUID, list[Period]]:
    """When those who are needed are taken: by their calendars, absences, and meetings of other boards."""
    if not meetings:
        return {}
    ids = {one.person.id for asked in people.values() for one in asked}
    presenting: list[Case | AgendaItem] = [*cases, *(item for meeting in meetings for item in shown(meeting))]
    ids |= {one.presenter_id for one in presenting if one.presenter_id is not None}
    first, last = meetings[0].starts_at, max(meeting.ends_at for meeting in meetings)
    taken = busy_between(ids, first, last)
    elsewhere = meetings_between(ids, first, last, not_of=board.id)
    return {person_id: [*periods, *elsewhere.get(person_id, ())] for person_id, periods in taken.items()}


def known_cases(queue: Queue) -> frozenset[UUID]:
    """Ids of the cases that the person at the screen may read."""
    listed = readable(access.visible(access.actor(), Case, Permission.CASE_SCHEDULE), queue.meetings)
    return frozenset({*listed, *(case.id for case in queue.cases)})


def record_looks(queue: Queue, known: Collection[UUID]) -> None:
    """Note in the audit which cases are shown."""
    items = [item.case for meeting in queue.meetings for item in discussed(meeting) if item.case_id in known]
    access.listed(access.actor(), [*queue.cases, *items])
