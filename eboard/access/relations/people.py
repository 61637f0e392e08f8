"""Relations to organizations, people, sign-ins and subscriptions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.orm import aliased

from eboard.access.relations.kinds import Relation as R
from eboard.core.db.present import TODAY
from eboard.feeds.models import Subscription
from eboard.people.enums import CARE_ROLES, NETWORK_ROLES, AffiliationRole
from eboard.people.models import Affiliation, Credential, Delegation, HeldForm, LoginSession, Organization, Person
from eboard.people.queries.delegations import is_current as delegation_is_current
from eboard.review.models import Oddity

Criterion = Callable[[UUID], ColumnElement[bool]]


def in_force(affiliation: Any = Affiliation) -> ColumnElement[bool]:
    """An affiliation that gives rights today."""
    return and_(
        affiliation.approved_at.is_not(None),
        affiliation.suspended_at.is_(None),
        affiliation.starts_on <= TODAY,
        or_(affiliation.ends_on.is_(None), affiliation.ends_on >= TODAY),
    )


def organizations(person_id: UUID, roles: frozenset[AffiliationRole] | None = None) -> Select[UUID]:
    """Ids of the organizations where a person has one of the roles (any, without ``roles``)."""
    statement = (
        select(Affiliation.organization_id).where(Affiliation.person_id == person_id, in_force()).correlate(None)
    )
    return statement if roles is None else statement.where(Affiliation.role.in_(roles))


def holds(role: AffiliationRole) -> Criterion:
    """A role anywhere in the network, whatever the row."""
    return lambda me: exists(
        select(Affiliation.id).where(Affiliation.person_id == me, Affiliation.role == role, in_force())
    )


is_network_admin = holds(AffiliationRole.NETWORK_ADMIN)
is_auditor = holds(AffiliationRole.AUDITOR)
ADMIN = frozenset({AffiliationRole.ORGANIZATION_ADMIN})


def anybody(_me: UUID) -> ColumnElement[bool]:
    """Everybody who is signed in."""
    return true()


def owned_by(column: Any) -> Criterion:
    """The row belongs to the person."""
    return lambda me: column == me


def administers(column: Any) -> Criterion:
    """The person administers the organization in ``column``."""
    return lambda me: column.in_(organizations(me, ADMIN))


def _shares_organization(me: UUID) -> ColumnElement[bool]:
    theirs = aliased(Affiliation)
    shared = select(theirs.id).where(
        theirs.person_id == Person.id, theirs.organization_id.in_(organizations(me)), in_force(theirs)
    )
    return exists(shared.correlate(Person))


def _administers_person(me: UUID) -> ColumnElement[bool]:
    # Also before approval and after the end: an administrator sees whom to approve and whom he or she let go.
    theirs = aliased(Affiliation)
    return exists(
        select(theirs.id).where(theirs.person_id == Person.id, theirs.organization_id.in_(organizations(me, ADMIN)))
    )


def _administers_all_of_person(me: UUID) -> ColumnElement[bool]:
    # Otherwise an administrator could close the account of anybody whom he or she invites from another organization.
    theirs = aliased(Affiliation)
    beyond = select(theirs.id).where(
        theirs.person_id == Person.id,
        or_(theirs.ends_on.is_(None), theirs.ends_on >= TODAY),
        or_(theirs.organization_id.not_in(organizations(me, ADMIN)), theirs.role.in_(NETWORK_ROLES)),
    )
    return and_(_administers_person(me), ~exists(beyond), Person.id != me)


def _administers_affiliation(me: UUID) -> ColumnElement[bool]:
    return and_(Affiliation.organization_id.in_(organizations(me, ADMIN)), Affiliation.role.not_in(NETWORK_ROLES))


def _administers_oddity(me: UUID) -> ColumnElement[bool]:
    mine = organizations(me, ADMIN)
    people = select(Affiliation.person_id).where(
        Affiliation.organization_id.in_(mine),
        Affiliation.approved_at.is_not(None),
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= TODAY),
    )
    return or_(Oddity.organization_id.in_(mine), Oddity.person_id.in_(people))


def _may_act(me: UUID) -> ColumnElement[bool]:
    return and_(Delegation.delegate_id == me, delegation_is_current())


ORGANIZATION: dict[R, Criterion] = {
    R.ANYBODY: anybody,
    R.COLLEAGUE: lambda me: Organization.id.in_(organizations(me)),
    R.CARE_TEAM: lambda me: Organization.id.in_(organizations(me, CARE_ROLES)),
    R.ORGANIZATION_ADMIN: administers(Organization.id),
    R.NETWORK_ADMIN: is_network_admin,
    R.AUDITOR: is_auditor,
}
PERSON: dict[R, Criterion] = {
    R.SELF: owned_by(Person.id),
    R.COLLEAGUE: _shares_organization,
    R.ORGANIZATION_ADMIN: _administers_person,
    R.SOLE_ADMIN: _administers_all_of_person,
    R.NETWORK_ADMIN: is_network_admin,
    R.AUDITOR: is_auditor,
}
AFFILIATION: dict[R, Criterion] = {
    R.SELF: owned_by(Affiliation.person_id),
    R.ORGANIZATION_ADMIN: _administers_affiliation,
    R.NETWORK_ADMIN: is_network_admin,
}
DELEGATION: dict[R, Criterion] = {R.SELF: owned_by(Delegation.principal_id), R.DELEGATE: _may_act}
ODDITY: dict[R, Criterion] = {R.ORGANIZATION_ADMIN: _administers_oddity, R.AUDITOR: is_auditor}
HELD_FORM: dict[R, Criterion] = {R.SELF: owned_by(HeldForm.person_id)}
CREDENTIAL: dict[R, Criterion] = {R.SELF: owned_by(Credential.person_id)}
LOGIN_SESSION: dict[R, Criterion] = {R.SELF: owned_by(LoginSession.person_id)}
SUBSCRIPTION: dict[R, Criterion] = {R.SELF: owned_by(Subscription.person_id)}
