"""Registering and changing video services."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import update

from eboard.audit import Actor, record
from eboard.conferences.addresses import is_allowed
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import OWN_KINDS, AgreementKind, ProviderEvent, ProviderKind
from eboard.conferences.fields import FIELDS, PLAIN, SECRETS, Asked
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import credentials_of, credentials_place
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.core.web.settings import settings
from eboard.people.models import Organization

SHORTEST_SECRET = 32  # bytes of a key for HS256 (RFC 7518 section 3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """On what terms the service is used; the last day may be open."""

    kind: AgreementKind | None = None
    reference: str = ""
    signed_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What is known of a video service; an empty secret keeps the one that is stored."""

    kind: ProviderKind
    name: str
    url: str = ""
    app_id: str = ""
    account_id: str = ""
    host: str = ""
    secret: str = ""
    refresh_token: str = ""
    agreement: Agreement = field(default_factory=Agreement)


def register_provider(*, actor: Actor, organization: Organization, facts: ProviderFacts) -> ConferenceProvider:
    """Add a video service to an organization; raises DomainError beside the field that is wrong."""
    provider = ConferenceProvider(organization_id=organization.id, kind=facts.kind, name=facts.name, url=facts.url)
    _fill(provider, facts)
    db.session.add(provider)
    _note(actor, ProviderEvent.REGISTERED, provider)
    return provider


def change_provider(*, actor: Actor, provider: ConferenceProvider, facts: ProviderFacts, version: int) -> None:
    """Change a video service, but for its kind: join addresses follow at once, but for rooms that were made already."""
    expect_version(provider, version)
    _fill(provider, facts)
    _note(actor, ProviderEvent.CHANGED, provider)


def end_agreement(*, actor: Actor, provider: ConferenceProvider) -> None:
    """End the agreement with a service at once, so that its rooms are used no more."""
    provider.agreement_expires_on = time.now().date() - timedelta(days=1)
    _note(actor, ProviderEvent.CHANGED, provider)


def keep_refresh_token(*, provider: ConferenceProvider, used: bytes | None, token: str) -> None:
    """Keep the refresh token a service gave, unless somebody changed the credentials since ``used`` was read.

    The row version stays: nobody who has the form open has to hear of it.
    """
    sealed = _seal(provider, {**credentials_of(provider), "refresh_token": token})
    db.session.execute(
        update(ConferenceProvider)
        .where(ConferenceProvider.id == provider.id, ConferenceProvider.sealed_credentials == used)
        .values(sealed_credentials=sealed)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(provider, ["sealed_credentials"])


def note_try(*, actor: Actor, provider: ConferenceProvider, outcome: str) -> None:
    """Record that somebody tried a service, and with what outcome in a word."""
    record(
        actor=actor,
        event=ProviderEvent.TRIED,
        subject=provider,
        organization_id=provider.organization_id,
        kind=provider.kind,
        outcome=outcome,
    )


def _fill(provider: ConferenceProvider, facts: ProviderFacts) -> None:
    _check_address(facts)
    asked = {one.name: one for one in FIELDS[provider.kind]}
    kept = _kept(provider, facts)
    secrets = {
        name: value for name in SECRETS if name in asked and (value := getattr(facts, name) or kept.get(name, ""))
    }
    for name, one in asked.items():
        if one.is_needed and not (secrets.get(name) if one.is_secret else getattr(facts, name)):
            raise DomainError(_missing(one, is_stored=name in credentials_of(provider)), field=name)
    if provider.kind is ProviderKind.JITSI and len(secrets["secret"].encode()) < SHORTEST_SECRET:
        raise DomainError(_("The secret needs %(n)s characters or more.", n=SHORTEST_SECRET), field="secret")
    provider.name = facts.name
    for name in PLAIN:
        setattr(provider, name, getattr(facts, name) if name in asked else "")
    if secrets != credentials_of(provider):
        provider.sealed_credentials = _seal(provider, secrets) if secrets else None
    _agree(provider, facts.agreement)


def _missing(one: Asked, *, is_stored: bool) -> str:
    if is_stored:
        return _("Enter “%(field)s” again: the address of the service is another one.", field=one.label)
    return _("“%(field)s” is missing.", field=one.label)


def _kept(provider: ConferenceProvider, facts: ProviderFacts) -> Mapping[str, str]:
    """The secrets that need not be typed again: none where another address would be sent what the first one was."""
    is_sent = provider.kind not in OWN_KINDS
    return {} if is_sent and facts.url != provider.url else credentials_of(provider)


def _check_address(facts: ProviderFacts) -> None:
    if facts.url and not is_allowed(facts.url, in_production=settings().in_production):
        raise DomainError(_("Give the full address, beginning with https://."), field="url")


def _agree(provider: ConferenceProvider, agreement: Agreement) -> None:
    is_own = agreement.kind is AgreementKind.OWN_SERVERS
    if is_own and provider.kind not in OWN_KINDS:
        raise DomainError(
            _("%(kind)s runs on servers of its vendor. It needs an agreement.", kind=provider.kind.label),
            field="agreement_kind",
        )
    if agreement.kind is not None and not is_own:
        _check_paper(agreement)
    provider.agreement_kind = agreement.kind
    has_paper = agreement.kind is not None and not is_own
    provider.agreement_reference = agreement.reference if has_paper else ""
    provider.agreement_signed_on = agreement.signed_on if has_paper else None
    provider.agreement_expires_on = agreement.expires_on if has_paper else None
    reason = uncovered(provider) if settings().in_production else ""
    if reason:
        raise DomainError(_("%(reason)s Enter one that is in force.", reason=reason), field="agreement_kind")


def _check_paper(agreement: Agreement) -> None:
    if not agreement.reference:
        raise DomainError(_("Say where the agreement can be found, such as its number."), field="agreement_reference")
    if agreement.signed_on is None:
        raise DomainError(_("Enter the day it was signed."), field="agreement_signed_on")
    if agreement.expires_on is not None and agreement.expires_on < agreement.signed_on:
        raise DomainError(_("It cannot end before it was signed."), field="agreement_expires_on")


def _seal(provider: ConferenceProvider, secrets: dict[str, str]) -> bytes:
    return keyring().seal(json.dumps(secrets, sort_keys=True).encode(), credentials_place(provider.id))


def _note(actor: Actor, event: ProviderEvent, provider: ConferenceProvider) -> None:
    record(
        actor=actor,
        event=event,
        subject=provider,
        organization_id=provider.organization_id,
        kind=provider.kind,
        agreement=provider.agreement_kind,
        agreement_expires_on=provider.agreement_expires_on,
    )
