"""Which meetings a warning is due for."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.core import time
from eboard.core.db import db
from eboard.forecast.models import ForecastMark
from eboard.forecast.warnings import due_days
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting

WITHIN = timedelta(days=31)  # the longest time before a meeting at which somebody is warned, and a night


def due_to_be_warned() -> list[UUID]:
    """Meetings whose coordinators are to be warned now, if anything may be missing; one query."""
    moment = time.now()
    rows = db.session.execute(
        select(Meeting, ForecastMark)
        .outerjoin(ForecastMark, ForecastMark.meeting_id == Meeting.id)
        .where(Meeting.state.in_(CHANGEABLE_STATES), Meeting.starts_at > moment, Meeting.starts_at < moment + WITHIN)
        .order_by(Meeting.starts_at, Meeting.id)
        .options(joinedload(Meeting.board))
        .execution_options(populate_existing=True)
    )
    return [meeting.id for meeting, mark in rows if due_days(meeting, mark, moment) is not None]


def locked_meeting(meeting_id: UUID) -> tuple[Meeting, ForecastMark | None] | None:
    """A meeting and how far its warnings have come, until the transaction ends; None while somebody else has it."""
    meeting = db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return (meeting, db.session.get(ForecastMark, meeting_id, populate_existing=True)) if meeting is not None else None
