"""An organization leaves the network: everything of it ends by the doors there are, in one transaction.

It stands here because it reaches into people, cases, boards, services and keys, which no package of them may know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from eboard.access.leaving import depart
from eboard.access.parting import (
    UNDECIDED,
    approved_sign_ons,
    is_in_a_live_meeting,
    running_agreements,
    running_services,
)
from eboard.audit import Actor
from eboard.cases.actions.lifecycle import withdraw_case
from eboard.cases.models import Case
from eboard.conferences.actions import end_agreement as end_service
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions import queue
from eboard.membership.actions import end_agreement
from eboard.membership.emails import left_mail
from eboard.people.actions.affiliations import end_role
from eboard.people.actions.organizations import note_left
from eboard.people.data_keys import key_of
from eboard.people.enums import AffiliationRole, LeavingReason, OrganizationKind
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import administrators_at, is_not_over, network_administrators
from eboard.sealing.actions import destroy_key_of
from eboard.signon.actions.providers import stop_provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """When an organization left, and why."""

    last_day: date
    reason: LeavingReason


def leave_network(*, actor: Actor, organization: Organization, farewell: Farewell | None, destroys: bool) -> None:
    """Let an organization leave, and destroy its data key if that was chosen; the caller's transaction is the only one.

    Pressed again it ends what was not ended, destroys what was not destroyed, and tells nobody twice; the day and the
    reason stay as they were said first, and ``farewell`` may be None. Cases that were not discussed are withdrawn; what
    was discussed stays with its board, which signs the outcome. Raises DomainError for the hub, for the organization of
    the last administrator of the network, for a last day that is not over, while a case of it is on the agenda of a
    meeting that runs, and, if it is to destroy, for what `destroy_key_of` refuses.
    """
    db.session.refresh(organization, with_for_update=True)
    _refuse_needed(organization)
    readers = _readers(organization)
    is_new = not organization.has_left
    _withdraw_cases(actor, organization)
    _end_agreements(actor, organization)
    if is_new:
        if farewell is None:
            raise DomainError(_("Say when it leaves, and why."), field="last_day")
        note_left(actor=actor, organization=organization, last_day=farewell.last_day, reason=farewell.reason)
    _end_roles(actor, organization)
    db.session.flush()
    is_destroyed = destroys and _destroy(actor, organization)
    if is_new or is_destroyed:
        for reader in readers:
            queue(left_mail(organization=organization, reader=reader, is_destroyed=is_destroyed))


def _refuse_needed(organization: Organization) -> None:
    if organization.kind is OrganizationKind.HUB:
        raise DomainError(_("The hub cannot leave its own network."))
    if not any(_administers_elsewhere(person, organization) for person in network_administrators()):
        raise DomainError(
            _("Every administrator of the network works at %(name)s. Name one elsewhere first.", name=organization.name)
        )
    if is_in_a_live_meeting(organization.id):
        raise DomainError(
            _(
                "A case of %(name)s is on the agenda of a meeting that runs now. Wait for its end.",
                name=organization.name,
            )
        )


def _administers_elsewhere(person: Person, organization: Organization) -> bool:
    return any(
        role.role is AffiliationRole.NETWORK_ADMIN
        and role.organization_id != organization.id
        and role.approved_at is not None
        and role.suspended_at is None
        for role in person.current_affiliations
    )


def _readers(organization: Organization) -> Sequence[Person]:
    """The administrators of the organization while it has some, of the hub, and of the network."""
    hubs = db.session.scalars(select(Organization.id).where(Organization.kind == OrganizationKind.HUB)).all()
    found = [one for place in (organization.id, *hubs) for one in administrators_at(place)]
    return list({one.id: one for one in (*found, *network_administrators())}.values())


def _withdraw_cases(actor: Actor, organization: Organization) -> None:
    undecided = select(Case).where(Case.organization_id == organization.id, Case.state.in_(UNDECIDED))
    for case in db.session.scalars(undecided.order_by(Case.id)).all():
        withdraw_case(actor=actor, case=case, reason=_("%(name)s left the network.", name=organization.name))


def _end_agreements(actor: Actor, organization: Organization) -> None:
    for agreement in db.session.scalars(running_agreements(organization)).all():
        end_agreement(actor=actor, agreement=agreement)
    for service in db.session.scalars(running_services(organization.id)).all():
        end_service(actor=actor, provider=service)
    for provider in db.session.scalars(approved_sign_ons(organization.id)).all():
        stop_provider(actor=actor, provider=provider)


def _end_roles(actor: Actor, organization: Organization) -> None:
    """End every role there, through the door by which anybody leaves."""
    there = select(Affiliation).where(Affiliation.organization_id == organization.id, is_not_over())
    people = {}
    for role in db.session.scalars(there.order_by(Affiliation.id)).all():
        end_role(actor=actor, affiliation=role)
        people[role.person_id] = role.person
    for person in people.values():
        depart(actor=actor, person=person)


def _destroy(actor: Actor, organization: Organization) -> bool:
    """Destroy the data key, unless nothing was ever sealed or it is destroyed already; returns whether it was."""
    key = key_of(organization.id)
    if key is None or key.sealed_key is None:
        return False
    destroy_key_of(actor=actor, organization=organization)
    return True
