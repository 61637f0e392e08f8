"""Reading providers and rooms, and opening what is sealed in them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import func, select

from eboard.conferences.enums import Problem, RoomState
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.services import SERVICES, Account, Service
from eboard.core import time
from eboard.core.crypto import Place, SealError
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.core.web.settings import settings
from eboard.people.models import Organization

MAKEABLE = (RoomState.WANTED, RoomState.FAILED, RoomState.ENDED)  # the last when a meeting wants it again
ENDABLE = (RoomState.READY, RoomState.REPLACED)


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


def expiring(first: date, last: date) -> Sequence[UUID]:
    """Ids of the services whose agreement ends between two days."""
    ends = ConferenceProvider.agreement_expires_on
    return db.session.scalars(
        select(ConferenceProvider.id).where(ends >= first, ends <= last).order_by(ConferenceProvider.id)
    ).all()


def room_named(provider_id: UUID, name: str) -> ConferenceRoom | None:
    """The room of this name at a service."""
    return db.session.scalar(
        select(ConferenceRoom).where(ConferenceRoom.provider_id == provider_id, ConferenceRoom.name == name)
    )


def resting_until(provider_id: UUID, problem: Problem) -> datetime | None:
    """Until when a service is left alone, because it had this problem with any of its rooms; None: it may be asked."""
    return db.session.scalar(
        select(func.max(ConferenceRoom.next_try_at)).where(
            ConferenceRoom.provider_id == provider_id,
            ConferenceRoom.next_try_at > time.now(),
            ConferenceRoom.last_problem.startswith(problem.value),
        )
    )


def credentials_place(provider_id: UUID) -> Place:
    """Where the sealed credentials of a provider belong."""
    return Place(label="conference-credentials", version=1, row_id=provider_id)


def old_secret_place(provider_id: UUID) -> Place:
    """Where the secret of a Jitsi server was sealed when it was the only credential there was."""
    return Place(label="conference-secret", version=1, row_id=provider_id)


def join_place(room_id: UUID) -> Place:
    """Where the sealed address of a room belongs."""
    return Place(label="conference-room-join", version=1, row_id=room_id)


def credentials_of(provider: ConferenceProvider) -> Mapping[str, str]:
    """The secrets of a provider by the name of their field."""
    if provider.sealed_credentials is None:
        return {}
    try:
        plain = keyring().reveal(provider.sealed_credentials, credentials_place(provider.id))
    except SealError:
        return {"secret": keyring().reveal(provider.sealed_credentials, old_secret_place(provider.id)).decode()}
    return cast("Mapping[str, str]", json.loads(plain))


def join_address_of(room: ConferenceRoom) -> str:
    """Where people enter a room; empty if the service gave no address."""
    if room.sealed_join is None:
        return ""
    return keyring().reveal(room.sealed_join, join_place(room.id)).decode()


def service_of(provider: ConferenceProvider, *, timeout: float) -> Service:
    """The service of a provider that makes rooms, ready to be called; ``timeout`` in seconds."""
    account = Account(
        timeout=timeout,
        in_production=settings().in_production,
        networks=settings().video_networks,
        url=provider.url,
        app_id=provider.app_id,
        account_id=provider.account_id,
        host=provider.host,
        **credentials_of(provider),
    )
    return SERVICES[provider.kind](account)
