"""When the boards meet next."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting

AHEAD = (MeetingState.PLANNED, MeetingState.PUBLISHED)


def next_by_board(board_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the next meeting of each board that has one, on that meeting's own clocks."""
    found = db.session.execute(
        select(Meeting.board_id, func.min(Meeting.day))
        .where(Meeting.board_id.in_(board_ids), Meeting.state.in_(AHEAD), Meeting.starts_at > time.now())
        .group_by(Meeting.board_id)
    )
    return dict(found.all())
