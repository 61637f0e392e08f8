"""Setting up, removing and renewing what somebody proves himself or herself with."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people import sessions
from eboard.people.actions.news import tell
from eboard.people.enums import AccountNews, CredentialKind
from eboard.people.models import Credential, Person
from eboard.signin import passkeys, totp
from eboard.signin.actions.ceremonies import take_ceremony
from eboard.signin.actions.proving import count_try, hash_code, sealed
from eboard.signin.enums import CeremonyPurpose, SignInEvent
from eboard.signin.models import SignInAttempt
from eboard.signin.queries import SECOND_FACTORS, codes_left, factors_of, in_force

CODES = 10
CODE_BYTES = 10  # 80 random bits, 16 letters and digits
GROUP = 4
MOST_FACTORS = 10
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A factor that is to be added: whose, and in which attempt if it is the first one."""

    person: Person
    name: str = ""
    attempt: SignInAttempt | None = None


def add_authenticator(*, actor: Actor, newcomer: Newcomer, secret: str, code: str) -> Credential:
    """Take over an authenticator app whose code shows that it holds the secret.

    Raises DomainError for a secret that is none and a code that does not fit; ThrottledError after too many tries.
    """
    person = newcomer.person
    count_try(person.id)
    others = _others(newcomer)
    typed = "".join(code.split())
    step = totp.matching_step(secret, typed, moment=time.now(), last=0) if totp.is_secret(secret) else None
    if step is None:
        raise DomainError(_("This code does not fit. Type the one the app shows now."), field="code")
    row = Credential(person_id=person.id, kind=CredentialKind.TOTP, data={"last": step, "name": newcomer.name})
    row.secret = sealed(secret, totp.place_of(row.id))
    return _added(actor, newcomer, row, others)


def add_passkey(
    *, actor: Actor, newcomer: Newcomer, purpose: CeremonyPurpose, ceremony_id: UUID | None, answer: str
) -> Credential:
    """Take over the passkey that an answer to a ceremony holds; raises DomainError if it is none, or known."""
    person = newcomer.person
    challenge = take_ceremony(ceremony_id=ceremony_id, purpose=purpose, person_id=person.id)
    others = _others(newcomer)
    data = passkeys.added(challenge, answer)
    key_id = data.pop("key_id")
    if db.session.scalar(select(Credential.id).where(Credential.secret == key_id)) is not None:
        raise DomainError(_("This passkey is in use already."))
    row = Credential(
        person_id=person.id,
        kind=CredentialKind.PASSKEY,
        secret=key_id,
        data={**data, "key_id": key_id, "name": newcomer.name},
    )
    return _added(actor, newcomer, row, others)


def remove_factor(*, actor: Actor, person: Person, factor: Credential) -> None:
    """Remove a second factor; raises DomainError for the last one, for everybody needs one."""
    if len(factors_of(person.id)) == 1:
        raise DomainError(_("This is your only second factor. Add another before you remove it."))
    _revoke(factor)
    record(actor=actor, event=SignInEvent.FACTOR_REMOVED, subject=person, credential_id=factor.id, kind=factor.kind)
    tell(person=person, news=AccountNews.FACTOR_REMOVED)


def remove_all_factors(*, actor: Actor, person: Person) -> None:
    """Remove every second factor, recovery code and link, as whoever runs the server may.

    The next sign-in with the password sets a new factor up.
    """
    everything = (*SECOND_FACTORS, CredentialKind.RECOVERY_CODE, CredentialKind.OIDC)
    for factor in db.session.scalars(in_force(person.id, *everything)):
        _revoke(factor)
    record(actor=actor, event=SignInEvent.FACTOR_REMOVED, subject=person)
    tell(person=person, news=AccountNews.FACTOR_REMOVED)


def first_codes(*, actor: Actor, person: Person) -> list[str]:
    """Ten recovery codes for somebody who has none left; no others while there are some."""
    return [] if codes_left(person.id) else renew_codes(actor=actor, person=person)


def renew_codes(*, actor: Actor, person: Person) -> list[str]:
    """Ten new recovery codes in place of the old ones; they are shown once and stored as hashes."""
    _revoke_codes(person.id)
    codes = [base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _number in range(CODES)]
    for code in codes:
        hashed = hash_code(person.id, code)
        db.session.add(Credential(person_id=person.id, kind=CredentialKind.RECOVERY_CODE, secret=hashed))
    record(actor=actor, event=SignInEvent.CODES_RENEWED, subject=person)
    return [grouped(code) for code in codes]


def grouped(code: str) -> str:
    """A code in groups of four, as people read it out."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _others(newcomer: Newcomer) -> Sequence[Credential]:
    """What the person holds already; raises DomainError where no further factor may be added.

    Who sets up the first one may not find another: it was set up elsewhere meanwhile, and is to be used. The person's
    row is locked, so that two at the same moment see each other.
    """
    db.session.refresh(newcomer.person, with_for_update=True)
    others = factors_of(newcomer.person.id)
    if newcomer.attempt is not None and others and not newcomer.attempt.is_recovery:
        raise DomainError(_("A second factor was set up meanwhile. Sign in again and use it."))
    if len(others) >= MOST_FACTORS:
        raise DomainError(_("You have %(n)s second factors. Remove one first.", n=MOST_FACTORS))
    return others


def _added(actor: Actor, newcomer: Newcomer, row: Credential, others: Sequence[Credential]) -> Credential:
    """Store a factor; after a recovery it takes the place of all others, and every sign-in ends."""
    person = newcomer.person
    if newcomer.attempt is not None and newcomer.attempt.is_recovery:
        for one in others:
            _revoke(one)
        _revoke_codes(person.id)
        sessions.end_all(person.id)
    db.session.add(row)
    db.session.flush()
    record(actor=actor, event=SignInEvent.FACTOR_ADDED, subject=person, credential_id=row.id, kind=row.kind)
    tell(person=person, news=AccountNews.FACTOR_ADDED)
    return row


def _revoke_codes(person_id: UUID) -> None:
    for code in db.session.scalars(in_force(person_id, CredentialKind.RECOVERY_CODE)):
        _revoke(code)


def _revoke(credential: Credential) -> None:
    credential.revoked_at = time.now()
    credential.secret = None
