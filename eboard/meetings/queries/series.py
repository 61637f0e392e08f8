"""The series of a board, and the dates they cannot keep."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.boards.models import Board, Series
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.occurrences import Occurrence, impossible

AHEAD = timedelta(days=366)


def series_of(board: Board) -> Sequence[Series]:
    """The series of a board that have not ended."""
    today = time.now().date()
    found = db.session.scalars(select(Series).where(Series.board_id == board.id).order_by(Series.first_day, Series.id))
    return [series for series in found if series.last_day is None or series.last_day >= today]


def one_series(board: Board, series_id: UUID) -> Series:
    """The series of a board with this id; raises AbsentError."""
    series = db.session.scalar(select(Series).where(Series.board_id == board.id, Series.id == series_id))
    if series is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return series


def to_plan_by_hand(series: Sequence[Series]) -> list[Occurrence]:
    """The dates of the next twelve months that the clocks do not allow, in order."""
    today = time.now().date()
    found = [one for each in series for one in impossible(each, today, today + AHEAD)]
    return sorted(found, key=lambda one: one.day)
