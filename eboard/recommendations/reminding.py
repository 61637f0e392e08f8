"""When somebody is reminded of a letter that nobody acknowledged.

The first reminder is due after the outcome-return deadline of the board's rule pack, or after three working days
without one; after 24 hours if the case was urgent. The second one after the same time again. Working days are those of
the nominating organization, whose people are waited for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board, RulePack
from eboard.boards.rules import rules_on
from eboard.boards.working_days import WorkingDays, working_days
from eboard.cases.enums import Urgency
from eboard.core.db import db
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import unacknowledged

URGENT = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
URGENT_TIME = timedelta(hours=24)
USUAL_DAYS = 3
STEPS = 2


def due_at(version: SignedVersion, worked: WorkingDays) -> datetime:
    """When the next reminder is due, for a nominating organization with these working days."""
    step = version.reminders + 1
    if version.case.urgency in URGENT:
        return version.signed_at + URGENT_TIME * step
    meeting = version.discussion.item.meeting
    days = rules_on(meeting.board, meeting.day).outcome_days
    return worked.after(version.signed_at, (USUAL_DAYS if days is None else max(days, 1)) * step)


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
    versions = db.session.scalars(waiting).all()
    if not versions:
        return []
    since = versions[0].signed_at.date() - timedelta(days=1)  # the oldest, on whatever clocks
    owners = {version.case.organization for version in versions}
    worked = {owner.id: working_days(owner, since) for owner in owners}
    return [version.id for version in versions if due_at(version, worked[version.case.organization_id]) <= moment]
