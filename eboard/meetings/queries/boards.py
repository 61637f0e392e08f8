"""What the page of a board says about its meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import OPEN_ITEMS, OPEN_STATES
from eboard.meetings.models import AgendaItem, Meeting

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Numbers:
    """Listed cases of a meeting, how many of them are ready, and their minutes."""

    cases: int = 0
    ready: int = 0
    minutes: int = 0


def coming(meetings: Select[Meeting], board: Board) -> Sequence[Meeting]:
    """The next meetings of a board, live ones included."""
    return db.session.scalars(
        meetings.where(Meeting.board_id == board.id, Meeting.state.in_(OPEN_STATES), Meeting.ends_at > time.now())
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(SHOWN)
    ).all()


def next_meetings(meetings: Select[Meeting]) -> dict[UUID, Meeting]:
    """The next meeting of each board, by the board's id."""
    first = (
        select(Meeting.board_id, func.min(Meeting.starts_at).label("starts_at"))
        .where(Meeting.state.in_(OPEN_STATES), Meeting.ends_at > time.now())
        .group_by(Meeting.board_id)
        .subquery()
    )
    found = db.session.scalars(
        meetings.join(first, (first.c.board_id == Meeting.board_id) & (first.c.starts_at == Meeting.starts_at))
        .where(Meeting.state.in_(OPEN_STATES))
        .options(joinedload(Meeting.board))
    )
    return {meeting.board_id: meeting for meeting in found}


def numbers(meetings: Sequence[Meeting]) -> dict[UUID, Numbers]:
    """The numbers of each meeting, by its id; one query."""
    counted = db.session.execute(
        select(
            AgendaItem.meeting_id,
            func.count(AgendaItem.id),
            func.count(Case.id).filter(Case.is_ready),
            func.sum(AgendaItem.minutes),
        )
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id.in_([meeting.id for meeting in meetings]), AgendaItem.state.in_(OPEN_ITEMS))
        .group_by(AgendaItem.meeting_id)
    )
    return {meeting_id: Numbers(cases, ready, minutes) for meeting_id, cases, ready, minutes in counted}
