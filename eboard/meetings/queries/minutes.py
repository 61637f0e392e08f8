"""What the discussions of a board took."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.usual import COMPLEX_POINTS, LAST, UsualMinutes, learned

RECENT = timedelta(days=365)


def usual_minutes_of(board_id: UUID) -> UsualMinutes:
    """The minutes that cases of a board usually get, from its discussions in the last year; two queries."""
    return learned(one for is_complex in (True, False) for one in _discussions(board_id, is_complex=is_complex))


def _discussions(board_id: UUID, *, is_complex: bool) -> Iterator[tuple[int, timedelta]]:
    """The complexity points and the length of the last discussions of one band, the latest first."""
    in_band = Case.complexity >= COMPLEX_POINTS if is_complex else Case.complexity < COMPLEX_POINTS
    rows = db.session.execute(
        select(Case.complexity, AgendaItem.started_at, AgendaItem.ended_at)
        .join_from(AgendaItem, Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(
            Meeting.board_id == board_id,
            Meeting.starts_at > time.now() - RECENT,
            AgendaItem.state == ItemState.DISCUSSED,
            AgendaItem.started_at.is_not(None),
            AgendaItem.ended_at.is_not(None),
            in_band,
        )
        .order_by(AgendaItem.started_at.desc(), AgendaItem.id)
        .limit(2 * LAST)  # some are slips
    )
    for points, started, ended in rows:
        if started is not None and ended is not None:
            yield points, ended - started
