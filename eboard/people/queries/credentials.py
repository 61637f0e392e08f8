"""Reads of what people prove themselves with."""

from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Person


def person_by_email(email: str) -> Person | None:
    """The person with an address, however it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def password_of(person_id: UUID) -> Credential | None:
    """The password in force."""
    return db.session.scalar(
        select(Credential).where(
            Credential.person_id == person_id,
            Credential.kind == CredentialKind.PASSWORD,
            Credential.revoked_at.is_(None),
        )
    )
