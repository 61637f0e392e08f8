"""Work that time starts for meetings."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select

from eboard.audit import SYSTEM
from eboard.boards.models import Board, Series
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.jobs import each, job
from eboard.meetings.actions.retiming import retime_meeting
from eboard.meetings.actions.series import extend_series
from eboard.meetings.queries.retiming import outdated, outdated_meeting


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


@dataclass(slots=True)
class Retimed:
    """What came of deriving meetings again: how many moved, and the sentences about those that were left."""

    looked_at: int = 0
    moved: int = 0
    left: list[str] = field(default_factory=list)


def retime_all() -> Retimed:
    """Derive every coming meeting again whose zone data are not the installed ones."""
    time.follow_zone_data()
    found = Retimed()

    def retime_one(meeting_id: UUID) -> None:
        meeting = outdated_meeting(meeting_id)
        if meeting is None:
            return
        try:
            found.moved += retime_meeting(actor=SYSTEM, meeting=meeting)
        except DomainError as error:
            found.left.append(f"{meeting.board.name}, {meeting.day}: {error.message}")

    found.looked_at = each(outdated(), retime_one)
    return found


@job(every=timedelta(hours=1))
def retime() -> int:
    """Follow an update of the zone data, such as a country that keeps its winter time."""
    found = retime_all()
    return found.looked_at - len(found.left)
