"""Reads of who belongs where."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from eboard.core.db import db
from eboard.core.db.present import TODAY
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Organization, Person


def is_current(affiliation: type[Affiliation] = Affiliation) -> ColumnElement[bool]:
    """An affiliation (the table, or an alias of it) that has begun, has not ended, is approved and not suspended."""
    return and_(
        affiliation.approved_at.is_not(None),
        affiliation.suspended_at.is_(None),
        affiliation.starts_on <= TODAY,
        or_(affiliation.ends_on.is_(None), affiliation.ends_on >= TODAY),
    )


def in_force(person_id: UUID) -> Select[UUID]:
    """Ids of the organizations a person belongs to today."""
    return select(Affiliation.organization_id).where(Affiliation.person_id == person_id, is_current())


def administrators_of(person: Person) -> Sequence[Person]:
    """Who may approve a person: the administrators of the organizations he or she is to join, else of the network."""
    joining = {affiliation.organization_id for affiliation in person.affiliations}
    local = _holding(AffiliationRole.ORGANIZATION_ADMIN, Affiliation.organization_id.in_(joining))
    return local or network_administrators()


def administrators_at(organization_id: UUID) -> Sequence[Person]:
    """The administrators of an organization, else of the network."""
    local = _holding(AffiliationRole.ORGANIZATION_ADMIN, Affiliation.organization_id == organization_id)
    return local or network_administrators()


def network_administrators() -> Sequence[Person]:
    """The administrators of the network."""
    return _holding(AffiliationRole.NETWORK_ADMIN, true())


def _holding(role: AffiliationRole, where: ColumnElement[bool]) -> Sequence[Person]:
    return db.session.scalars(
        select(Person)
        .where(
            Person.state == PersonState.ACTIVE,
            Person.id.in_(select(Affiliation.person_id).where(Affiliation.role == role, where, is_current())),
        )
        .order_by(Person.id)
    ).all()


def is_not_over() -> ColumnElement[bool]:
    """An affiliation whose last day has not passed, approved or not."""
    return or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= TODAY)


def homes(person_ids: Collection[UUID]) -> dict[UUID, Organization]:
    """The organization where each person works today; of several the one he or she joined first. One query."""
    rows = db.session.execute(
        select(Affiliation.person_id, Organization)
        .join(Affiliation.organization)
        .where(Affiliation.person_id.in_(person_ids), is_current())
        .order_by(Affiliation.starts_on.desc(), Affiliation.id.desc())
    )
    return {row[0]: row[1] for row in rows}
