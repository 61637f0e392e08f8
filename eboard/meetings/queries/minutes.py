"""What the discussions of a board took."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.usual import LAST, Band, UsualMinutes, learned

RECENT = timedelta(days=365)


def usual_minutes_of(board_id: UUID) -> UsualMinutes:
    """The minutes that cases of a board usually get, from the clocks of its discussions in the last year; one query."""
    rows = db.session.execute(
        select(Case.complexity, AgendaItem.started_at, AgendaItem.ended_at)
        .join_from(AgendaItem, Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(
            Meeting.board_id == board_id,
            Meeting.starts_at > time.now() - RECENT,
            AgendaItem.started_at.is_not(None),
            AgendaItem.ended_at.is_not(None),
        )
        .order_by(AgendaItem.started_at.desc(), AgendaItem.id)
        .limit(4 * LAST * len(Band))
    )
    return learned(
        (points, ended - started) for points, started, ended in rows if started is not None and ended is not None
    )
