"""Reads of what people prove themselves with."""

from uuid import UUID

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import GoneError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import hash_token
from eboard.people.enums import CredentialKind, LinkPurpose, PersonState
from eboard.people.models import Credential, OneTimeLink, Person, ResetAsk


def person_by_email(email: str) -> Person | None:
    """The person with an address, however it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def waiting_asks() -> list[UUID]:
    """Asks for a new password that wait for their answer, the oldest first."""
    return list(db.session.scalars(select(ResetAsk.id).order_by(ResetAsk.id)))


def password_of(person_id: UUID) -> Credential | None:
    """The password in force."""
    return db.session.scalar(
        select(Credential).where(
            Credential.person_id == person_id,
            Credential.kind == CredentialKind.PASSWORD,
            Credential.revoked_at.is_(None),
        )
    )


def link_of(token: str, purpose: LinkPurpose) -> OneTimeLink:
    """The link of a token; raises GoneError when it was used, is over, or never was."""
    link = db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == hash_token(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > time.now(),
        )
    )
    if link is None or link.person.state is PersonState.DEACTIVATED:
        raise GoneError(_("This link was used or is over. Ask for a new one."))
    return link
