"""Reading follow-ups; only those of a version in force and of a case that is still followed count."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.queries.consents import is_shared
from eboard.core.db import db
from eboard.followup.models import GRACE, FollowUp, FollowUpAnswer
from eboard.recommendations.enums import Result, VersionState
from eboard.recommendations.models import SignedVersion

FOLLOWED_RESULTS = (Result.RECOMMENDATION, Result.NO_RECOMMENDATION)
FOLLOWED_STATES = frozenset({CaseState.RECOMMENDED, CaseState.NO_RECOMMENDATION, CaseState.FOLLOWED_UP})
PARTS = (
    joinedload(FollowUp.case).joinedload(Case.board),
    joinedload(FollowUp.version),
    selectinload(FollowUp.answers).joinedload(FollowUpAnswer.by),
)


def counts() -> ColumnElement[bool]:
    """The recommendation stands."""
    return FollowUp.version.has(SignedVersion.state == VersionState.IN_FORCE)


def is_followed() -> ColumnElement[bool]:
    """The recommendation stands, and its case is neither closed nor discussed anew."""
    return and_(counts(), FollowUp.case.has(Case.state.in_(FOLLOWED_STATES) & is_shared()))


def due(rows: Select[FollowUp], moment: datetime) -> Select[FollowUp]:
    """Those the care team is asked for, the oldest first."""
    return rows.where(FollowUp.due_at <= moment, is_followed()).order_by(FollowUp.due_at, FollowUp.id)


def overdue(rows: Select[FollowUp], moment: datetime) -> Select[FollowUp]:
    """Those whose answer is missing for too long."""
    return due(rows, moment - GRACE)


def answered(rows: Select[FollowUp]) -> Select[FollowUp]:
    """Those with an answer, the newest first."""
    return rows.where(FollowUp.followed.is_not(None), is_followed()).order_by(
        FollowUp.answered_at.desc(), FollowUp.id.desc()
    )


def of_case(rows: Select[FollowUp], case_id: UUID) -> Sequence[FollowUp]:
    """What is followed of a case, in the order of its letter."""
    return db.session.scalars(
        rows.where(FollowUp.case_id == case_id, counts())
        .order_by(FollowUp.version_id, FollowUp.position)
        .options(*PARTS)
    ).all()


def has_open(case_id: UUID) -> bool:
    """Whether something of a case will be asked for again."""
    rows = exists().where(FollowUp.case_id == case_id, FollowUp.due_at.is_not(None), counts())
    return bool(db.session.scalar(select(rows)))


def version_in_force(case_id: UUID) -> SignedVersion | None:
    """The newest letter of a case that counts."""
    return db.session.scalar(
        select(SignedVersion)
        .where(SignedVersion.case_id == case_id, SignedVersion.state == VersionState.IN_FORCE)
        .order_by(SignedVersion.signed_at.desc())
        .limit(1)
    )


def unfollowed_versions() -> Sequence[UUID]:
    """Signed versions in force that nothing is followed of yet, the oldest first."""
    return db.session.scalars(
        select(SignedVersion.id)
        .where(
            SignedVersion.state == VersionState.IN_FORCE,
            SignedVersion.content["outcome"]["result"].as_string().in_(FOLLOWED_RESULTS),
            ~exists().where(FollowUp.version_id == SignedVersion.id),
        )
        .order_by(SignedVersion.signed_at)
    ).all()


def with_ids(rows: Select[FollowUp], ids: Collection[UUID]) -> Sequence[FollowUp]:
    """The rows among those with these ids, the longest due first."""
    return db.session.scalars(
        rows.where(FollowUp.id.in_(ids)).order_by(FollowUp.due_at, FollowUp.id).options(*PARTS)
    ).all()


def number_of(rows: Select[FollowUp]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
