"""Roles in organizations: begun, approved, ended; a move ends one and begins another."""

from datetime import timedelta

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.actions.standing import settle
from eboard.people.emails import approved_mail
from eboard.people.enums import AffiliationRole, PersonEvent, PersonState
from eboard.people.models import Affiliation, Organization, Person


def begin_role(*, actor: Actor, person: Person, organization: Organization, role: AffiliationRole) -> Affiliation:
    """Give a person a role in an organization from today on; it gives rights once it is approved."""
    today = time.now().date()
    if organization.left_on is not None and organization.left_on <= today:
        raise DomainError(_("%(name)s has left the network.", name=organization.name), field="organization")
    if any(_is_same(held, organization, role) for held in person.affiliations):
        raise DomainError(_("%(name)s has this role there already.", name=person.name), field="role")
    row = Affiliation(person=person, organization=organization, role=role, starts_on=today)
    row.person_id, row.organization_id = person.id, organization.id
    db.session.add(row)
    _note(actor, PersonEvent.ROLE_GIVEN, row)
    return row


def approve(*, actor: Actor, affiliation: Affiliation) -> None:
    """Let a role give rights; a verified person becomes active and is told. Approving twice changes nothing."""
    person = affiliation.person
    if affiliation.approved_at is not None:
        return
    if person.state is PersonState.DEACTIVATED:
        raise DomainError(_("This account is closed."))
    affiliation.approved_at = time.now()
    affiliation.approved_by_id = actor.person_id
    settle(actor=actor, person=person)
    if person.state is PersonState.VERIFIED:
        person.state = PersonState.ACTIVE
        queue(
            approved_mail(
                person=person,
                organization=affiliation.organization,
                base_url=settings().base_url,
                affiliation_id=affiliation.id,
            )
        )
    _note(actor, PersonEvent.APPROVED, affiliation)


def end_role(*, actor: Actor, affiliation: Affiliation) -> None:
    """Take a role away at once, and the access with the last one; ending it twice changes nothing."""
    if affiliation.is_over:
        return
    affiliation.ends_on = time.now().date() - timedelta(days=1)
    _note(actor, PersonEvent.ROLE_ENDED, affiliation)
    settle(actor=actor, person=affiliation.person)


def move(
    *, actor: Actor, affiliation: Affiliation, organization: Organization, role: AffiliationRole, is_approved: bool
) -> Affiliation:
    """Let somebody leave one organization for another; without approval the new one's administrator has to give it."""
    if organization.id == affiliation.organization_id:
        raise DomainError(_("Choose another organization."), field="organization")
    begun = begin_role(actor=actor, person=affiliation.person, organization=organization, role=role)
    end_role(actor=actor, affiliation=affiliation)
    if is_approved:
        approve(actor=actor, affiliation=begun)
    record(
        actor=actor,
        event=PersonEvent.MOVED,
        subject=affiliation.person,
        organization_id=affiliation.organization_id,
        to=organization.id,
    )
    return begun


def _is_same(held: Affiliation, organization: Organization, role: AffiliationRole) -> bool:
    return held.organization_id == organization.id and held.role is role and not held.is_over


def _note(actor: Actor, event: PersonEvent, row: Affiliation) -> None:
    record(actor=actor, event=event, subject=row.person, organization_id=row.organization_id, role=row.role)
