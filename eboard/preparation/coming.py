"""The published meetings that are still to come, for the jobs."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.pages import FULL
from eboard.meetings.timing import is_past_cutoff


def to_come() -> Select[Meeting]:
    """Published meetings that have not begun, the next first."""
    return (
        select(Meeting)
        .where(Meeting.state == MeetingState.PUBLISHED, Meeting.starts_at > time.now())
        .order_by(Meeting.starts_at, Meeting.id)
    )


def closed() -> list[UUID]:
    """Ids of those whose list has closed."""
    meetings = db.session.scalars(to_come().options(joinedload(Meeting.board)))
    return [meeting.id for meeting in meetings if is_past_cutoff(meeting)]


def within(hours: int) -> Sequence[UUID]:
    """Ids of those that start within some hours."""
    near = to_come().where(Meeting.starts_at <= time.now() + timedelta(hours=hours))
    return db.session.scalars(near.with_only_columns(Meeting.id)).all()


def meeting_to_come(meeting_id: UUID) -> Meeting | None:
    """The meeting with its agenda and materials; None once it has begun or was called off."""
    materials = selectinload(Meeting.items).joinedload(AgendaItem.case).selectinload(Case.materials)
    return db.session.scalar(to_come().where(Meeting.id == meeting_id).options(*FULL, materials))
