"""Work that time starts for meetings."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from eboard.audit import SYSTEM
from eboard.boards.models import Board, Series
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.meetings.actions.series import extend_series


@job(every=timedelta(days=1))
def plan_ahead() -> int:
    """Plan the meetings of every series for the next twelve months."""
    today = time.now().date()
    ids = db.session.scalars(
        select(Series.id)
        .join(Board, Board.id == Series.board_id)
        .where(Board.has_closed.is_(False), or_(Series.last_day.is_(None), Series.last_day >= today))
        .order_by(Series.id)
    ).all()
    return each(ids, _extend)


def _extend(series_id: UUID) -> None:
    extend_series(actor=SYSTEM, series=db.session.get_one(Series, series_id))
