"""Reads of providers and links."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.core import time
from eboard.core.crypto import Place
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.core.tokens import hash_token
from eboard.people.enums import CredentialKind
from eboard.people.models import Affiliation, Credential, Organization
from eboard.people.queries.affiliations import is_current
from eboard.signin.queries import in_force
from eboard.signon.models import IdentityProvider, Trip

LABEL, SHAPE = "identity_provider", 1


def provider_of(organization_id: UUID) -> IdentityProvider | None:
    """The provider of an organization, approved or not."""
    return db.session.scalar(select(IdentityProvider).where(IdentityProvider.organization_id == organization_id))


def approved(provider_id: UUID) -> IdentityProvider | None:
    """A provider that may let people in."""
    return db.session.scalar(
        select(IdentityProvider).where(IdentityProvider.id == provider_id, IdentityProvider.approved_at.is_not(None))
    )


def offered() -> Sequence[IdentityProvider]:
    """The providers that the sign-in page offers, by the names of their organizations; one query."""
    return db.session.scalars(
        select(IdentityProvider)
        .join(IdentityProvider.organization)
        .where(IdentityProvider.approved_at.is_not(None))
        .order_by(Organization.name, Organization.id)
        .options(joinedload(IdentityProvider.organization))
    ).all()


def linkable(person_id: UUID) -> Sequence[IdentityProvider]:
    """The providers of the organizations a person belongs to."""
    mine = select(Affiliation.organization_id).where(Affiliation.person_id == person_id, is_current())
    joined = set(db.session.scalars(mine))
    return [one for one in offered() if one.organization_id in joined]


def invited_by(person_id: UUID) -> Sequence[IdentityProvider]:
    """The providers of the organizations that invited a person, who need not be approved yet."""
    joining = set(db.session.scalars(select(Affiliation.organization_id).where(Affiliation.person_id == person_id)))
    return [one for one in offered() if one.organization_id in joining]


def links_of(person_id: UUID) -> Sequence[Credential]:
    """The sign-ons that open a person's account."""
    return db.session.scalars(in_force(person_id, CredentialKind.OIDC)).all()


def usable_links(person_id: UUID) -> Sequence[Credential]:
    """Those of them whose provider lets people in at this time, for pages that offer them."""
    usable = {str(one.id) for one in linkable(person_id)}
    return [one for one in links_of(person_id) if one.data["provider_id"] in usable]


def links_by(provider: IdentityProvider) -> Sequence[Credential]:
    """Every link that was made by a provider."""
    every = select(Credential).where(Credential.kind == CredentialKind.OIDC, Credential.revoked_at.is_(None))
    return [one for one in db.session.scalars(every) if one.data["provider_id"] == str(provider.id)]


def link_with(issuer: str, subject: str) -> Credential | None:
    """The link of an identity."""
    return db.session.scalar(
        select(Credential).where(
            Credential.kind == CredentialKind.OIDC,
            Credential.revoked_at.is_(None),
            Credential.secret == link_key(issuer, subject),
        )
    )


def link_key(issuer: str, subject: str) -> str:
    """How an identity is found again."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def trip_of(state: str, provider_id: UUID) -> Trip | None:
    """The trip of a state, while it lasts."""
    return db.session.scalar(
        select(Trip)
        .where(Trip.state_hash == hash_token(state), Trip.provider_id == provider_id, Trip.expires_at > time.now())
        .with_for_update()
    )


def secret_of(provider: IdentityProvider) -> str:
    """The client's secret."""
    return keyring().reveal(provider.sealed_secret, place_of(provider)).decode()


def place_of(provider: IdentityProvider) -> Place:
    """Where the sealed secret belongs."""
    return Place(label=LABEL, version=SHAPE, row_id=provider.id)


def epoch() -> datetime:
    """So long ago that it counts as no proof."""
    return datetime.fromtimestamp(0, time.now().tzinfo)
