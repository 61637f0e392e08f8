"""What arrived at a reader's boards, and what became of his or her own cases."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from eboard.audit.models import AuditEntry
from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.cases.models import Case, CaseTransition
from eboard.cases.queries.consents import is_shared
from eboard.cases.states import HIDDEN_FROM_BOARD
from eboard.core import time
from eboard.core.db import db
from eboard.digests.reader import Reader, is_open_to, is_own
from eboard.digests.summary import Arrivals, CaseNews
from eboard.mail.enums import NoticeKind
from eboard.meetings.enums import OPEN_ITEMS, TOLD_STATES, MeetingEvent, MeetingState
from eboard.meetings.models import AgendaItem, Meeting

OUTCOMES = frozenset({CaseState.RECOMMENDED, CaseState.NO_RECOMMENDATION, CaseState.NOT_DISCUSSED, CaseState.DISCUSSED})
WAITING = frozenset({CaseState.RETURNED, CaseState.DEFERRED})
DATE_ACTS = (
    MeetingEvent.CHANGED, MeetingEvent.MOVED, MeetingEvent.ITEM_LISTED, MeetingEvent.ITEM_TRANSFERRED,
)  # fmt: skip
GONE = HIDDEN_FROM_BOARD | {CaseState.WITHDRAWN}


def arrivals(reader: Reader) -> list[Arrivals]:
    """How many cases others submitted to each board the reader is staff of, by the board's name; one query."""
    found = db.session.execute(
        select(Board.name, func.count(Case.id.distinct()))
        .join(Case, Case.board_id == Board.id)
        .join(CaseTransition, CaseTransition.case_id == Case.id)
        .where(
            Board.id.in_(reader.staffed),
            Case.state.not_in(GONE),
            is_shared(),
            is_open_to(reader.person.id),
            CaseTransition.to_state == CaseState.SUBMITTED,
            reader.saw(CaseTransition.at),
            reader.is_other(CaseTransition.by_id),
        )
        .group_by(Board.id, Board.name)
        .order_by(Board.name)
    )
    return [Arrivals(board, cases) for board, cases in found]


def case_news(reader: Reader) -> list[CaseNews]:
    """The reader's own cases that others moved, or whose date is new, by number; three queries."""
    moved = {step.case_id: case for step, case in _steps(reader) if reader.wants(kind_of(step))}
    if reader.wants(NoticeKind.CASE_DATE):
        moved |= {case.id: case for case in _with_new_date(reader)}
    dates = _dates(moved.keys())
    news = [
        CaseNews(id=case.id, number=case.number, state=case.state, starts_at=dates.get(case.id))
        for case in moved.values()
    ]
    return sorted(news, key=lambda one: one.number)


def kind_of(step: CaseTransition) -> NoticeKind:
    """The kind of message that tells of a step."""
    if step.to_state in WAITING:
        return NoticeKind.CASE_WAITS
    if step.to_state in OUTCOMES:
        return NoticeKind.OUTCOME
    if CaseState.SCHEDULED in {step.from_state, step.to_state}:
        return NoticeKind.CASE_DATE
    return NoticeKind.CASE_DECISION


def _steps(reader: Reader) -> list[tuple[CaseTransition, Case]]:
    found = db.session.execute(
        select(CaseTransition, Case)
        .join(Case, Case.id == CaseTransition.case_id)
        .where(
            is_own(reader.person.id),
            Case.state != CaseState.ENTERED_IN_ERROR,
            CaseTransition.from_state.is_not(None),
            reader.saw(CaseTransition.at),
            reader.is_other(CaseTransition.by_id),
        )
        .order_by(CaseTransition.at, CaseTransition.id)
    )
    return [(step, case) for step, case in found]


def _with_new_date(reader: Reader) -> list[Case]:
    """The reader's cases on the agenda of a meeting that was announced or has a new time, or that they came to."""
    found = db.session.execute(
        select(Case, AuditEntry)
        .join(AgendaItem, AgendaItem.case_id == Case.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(AuditEntry, AuditEntry.subject_id == Meeting.id)
        .where(
            is_own(reader.person.id, AgendaItem.presenter_id == reader.person.id),
            AgendaItem.state.in_(OPEN_ITEMS),
            Meeting.state.in_(TOLD_STATES),
            Meeting.starts_at > time.now(),
            AuditEntry.event.in_(DATE_ACTS),
            reader.saw(AuditEntry.at),
            reader.is_other(AuditEntry.actor_id),
        )
    )
    return [case for case, act in found if _gives_date(act, case)]


def _gives_date(act: AuditEntry, case: Case) -> bool:
    """Whether what was done to the meeting of a case is what its care team is told at once."""
    if act.event == MeetingEvent.CHANGED:
        return bool(act.details["is_moved"])
    if act.event == MeetingEvent.MOVED:
        return bool(act.details["to"] == MeetingState.PUBLISHED)
    return bool(act.details["case_id"] == str(case.id))


def _dates(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the announced meetings begin that cases are on the agenda of."""
    items = db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.case_id.in_(ids),
            AgendaItem.state.in_(OPEN_ITEMS),
            Meeting.state.in_(TOLD_STATES),
            Meeting.starts_at > time.now(),
        )
        .options(contains_eager(AgendaItem.meeting))
    )
    return {item.case_id: item.meeting.starts_at for item in items}
