"""What became of what was recommended: one row a recommendation that the care team was asked for."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import String, or_, select, type_coerce

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.followup.models import FollowUp
from eboard.followup.queries import counts
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.models import Discussion
from eboard.reports.periods import Period
from eboard.reports.scope import Scope

UNANSWERED = "unanswered"


class Fate(NamedTuple):
    """A recommendation; ``followed`` is None until somebody answers."""

    case_id: UUID
    organization_id: UUID
    board_id: UUID
    followed: str | None
    reason: str | None


def fates_of(scope: Scope, period: Period, moment: datetime) -> list[Fate]:
    """Recommendations of meetings in the period that were asked for by ``moment``; one query."""
    start, end = period.bounds(scope.zone)
    found = db.session.execute(
        select(
            Case.id,
            Case.organization_id,
            Meeting.board_id,
            type_coerce(FollowUp.followed, String),
            type_coerce(FollowUp.reason, String),
        )
        .select_from(FollowUp)
        .join(Case, Case.id == FollowUp.case_id)
        .join(Discussion, Discussion.id == FollowUp.discussion_id)
        .join(AgendaItem, AgendaItem.id == Discussion.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(scope.counts, Meeting.state == MeetingState.CONCLUDED, Case.state != CaseState.ENTERED_IN_ERROR)
        .where(Meeting.starts_at >= start, Meeting.starts_at < end, counts())
        .where(or_(FollowUp.followed.is_not(None), FollowUp.due_at <= moment))
        .order_by(Meeting.starts_at, FollowUp.case_id, FollowUp.position)
    )
    return [Fate._make(row) for row in found]


def by_answer(fates: Sequence[Fate]) -> Counter[str]:
    """How many recommendations had each answer."""
    return Counter(one.followed or UNANSWERED for one in fates)
