"""Who waits to be certified, since when, and what an administrator should know to decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from eboard.core import time
from eboard.core.db import db
from eboard.membership.models import Certification, CertificationRound
from eboard.people.enums import NETWORK_ROLES, AffiliationRole, CredentialKind, PersonState
from eboard.people.models import Affiliation, Credential, LoginSession, Organization, Person
from eboard.people.queries.affiliations import is_current, is_not_over

TIME_TO_DECIDE = timedelta(days=30)
SUSPENDED_AFTER = timedelta(days=30)  # the day it was due
MONTHS = 3
ADMINISTRATORS = frozenset({AffiliationRole.ORGANIZATION_ADMIN, AffiliationRole.NETWORK_ADMIN})
SECOND_FACTORS = (CredentialKind.PASSKEY, CredentialKind.TOTP)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who waits to be certified in an organization."""

    person: Person
    roles: Sequence[Affiliation]
    due_on: date
    last_sign_in: datetime | None
    has_second_factor: bool

    @property
    def is_suspended(self) -> bool:
        """Whether the access was suspended meanwhile."""
        return any(role.suspended_at is not None for role in self.roles)

    @property
    def is_of_the_network(self) -> bool:
        """Whether a role is one that only administrators of the network give and end."""
        return any(role.role in NETWORK_ROLES for role in self.roles)


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom the newest round of an organization that is open still asks; nobody of them is suspended."""

    organization: Organization
    due_on: date
    people: frozenset[UUID]
    of_the_network: frozenset[UUID]  # those of them whom only administrators of the network certify


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of an organization wait, and since when it is or will be due."""

    organization: Organization
    people: int
    due_on: date

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < time.now().date()


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // MONTHS * MONTHS + 1, day=1)


def due_on() -> ColumnElement[date]:
    """When the oldest round that still asks for a role was due; NULL when none does.

    A role that is suspended although its person was certified is asked for by the last round before.
    """
    before: Any = (
        select(func.max(CertificationRound.due_on))
        .where(
            CertificationRound.organization_id == Affiliation.organization_id,
            CertificationRound.opened_at < Affiliation.suspended_at,
        )
        .correlate(Affiliation)
        .scalar_subquery()
    )
    return func.coalesce(_open_round(func.min(CertificationRound.due_on)), before)


def _open_round(due: ColumnElement[date]) -> ColumnElement[date]:
    """The oldest or the newest day among the rounds that still ask for a role; NULL when none does.

    A round asks for each role that was approved before it opened, until its person is certified after that.
    """
    answered = exists(
        select(Certification.id)
        .where(
            Certification.person_id == Affiliation.person_id,
            Certification.organization_id == Affiliation.organization_id,
            Certification.decided_at >= CertificationRound.opened_at,
        )
        .correlate(Affiliation, CertificationRound)
    )
    found: Any = (
        select(due)
        .where(
            CertificationRound.organization_id == Affiliation.organization_id,
            CertificationRound.opened_at > Affiliation.approved_at,
            ~answered,
        )
        .correlate(Affiliation)
        .scalar_subquery()
    )
    return found  # type: ignore[no-any-return]


def waiting_people(organization_id: UUID) -> Select[Person]:
    """Everybody who waits in an organization, the suspended ones too, by name."""
    asked = select(Affiliation.person_id).where(
        Affiliation.organization_id == organization_id, is_not_over(), due_on().is_not(None)
    )
    return select(Person).where(Person.id.in_(asked)).order_by(Person.family_name, Person.given_name, Person.id)


def waiting_among(ids: Collection[UUID], organization_id: UUID) -> Sequence[Person]:
    """Those of these people who still wait in an organization, by name."""
    return db.session.scalars(waiting_people(organization_id).where(Person.id.in_(ids))).all()


def described(people: Sequence[Person], organization_id: UUID) -> list[Waiting]:
    """What an administrator should know of people who wait; three queries."""
    ids = [person.id for person in people]
    roles: dict[UUID, list[Affiliation]] = {person_id: [] for person_id in ids}
    due: dict[UUID, date] = {}
    for role, day in db.session.execute(
        select(Affiliation, due_on())
        .where(Affiliation.person_id.in_(ids), Affiliation.organization_id == organization_id, is_not_over())
        .order_by(Affiliation.id)
    ):
        roles[role.person_id].append(role)
        if day is not None:
            due[role.person_id] = min(day, due.get(role.person_id, day))
    sign_ins = (
        select(LoginSession.person_id, func.max(LoginSession.started_at))
        .where(LoginSession.person_id.in_(ids))
        .group_by(LoginSession.person_id)
    )
    seen = {row[0]: row[1] for row in db.session.execute(sign_ins)}
    proven = set(
        db.session.scalars(
            select(Credential.person_id).where(
                Credential.person_id.in_(ids), Credential.kind.in_(SECOND_FACTORS), Credential.revoked_at.is_(None)
            )
        )
    )
    return [
        Waiting(person, roles[person.id], due[person.id], seen.get(person.id), person.id in proven)
        for person in people
        if person.id in due
    ]


def counts(organizations: Select[Organization]) -> list[Count]:
    """How many wait in each of these organizations where anybody does, the longest due first; one query."""
    asked = (
        select(Affiliation.organization_id, Affiliation.person_id, due_on().label("due_on"))
        .where(is_not_over())
        .subquery()
    )
    rows = db.session.execute(
        organizations.join(asked, asked.c.organization_id == Organization.id)
        .where(asked.c.due_on.is_not(None))
        .add_columns(func.count(asked.c.person_id.distinct()), func.min(asked.c.due_on))
        .group_by(Organization.id)
        .order_by(func.min(asked.c.due_on), Organization.name)
    )
    return [Count(*row) for row in rows]


def asked_now(organization: Organization) -> Asked | None:
    """Whom the newest open round of an organization asks for; None when nobody without a suspension waits."""
    newest = _open_round(func.max(CertificationRound.due_on))
    rows = db.session.execute(
        select(Affiliation.person_id, Affiliation.role, newest).where(
            Affiliation.organization_id == organization.id, is_current()
        )
    ).all()
    days = [day for _person, _role, day in rows if day is not None]
    if not days:
        return None
    people = frozenset(person_id for person_id, _role, day in rows if day is not None)
    network = frozenset(person_id for person_id, role, _day in rows if role in NETWORK_ROLES)
    return Asked(organization, max(days), people, people & network)


def to_open(today: date) -> Sequence[UUID]:
    """Ids of the organizations with people whose round of this quarter was not opened yet."""
    there = exists().where(Affiliation.organization_id == Organization.id, is_current())
    opened = exists().where(
        CertificationRound.organization_id == Organization.id, CertificationRound.quarter == quarter_of(today)
    )
    is_member = Organization.left_on.is_(None) | (Organization.left_on >= today)
    return db.session.scalars(select(Organization.id).where(is_member, there, ~opened).order_by(Organization.id)).all()


def to_suspend(today: date) -> Sequence[UUID]:
    """Ids of the roles for which the day was due more than thirty days ago."""
    return db.session.scalars(select(Affiliation.id).where(_is_late(today)).order_by(Affiliation.id)).all()


def is_to_suspend(role: Affiliation, today: date) -> bool:
    """Whether the day for one role was due more than thirty days ago."""
    return db.session.scalar(select(Affiliation.id).where(Affiliation.id == role.id, _is_late(today))) is not None


def _is_late(today: date) -> ColumnElement[bool]:
    return and_(is_current(), due_on() < today - SUSPENDED_AFTER)


def is_last_administrator(person: Person, organization_id: UUID) -> bool:
    """Whether nobody else could act as this administrator does, for the organization or for the network."""
    return any(
        _is_alone(role)
        for role in person.affiliations
        if role.organization_id == organization_id and not role.is_over and role.role in ADMINISTRATORS
    )


def _is_alone(role: Affiliation) -> bool:
    other = aliased(Affiliation)
    others = (
        select(other.id)
        .join(Person, Person.id == other.person_id)
        .where(
            Person.state == PersonState.ACTIVE,
            other.role == role.role,
            other.person_id != role.person_id,
            is_current(other),
        )
    )
    if role.role is AffiliationRole.ORGANIZATION_ADMIN:
        others = others.where(other.organization_id == role.organization_id)
    return db.session.scalar(others.limit(1)) is None
