"""Reads of second factors, attempts and recoveries."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, select

from eboard.core import time
from eboard.core.db import db
from eboard.core.tokens import hash_token
from eboard.core.web.settings import settings
from eboard.people.enums import CredentialKind, PersonState
from eboard.people.models import Credential, Organization, Person
from eboard.people.queries.affiliations import in_force as organizations_of
from eboard.people.queries.credentials import password_of
from eboard.signin.enums import Proof
from eboard.signin.models import Recovery, SignInAttempt
from eboard.signin.steps import Standing

ATTEMPT_LASTS = timedelta(minutes=10)
SECOND_FACTORS = frozenset({CredentialKind.PASSKEY, CredentialKind.TOTP})


def in_force(person_id: UUID, *kinds: CredentialKind) -> Select[Credential]:
    """The credentials of these kinds that a person may use, oldest first."""
    return (
        select(Credential)
        .where(Credential.person_id == person_id, Credential.kind.in_(kinds), Credential.revoked_at.is_(None))
        .order_by(Credential.id)
    )


def factors_of(person_id: UUID) -> Sequence[Credential]:
    """The second factors of a person."""
    return db.session.scalars(in_force(person_id, *SECOND_FACTORS)).all()


def passkeys_of(person_id: UUID) -> Sequence[Credential]:
    """The passkeys of a person."""
    return db.session.scalars(in_force(person_id, CredentialKind.PASSKEY)).all()


def codes_left(person_id: UUID) -> int:
    """How many recovery codes were not spent."""
    held = in_force(person_id, CredentialKind.RECOVERY_CODE).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(held)) or 0


def has_closed_password(person: Person) -> bool:
    """Whether the password opens nothing: an organization wants its own sign-in, and the account is linked with it."""
    linked = {one.data["organization_id"] for one in db.session.scalars(in_force(person.id, CredentialKind.OIDC))}
    strict = select(Organization.id).where(
        Organization.id.in_(organizations_of(person.id)), Organization.allows_password.is_(False)
    )
    return any(str(organization_id) in linked for organization_id in db.session.scalars(strict))


def standing_of(person: Person) -> Standing:
    """What decides about the next step of a person."""
    grace = timedelta(days=settings().second_factor_grace_days)
    return Standing(
        has_second=bool(factors_of(person.id)),
        is_linked=db.session.scalar(in_force(person.id, CredentialKind.OIDC).limit(1)) is not None,
        in_grace=time.now() < person.created_at + grace,
    )


def attempt_of(token: str) -> SignInAttempt | None:
    """The attempt of a token, while it lasts, its person may sign in, and its password is still the one in force."""
    found = db.session.scalar(
        select(SignInAttempt).where(
            SignInAttempt.token_hash == hash_token(token), SignInAttempt.expires_at > time.now()
        )
    )
    if found is None or found.person.state is not PersonState.ACTIVE:
        return None
    return None if _is_outdated(found) else found


def _is_outdated(attempt: SignInAttempt) -> bool:
    """Whether the password was changed since the attempt began with it."""
    if Proof.PASSWORD not in attempt.proofs:
        return False
    password = password_of(attempt.person_id)
    return password is None or password.created_at > attempt.expires_at - ATTEMPT_LASTS


def newest_recovery(person_id: UUID) -> Recovery | None:
    """The last recovery of a person, however it ended."""
    return db.session.scalar(
        select(Recovery).where(Recovery.person_id == person_id).order_by(Recovery.id.desc()).limit(1)
    )


def open_recovery(person_id: UUID) -> Recovery | None:
    """The recovery of a person that may still lead to a new factor."""
    found = newest_recovery(person_id)
    return found if found is not None and found.is_open else None
