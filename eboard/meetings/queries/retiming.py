"""Coming meetings whose instants were derived with other zone data than today's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting
from eboard.meetings.timing import starting


def outdated() -> Sequence[UUID]:
    """Ids of the meetings to look at, the soonest first."""
    return db.session.scalars(_outdated().with_only_columns(Meeting.id).order_by(Meeting.starts_at, Meeting.id)).all()


def outdated_meeting(meeting_id: UUID) -> Meeting | None:
    """One of them as it is now; None if it was looked at meanwhile."""
    return db.session.scalar(
        _outdated()
        .where(Meeting.id == meeting_id)
        .options(joinedload(Meeting.board))
        .execution_options(populate_existing=True)
    )


def out_of_time(board: Board) -> list[tuple[Meeting, str]]:
    """Coming meetings of a board at times that the clocks no longer allow, each with the sentence that says why."""
    rows = db.session.scalars(_outdated().where(Meeting.board_id == board.id).order_by(Meeting.starts_at)).all()
    return [(meeting, problem) for meeting in rows if (problem := _problem(meeting))]


def _problem(meeting: Meeting) -> str:
    try:
        starting(meeting.day, meeting.clock, meeting.zone)
    except DomainError as error:
        return error.message
    return ""


def _outdated() -> Select[Meeting]:
    return select(Meeting).where(
        Meeting.state.in_(CHANGEABLE_STATES),
        Meeting.starts_at > time.now(),
        Meeting.tzdata != time.tzdata_version(),
    )
