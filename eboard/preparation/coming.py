"""The published meetings that are still to come, for the jobs."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import TOLD_STATES, MeetingState
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


def near(hours: int) -> Sequence[UUID]:
    """Ids of the published meetings that start within some hours, or run."""
    return db.session.scalars(
        _near().where(Meeting.starts_at <= time.now() + timedelta(hours=hours)).with_only_columns(Meeting.id)
    ).all()


def meeting_near(meeting_id: UUID) -> Meeting | None:
    """The meeting with its agenda; None once it is over or was called off."""
    return db.session.scalar(_near().where(Meeting.id == meeting_id).options(*FULL))


def meeting_to_come(meeting_id: UUID) -> Meeting | None:
    """The meeting with its agenda and materials; None once it has begun or was called off."""
    materials = selectinload(Meeting.items).joinedload(AgendaItem.case).selectinload(Case.materials)
    return db.session.scalar(to_come().where(Meeting.id == meeting_id).options(*FULL, materials))


def _near() -> Select[Meeting]:
    """Published meetings that are not over."""
    return (
        select(Meeting)
        .where(Meeting.state.in_(TOLD_STATES), Meeting.ends_at > time.now())
        .order_by(Meeting.starts_at, Meeting.id)
    )
