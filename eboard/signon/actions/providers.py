"""The provider of an organization: described by its administrator, approved by the network."""

from dataclasses import dataclass

from eboard.audit import Actor, record
from eboard.availability.fetching import parse_address
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.people.models import Organization, Person
from eboard.signon.actions.arriving import end_link
from eboard.signon.enums import SignOnEvent
from eboard.signon.models import IdentityProvider
from eboard.signon.queries import links_by, place_of, provider_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What an administrator says of the provider; an empty secret keeps the one that is stored."""

    issuer: str
    client_id: str
    secret: str
    acr: str = ""
    allows_password: bool = True


def save_provider(*, actor: Actor, organization: Organization, facts: ProviderFacts, version: int) -> IdentityProvider:
    """Describe the provider; whatever decides about who is let in has to be approved again.

    Another issuer knows people by other names, so that links with the former one end. Passwords are closed only while
    the provider lets people in. Raises DomainError beside the field that is wrong, StaleError if it was saved
    meanwhile.
    """
    _check(facts)
    row = provider_of(organization.id)
    if row is None:
        row = IdentityProvider(organization_id=organization.id, issuer="", client_id="")
        db.session.add(row)
    else:
        expect_version(row, version)
        if row.issuer != facts.issuer:
            _end_links(actor, row)
    is_moved = (row.issuer, row.client_id, row.acr) != (facts.issuer, facts.client_id, facts.acr)
    if not facts.secret and (row.issuer, row.client_id) != (facts.issuer, facts.client_id):
        raise DomainError(_("Enter the secret that belongs to this address and client."), field="secret")
    row.issuer, row.client_id, row.acr = facts.issuer, facts.client_id, facts.acr
    if facts.secret:
        row.sealed_secret = keyring().seal(facts.secret.encode(), place_of(row))
    if is_moved:
        row.approved_at = row.approved_by_id = None
    if row.approved_at is None and not facts.allows_password:
        raise DomainError(
            _("Passwords can be closed once the network has approved the provider as it stands."),
            field="allows_password",
        )
    organization.allows_password = facts.allows_password
    _note(actor, SignOnEvent.PROVIDER_SAVED, row)
    return row


def approve_provider(*, actor: Actor, provider: IdentityProvider, enforces_second_factor: bool, agreement: str) -> None:
    """Let a provider let people in; raises DomainError if it shall count as two factors without an agreement."""
    if enforces_second_factor and not agreement:
        raise DomainError(_("Say where the agreement stands that demands a second factor."), field="agreement")
    provider.enforces_second_factor = enforces_second_factor
    provider.agreement = agreement
    provider.approved_at, provider.approved_by_id = time.now(), actor.person_id
    _note(actor, SignOnEvent.PROVIDER_APPROVED, provider, enforces_second_factor=enforces_second_factor)


def stop_provider(*, actor: Actor, provider: IdentityProvider) -> None:
    """Let nobody in by a provider from now on; passwords count again."""
    provider.approved_at = provider.approved_by_id = None
    provider.organization.allows_password = True
    _note(actor, SignOnEvent.PROVIDER_STOPPED, provider)


def _end_links(actor: Actor, provider: IdentityProvider) -> None:
    for credential in links_by(provider):
        end_link(actor=actor, person=db.session.get_one(Person, credential.person_id), credential=credential)


def _check(facts: ProviderFacts) -> None:
    try:
        parse_address(facts.issuer)
    except DomainError:
        raise DomainError(_("Give the address of the issuer, beginning with https://."), field="issuer") from None
    if not facts.issuer.startswith("https://") or "?" in facts.issuer or "#" in facts.issuer:
        raise DomainError(_("Give the address of the issuer, beginning with https://."), field="issuer")
    if not facts.client_id.isprintable():
        raise DomainError(_("Give the identifier of the client as the provider shows it."), field="client_id")


def _note(actor: Actor, event: SignOnEvent, row: IdentityProvider, **details: object) -> None:
    record(actor=actor, event=event, subject=row, organization_id=row.organization_id, **details)
