"""Reading providers, and opening their secrets."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from eboard.conferences.models import ConferenceProvider
from eboard.core.crypto import Keyring, Place
from eboard.core.db import db
from eboard.people.models import Organization

SECRET_LABEL = "conference-secret"  # noqa: S105 - where a sealed value belongs
SECRET_VERSION = 1


def providers_of(organization_id: UUID) -> Sequence[ConferenceProvider]:
    """The video services of an organization, by name."""
    return db.session.scalars(
        select(ConferenceProvider)
        .where(ConferenceProvider.organization_id == organization_id)
        .order_by(ConferenceProvider.name, ConferenceProvider.id)
    ).all()


def organization_by_code(code: str) -> Organization | None:
    """The organization with this code."""
    return db.session.scalar(select(Organization).where(Organization.code == code))


def keyring() -> Keyring:
    """The keys of the running application."""
    return cast("Keyring", current_app.extensions["keyring"])


def secret_place(provider_id: UUID) -> Place:
    """Where the sealed secret of a provider belongs."""
    return Place(label=SECRET_LABEL, version=SECRET_VERSION, row_id=provider_id)


def secret_of(provider: ConferenceProvider) -> str:
    """The secret that signs tokens; empty for a provider without one."""
    if provider.sealed_secret is None:
        return ""
    return keyring().reveal(provider.sealed_secret, secret_place(provider.id)).decode()
