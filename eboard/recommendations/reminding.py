"""When somebody is reminded of a letter that nobody acknowledged.

The first reminder is due after the outcome-return deadline of the board's rule pack (working days, counted as days), or
after three days without one; after 24 hours if the case was urgent. The second one after the same time again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board, RulePack
from eboard.boards.rules import rules_on
from eboard.cases.enums import Urgency
from eboard.core.db import db
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import unacknowledged

URGENT = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
URGENT_TIME = timedelta(hours=24)
USUAL_DAYS = 3
STEPS = 2


def patience(version: SignedVersion) -> timedelta:
    """How long a letter may wait before the next reminder."""
    if version.case.urgency in URGENT:
        return URGENT_TIME
    meeting = version.discussion.item.meeting
    days = rules_on(meeting.board, meeting.day).outcome_days
    return timedelta(days=USUAL_DAYS if days is None else max(days, 1))


def due_at(version: SignedVersion) -> datetime:
    """When the next reminder is due."""
    return version.signed_at + patience(version) * (version.reminders + 1)


def due(moment: datetime) -> Sequence[UUID]:
    """Ids of the letters whose next reminder is due."""
    waiting = unacknowledged(select(SignedVersion).where(SignedVersion.reminders < STEPS)).options(
        joinedload(SignedVersion.discussion)
        .joinedload(Discussion.item)
        .joinedload(AgendaItem.meeting)
        .joinedload(Meeting.board)
        .joinedload(Board.rule_pack)
        .selectinload(RulePack.versions)
    )
    return [version.id for version in db.session.scalars(waiting) if due_at(version) <= moment]
