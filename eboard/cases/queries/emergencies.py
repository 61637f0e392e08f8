"""Cases that were opened in an emergency, and who judges it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Case, EmergencyAccess
from eboard.cases.queries.consents import is_shared
from eboard.cases.states import HIDDEN_FROM_BOARD
from eboard.core.db import db
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import administrators_at, is_current

FIRST_REMINDER, NEXT_REMINDER = timedelta(days=3), timedelta(days=7)
PARTS = (
    joinedload(EmergencyAccess.case),
    joinedload(EmergencyAccess.person),
    joinedload(EmergencyAccess.reviewed_by),
)


def with_number(number: str) -> Case | None:
    """The case with a number, unless it is a draft, an error, or its patient withdrew consent."""
    return db.session.scalar(
        select(Case).where(Case.number == number.strip().upper(), Case.state.not_in(HIDDEN_FROM_BOARD), is_shared())
    )


def openings_of(case: Case) -> Sequence[EmergencyAccess]:
    """The openings of a case, the newest first."""
    return db.session.scalars(
        select(EmergencyAccess)
        .where(EmergencyAccess.case_id == case.id)
        .order_by(EmergencyAccess.created_at.desc(), EmergencyAccess.id.desc())
        .options(*PARTS)
    ).all()


def unreviewed(rows: Select[EmergencyAccess]) -> Select[EmergencyAccess]:
    """Those nobody judged yet, the oldest first."""
    return (
        rows.where(EmergencyAccess.reviewed_at.is_(None))
        .order_by(EmergencyAccess.created_at, EmergencyAccess.id)
        .options(*PARTS)
    )


def reviewed(rows: Select[EmergencyAccess]) -> Select[EmergencyAccess]:
    """Those that were judged, the newest first."""
    return (
        rows.where(EmergencyAccess.reviewed_at.is_not(None))
        .order_by(EmergencyAccess.reviewed_at.desc(), EmergencyAccess.id)
        .options(*PARTS)
    )


def number_unreviewed(rows: Select[EmergencyAccess]) -> int:
    """How many nobody judged yet."""
    waiting = rows.where(EmergencyAccess.reviewed_at.is_(None)).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def to_remind(moment: datetime) -> Sequence[UUID]:
    """Ids of openings nobody judged for three days, each again after a week."""
    waits = or_(EmergencyAccess.reminded_at.is_(None), EmergencyAccess.reminded_at <= moment - NEXT_REMINDER)
    return db.session.scalars(
        select(EmergencyAccess.id)
        .where(EmergencyAccess.reviewed_at.is_(None), EmergencyAccess.created_at <= moment - FIRST_REMINDER, waits)
        .order_by(EmergencyAccess.id)
    ).all()


def reviewers_of(row: EmergencyAccess) -> list[Person]:
    """The administrators of the nominating organization and the auditors, but nobody judges his or her own."""
    auditing = select(Affiliation.person_id).where(Affiliation.role == AffiliationRole.AUDITOR, is_current())
    auditors = db.session.scalars(
        select(Person).where(Person.state == PersonState.ACTIVE, Person.id.in_(auditing)).order_by(Person.id)
    )
    found = {person.id: person for person in (*administrators_at(row.case.organization_id), *auditors)}
    return [person for person in found.values() if person.id != row.person_id]
