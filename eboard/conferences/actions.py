"""Registering video services."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from eboard.audit import Actor, record
from eboard.conferences.enums import ProviderEvent, ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import keyring, secret_place
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

SHORTEST_SECRET = 32  # bytes of a key for HS256 (RFC 7518 section 3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What is known of a video service; an empty ``secret`` keeps the one that is stored."""

    kind: ProviderKind
    name: str
    url: str
    app_id: str = ""
    secret: str = ""


def register_provider(*, actor: Actor, organization: Organization, facts: ProviderFacts) -> ConferenceProvider:
    """Add a video service to an organization; raises DomainError beside the field that is wrong."""
    provider = ConferenceProvider(
        organization_id=organization.id, kind=facts.kind, name=facts.name, url=facts.url, app_id=facts.app_id
    )
    db.session.add(provider)
    _fill(provider, facts)
    _note(actor, ProviderEvent.REGISTERED, provider)
    return provider


def change_provider(*, actor: Actor, provider: ConferenceProvider, facts: ProviderFacts, version: int) -> None:
    """Change a video service; the join addresses of all meetings lead to the new room at once."""
    expect_version(provider, version)
    _fill(provider, facts)
    _note(actor, ProviderEvent.CHANGED, provider)


def _fill(provider: ConferenceProvider, facts: ProviderFacts) -> None:
    parts = urlsplit(facts.url)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise DomainError(_("Give the full address, beginning with https://."), field="url")
    if facts.kind is ProviderKind.JITSI:
        _check_jitsi(provider, facts)
    provider.kind, provider.name, provider.url, provider.app_id = facts.kind, facts.name, facts.url, facts.app_id
    if facts.secret:
        provider.sealed_secret = keyring().seal(facts.secret.encode(), secret_place(provider.id))


def _check_jitsi(provider: ConferenceProvider, facts: ProviderFacts) -> None:
    if not facts.app_id:
        raise DomainError(_("Give the application id that the Jitsi server knows."), field="app_id")
    if not facts.secret and provider.sealed_secret is None:
        raise DomainError(_("Give the secret that the Jitsi server shares."), field="secret")
    if facts.secret and len(facts.secret.encode()) < SHORTEST_SECRET:
        raise DomainError(_("The secret needs %(n)s characters or more.", n=SHORTEST_SECRET), field="secret")


def _note(actor: Actor, event: ProviderEvent, provider: ConferenceProvider) -> None:
    record(actor=actor, event=event, subject=provider, organization_id=provider.organization_id, kind=provider.kind)
