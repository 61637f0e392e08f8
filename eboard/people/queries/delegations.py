"""Reads of who may act on behalf of whom."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eboard.core.db import db
from eboard.core.db.present import TODAY
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Delegation, Person
from eboard.people.queries import affiliations


def is_current() -> ColumnElement[bool]:
    """A delegation in force: begun, not over, not revoked, of an active principal who works where the delegate does."""
    active = select(Person.id).where(Person.state == PersonState.ACTIVE).correlate(None)
    return and_(
        Delegation.revoked_at.is_(None),
        Delegation.starts_on <= TODAY,
        or_(Delegation.ends_on.is_(None), Delegation.ends_on >= TODAY),
        Delegation.principal_id.in_(active),
        _share_organization(),
    )


def _share_organization() -> ColumnElement[bool]:
    principals, delegates = aliased(Affiliation), aliased(Affiliation)
    shared = (
        select(principals.id)
        .join(delegates, delegates.organization_id == principals.organization_id)
        .where(principals.person_id == Delegation.principal_id, delegates.person_id == Delegation.delegate_id)
        .where(affiliations.is_current(principals), affiliations.is_current(delegates))
    )
    return exists(shared.correlate(Delegation))


class SignIn(Protocol):
    """What a sign-in says about whose rights it uses."""

    @property
    def person_id(self) -> UUID:
        """Who signed in."""

    @property
    def on_behalf_of_id(self) -> UUID | None:
        """For whom he or she acts, if for anybody."""


def has_lapsed(login: SignIn) -> bool:
    """Whether a sign-in acts on behalf of somebody who no longer allows it."""
    if login.on_behalf_of_id is None:
        return False
    found = db.session.scalar(
        select(Delegation.id).where(
            Delegation.delegate_id == login.person_id, Delegation.principal_id == login.on_behalf_of_id, is_current()
        )
    )
    return found is None


def given_by(person_id: UUID) -> Sequence[Delegation]:
    """The delegations a person has given and not revoked, also those to come; the ended ones are gone."""
    return db.session.scalars(
        select(Delegation)
        .where(
            Delegation.principal_id == person_id,
            Delegation.revoked_at.is_(None),
            or_(Delegation.ends_on.is_(None), Delegation.ends_on >= TODAY),
        )
        .order_by(Delegation.starts_on, Delegation.id)
        .options(joinedload(Delegation.delegate))
    ).all()


def in_copy(person_id: UUID) -> Sequence[Delegation]:
    """The delegations in force whose delegates get copies of what a person is told; one query."""
    return db.session.scalars(
        select(Delegation)
        .join(Delegation.delegate)
        .where(
            Delegation.principal_id == person_id,
            Delegation.gets_copies,
            Person.state == PersonState.ACTIVE,
            is_current(),
        )
        .order_by(Delegation.id)
        .options(contains_eager(Delegation.delegate))
    ).all()


def copies_of(delegation: Delegation) -> str:
    """How the keys of all threads begin that copies to a delegate belong to."""
    return f"copy:{delegation.id}:"


def given_to(person_id: UUID) -> Sequence[Delegation]:
    """The delegations a person may use today."""
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.delegate_id == person_id, is_current())
        .order_by(Delegation.id)
        .options(joinedload(Delegation.principal))
    ).all()
