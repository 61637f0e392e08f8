"""How a person comes into the network: invited, verified, approved."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.actions.addresses import refuse_former
from eboard.people.actions.affiliations import approve, begin_role
from eboard.people.actions.links import send_link, use, withdraw_links
from eboard.people.actions.passwords import set_password
from eboard.people.actions.profile import set_specialties
from eboard.people.emails import added_mail, verified_mails
from eboard.people.enums import AffiliationRole, LinkPurpose, PersonEvent, PersonState
from eboard.people.models import OneTimeLink, Organization, Person
from eboard.people.newcomers import Newcomer, mail_address
from eboard.people.queries.affiliations import administrators_of
from eboard.people.queries.credentials import person_by_email


def invite_person(*, actor: Actor, organization: Organization, newcomer: Newcomer) -> Person:
    """Take somebody into an organization: a new person gets a link to verify, a known one a further role.

    Raises DomainError for an address that takes no mail, one of somebody deactivated, a former one of somebody, or who
    is in this organization already.
    """
    email = mail_address(newcomer.email)
    known = person_by_email(email)
    if known is not None:
        return _take_in(actor, known, organization, newcomer.role)
    refuse_former(email)
    person = Person(
        email=email,
        given_name=newcomer.given_name,
        family_name=newcomer.family_name,
        title=newcomer.title,
        zone=newcomer.zone or organization.zone,
        locale=organization.locale,
        state=PersonState.INVITED,
    )
    time.zone(person.zone)
    db.session.add(person)
    db.session.flush()
    set_specialties(person, newcomer.specialties)
    begin_role(actor=actor, person=person, organization=organization, role=newcomer.role)
    record(actor=actor, event=PersonEvent.INVITED, subject=person, organization_id=organization.id)
    send_link(person, LinkPurpose.VERIFY)
    return person


def invite_again(*, actor: Actor, person: Person) -> None:
    """Send a fresh link to somebody who has not verified yet; the former ones work no more."""
    if person.state is not PersonState.INVITED:
        raise DomainError(_("%(name)s has verified the account already.", name=person.name))
    withdraw_links(person, *LinkPurpose)
    record(actor=actor, event=PersonEvent.INVITED, subject=person)
    send_link(person, LinkPurpose.VERIFY)


def verify_person(*, link: OneTimeLink, password: str, zone: str) -> None:
    """Prove by the link that the address is one's own, and choose password and zone.

    Those who were approved beforehand become active at once; for the others their administrators are told.
    """
    person = link.person
    time.zone(zone)
    actor = Actor(person_id=person.id)
    set_password(actor=actor, person=person, password=password)
    use(link)
    person.zone = zone
    mark_verified(actor=actor, person=person)


def mark_verified(*, actor: Actor, person: Person) -> None:
    """Note that somebody proved to be who was invited; active at once where that was approved beforehand."""
    record(actor=actor, event=PersonEvent.VERIFIED, subject=person)
    if person.state is not PersonState.INVITED:
        return
    held = [role for role in person.current_affiliations if role.suspended_at is None]
    is_approved = any(role.approved_at is not None for role in held)
    person.state = PersonState.ACTIVE if is_approved else PersonState.VERIFIED
    if not is_approved:
        for mail in verified_mails(
            person=person, administrators=administrators_of(person), base_url=settings().base_url
        ):
            queue(mail)


def _take_in(actor: Actor, person: Person, organization: Organization, role: AffiliationRole) -> Person:
    if person.state is PersonState.DEACTIVATED:
        raise DomainError(
            _("This address belongs to a closed account. Ask the network's administrator."), field="email"
        )
    affiliation = begin_role(actor=actor, person=person, organization=organization, role=role)
    if person.state in {PersonState.ACTIVE, PersonState.SUSPENDED}:
        approve(actor=actor, affiliation=affiliation)
        queue(
            added_mail(
                person=person,
                organization=organization,
                base_url=settings().base_url,
                affiliation_id=affiliation.id,
            )
        )
    return person
