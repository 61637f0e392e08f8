"""What became of what was recommended: the recommendations that the care team was asked for, counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.followup.models import FollowUp
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.reports.periods import Period
from eboard.reports.scope import Scope

UNANSWERED = "unanswered"


class Fate(NamedTuple):
    """How many recommendations of an organization had an answer; ``followed`` is None until somebody answers."""

    organization_id: UUID
    followed: str | None
    reason: str | None
    number: int


FOLLOWED: ColumnElement[Any] = type_coerce(FollowUp.followed, String)
REASON: ColumnElement[Any] = type_coerce(FollowUp.reason, String)


def fates_of(scope: Scope, period: Period, moment: datetime) -> list[Fate]:
    """Recommendations of meetings in the period that were asked for by ``moment``; one query."""
    found = db.session.execute(
        _asked(select(Case.organization_id, FOLLOWED, REASON, func.count()), scope, period, moment).group_by(
            Case.organization_id, FOLLOWED, REASON
        )
    )
    return [Fate._make(row) for row in found]


def cases_with(
    scope: Scope, period: Period, moment: datetime, *, followed: str = "", reason: str = "", organization: str = ""
) -> list[UUID]:
    """The case of each recommendation with such an answer or reason, in order of time."""
    statement = _asked(select(Case.id, Case.organization_id), scope, period, moment).order_by(
        Meeting.starts_at, FollowUp.case_id
    )
    if followed:
        statement = statement.where(FOLLOWED.is_(None) if followed == UNANSWERED else followed == FOLLOWED)
    if reason:
        statement = statement.where(reason == REASON)
    found = db.session.execute(statement)
    return [row.id for row in found if organization in {"", row.organization_id.hex}]


def _asked(statement: Any, scope: Scope, period: Period, moment: datetime) -> Any:
    start, end = period.bounds(scope.zone)
    return (
        statement.select_from(FollowUp)
        .join(Case, Case.id == FollowUp.case_id)
        .join(Discussion, Discussion.id == FollowUp.discussion_id)
        .join(AgendaItem, AgendaItem.id == Discussion.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(SignedVersion, SignedVersion.id == FollowUp.version_id)
        .where(scope.counts, Meeting.state == MeetingState.CONCLUDED, Case.state != CaseState.ENTERED_IN_ERROR)
        .where(Meeting.starts_at >= start, Meeting.starts_at < end)
        .where(SignedVersion.state == VersionState.IN_FORCE)
        .where(or_(FollowUp.followed.is_not(None), FollowUp.due_at <= moment))
    )


def by_answer(fates: Iterable[Fate]) -> Counter[str]:
    """How many recommendations had each answer."""
    found: Counter[str] = Counter()
    for one in fates:
        found[one.followed or UNANSWERED] += one.number
    return found


def by_reason(fates: Iterable[Fate]) -> Counter[str]:
    """How many were not followed, or not wholly, for each reason."""
    found: Counter[str] = Counter()
    for one in fates:
        if one.reason:
            found[one.reason] += one.number
    return found
