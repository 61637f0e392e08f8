"""The first administrator, who lets in everybody else."""

from eboard.audit import Actor, record
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.actions.addresses import refuse_former
from eboard.people.actions.affiliations import approve, begin_role
from eboard.people.actions.links import make_address
from eboard.people.actions.organizations import OrganizationFacts, add_organization
from eboard.people.enums import AffiliationRole, LinkPurpose, OrganizationKind, PersonEvent, PersonState, Weekday
from eboard.people.models import Organization, Person
from eboard.people.newcomers import mail_address
from eboard.people.queries.credentials import person_by_email
from eboard.people.queries.organizations import organization_by_code


def create_admin(*, actor: Actor, email: str, name: str, code: str, zone: str) -> str:
    """Make somebody an administrator of the network and return a one-time link to the first password.

    One who was suspended is let in again.

    The organization is made as the hub if there is none with that code. Raises DomainError for an address that belongs
    to a closed account, or was somebody's.
    """
    organization = organization_by_code(code) or _make_hub(actor, code, zone)
    person = person_by_email(email) or _make_person(actor, email, name, organization)
    if person.state is PersonState.DEACTIVATED:
        raise DomainError(_("This address belongs to a closed account."))
    held = [one for one in person.current_affiliations if one.role is AffiliationRole.NETWORK_ADMIN]
    affiliation = (
        held[0]
        if held
        else begin_role(actor=actor, person=person, organization=organization, role=AffiliationRole.NETWORK_ADMIN)
    )
    if affiliation.suspended_at is not None:  # approved anew, so that former rounds ask for it no more
        affiliation.suspended_at = affiliation.approved_at = None
    approve(actor=actor, affiliation=affiliation)
    is_new = person.state is PersonState.INVITED
    return make_address(person, LinkPurpose.VERIFY if is_new else LinkPurpose.RESET_PASSWORD)


def _make_hub(actor: Actor, code: str, zone: str) -> Organization:
    facts = OrganizationFacts(name=code, country="US", zone=zone, locale="en", weekend=(Weekday.SA, Weekday.SU))
    return add_organization(actor=actor, code=code, facts=facts, kind=OrganizationKind.HUB)


def _make_person(actor: Actor, email: str, name: str, organization: Organization) -> Person:
    given, _blank, family = name.strip().rpartition(" ")
    if not given:
        raise DomainError(_("Give both a given and a family name."))
    refuse_former(mail_address(email))
    person = Person(
        email=mail_address(email),
        given_name=given,
        family_name=family,
        zone=organization.zone,
        locale=organization.locale,
        state=PersonState.INVITED,
    )
    db.session.add(person)
    db.session.flush()
    record(actor=actor, event=PersonEvent.INVITED, subject=person, organization_id=organization.id)
    return person
