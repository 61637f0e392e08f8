"""What the agendas of a board can be made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.time import now
from eboard.meetings.agenda import shown
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.invitees import Invitee, invitees
from eboard.meetings.usual import UsualMinutes
from eboard.planning.models import Takeover, Wish
from eboard.planning.values import Span

AHEAD = 6  # meetings
WAITING = frozenset({CaseState.ACCEPTED, CaseState.DEFERRED, CaseState.NOT_DISCUSSED})
Away = Mapping[UUID, Sequence[Span]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What a board's agendas can be made of: its coming meetings, and the cases that wait or are listed there."""

    board: Board
    meetings: Sequence[Meeting]
    cases: Sequence[Case]
    expected: Mapping[UUID, Sequence[Invitee]]  # by meeting
    away: Away  # by person
    usual: UsualMinutes
    wishes: Sequence[Wish] = ()
    recused: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)  # by case
    caps: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)  # by meeting and person: cases to prepare
    is_free: bool = False  # what stands on agendas that are not published may move, too


def coming(meetings: Select[Meeting], board: Board) -> Sequence[Meeting]:
    """Of ``meetings``, the next ones of a board that have not begun, with their agendas."""
    return db.session.scalars(
        _ahead(meetings, board).options(
            selectinload(Meeting.items).joinedload(AgendaItem.case), joinedload(Meeting.board)
        )
    ).all()


def _ahead(meetings: Select[Meeting], board: Board) -> Select[Meeting]:
    return (
        meetings.where(Meeting.board_id == board.id, Meeting.state.in_(CHANGEABLE_STATES), Meeting.starts_at > now())
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(AHEAD)
    )


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


def wishes_for(case_ids: Collection[UUID]) -> Sequence[Wish]:
    """What coordinators wish for these cases, the oldest first; one query."""
    return db.session.scalars(select(Wish).where(Wish.case_id.in_(case_ids)).order_by(Wish.id)).all()


def state_of(meetings: Select[Meeting], cases: Select[Case], board: Board) -> str:
    """What changes with the agendas ahead, their cases, the queue and the wishes; four short queries.

    Answers, absences and calendars have their say when a proposal is made; nobody is disturbed by each of them.
    """
    ahead = _ahead(meetings, board).with_only_columns(Meeting.id, Meeting.row_version)
    queue = cases.where(Case.board_id == board.id, Case.state.in_(WAITING)).with_only_columns(Case.id, Case.row_version)
    wishes = select(Wish.id).join(Case, Case.id == Wish.case_id).where(Case.board_id == board.id)
    listed = (
        select(Case.id, Case.row_version)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .where(AgendaItem.meeting_id.in_(ahead.with_only_columns(Meeting.id).subquery().select()))
    )
    rows = [[*map(str, row)] for one in (ahead, queue, wishes, listed) for row in db.session.execute(one)]
    return sha256(repr(sorted(rows)).encode()).hexdigest()[:16]


def wish_about(cases: Select[Case], wish_id: UUID) -> Wish:
    """The wish with this id, if it is about one of ``cases``; raises AbsentError."""
    found = db.session.scalars(
        select(Wish).where(Wish.id == wish_id, Wish.case_id.in_(cases.with_only_columns(Case.id)))
    ).one_or_none()
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def takeover_of(board: Board, takeover_id: UUID) -> Takeover:
    """What was taken over of a proposal for this board; raises AbsentError, also if it was undone."""
    found = db.session.get(Takeover, takeover_id)
    if found is None or found.board_id != board.id:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found
