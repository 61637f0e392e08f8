"""What patients said about sharing, and whom a withdrawal reached."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from eboard.audit.models import AuditSight
from eboard.cases.enums import Consent
from eboard.cases.models import Case, CaseConsent, WithdrawalNotice
from eboard.core.db import db
from eboard.people.enums import PersonState
from eboard.people.models import Person


class Withdrawn(NamedTuple):
    """A case somebody had looked at and that nobody but its care team may see any more."""

    number: str
    on: date | None


def is_shared() -> ColumnElement[bool]:
    """The patient of this `Case` did not withdraw consent."""
    return Case.consent.is_distinct_from(Consent.WITHDRAWN)


def consents_of(case: Case) -> Sequence[CaseConsent]:
    """All that was recorded, the newest first."""
    return db.session.scalars(
        select(CaseConsent)
        .where(CaseConsent.case_id == case.id)
        .order_by(CaseConsent.created_at.desc(), CaseConsent.id.desc())
        .options(joinedload(CaseConsent.recorded_by))
    ).all()


def withdrawn_from(person_id: UUID) -> list[Withdrawn]:
    """The withdrawn cases that a person was told of, the newest first; one that is shared again is left out."""
    found = db.session.execute(
        select(Case.number, CaseConsent.on)
        .join(CaseConsent, CaseConsent.case_id == Case.id)
        .join(WithdrawalNotice, WithdrawalNotice.consent_id == CaseConsent.id)
        .where(WithdrawalNotice.person_id == person_id, ~is_shared())
        .order_by(CaseConsent.created_at.desc(), CaseConsent.id.desc())
    )
    return list(dict.fromkeys(Withdrawn(*row) for row in found))


def lookers(case: Case) -> list[Person]:
    """Active people who saw a case or a part of it, in a list or in whole, as the audit says; by id."""
    who = (AuditSight.person_id, AuditSight.on_behalf_of_id)
    sought = [select(column).where(AuditSight.case_id == case.id, column.is_not(None)) for column in who]
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.state == PersonState.ACTIVE, or_(*(Person.id.in_(one) for one in sought)))
            .order_by(Person.id)
        )
    )
