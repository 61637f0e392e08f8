"""Whether a code or a passkey proves who somebody is: counted, each used once, failures recorded.

Counting and spending are units of their own: they must outlive a refusal, as with passwords.
"""

import base64
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import throttle, time
from eboard.core.crypto import Place
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.people.actions.news import tell
from eboard.people.enums import AccountNews, CredentialKind
from eboard.people.models import Credential, Person
from eboard.signin import passkeys, totp
from eboard.signin.actions.ceremonies import take_ceremony
from eboard.signin.enums import CeremonyPurpose, Proof, SignInEvent
from eboard.signin.queries import in_force

WINDOW, DAY = timedelta(minutes=15), timedelta(days=1)
TRIES = 5  # of a code that has a million values and three good ones
TRIES_A_DAY = 20
AT_ONCE, A_DAY = "code", "code today"  # what is counted
CODE_WORTH = "recovery-code"


def prove_code(*, person: Person, code: str, takes_recovery: bool) -> Proof:
    """Spend a code of an authenticator app or, where it is taken, a recovery code, and say which it was.

    Raises DomainError for any other, and for one that was used before; ThrottledError after too many tries.
    """
    count_try(person.id)
    typed = "".join(code.split()).replace("-", "").upper()
    with unit_of_work():
        proof = _spend_code(person.id, typed)
        if proof is None and takes_recovery:
            proof = _spend_recovery_code(person, typed)
        if proof is None:
            record(actor=Actor(), event=SignInEvent.STEP_FAILED, subject=person)
        else:
            _forgive(person.id)
    if proof is None:
        raise DomainError(_("This code does not fit, or was used already."), field="code")
    return proof


def prove_passkey(*, person: Person | None, purpose: CeremonyPurpose, ceremony_id: UUID | None, answer: str) -> Person:
    """The person that an answer to a ceremony proves; ``person`` is who it has to be, if that is known.

    Raises DomainError when it proves nothing; ThrottledError after too many tries.
    """
    challenge = take_ceremony(ceremony_id=ceremony_id, purpose=purpose, person_id=person.id if person else None)
    key_id = passkeys.key_id_in(answer)
    if person is not None:
        count_try(person.id)
    with unit_of_work():
        held = _passkey(key_id, person)
        owner = db.session.get(Person, held.person_id) if held is not None else person
        refusal = _tried(held, challenge, answer)
        if refusal is not None:
            record(actor=Actor(), event=SignInEvent.STEP_FAILED, subject=owner)
        elif person is not None:
            _forgive(person.id)
    if refusal is not None or owner is None:
        raise refusal or _unknown()
    return owner


def count_try(person_id: UUID) -> None:
    """Count one try of a second factor over all processes; raises ThrottledError past the limits."""
    key = str(person_id)
    throttle.count_apart(
        throttle.Try(A_DAY, key, TRIES_A_DAY, DAY),
        throttle.Try(AT_ONCE, key, TRIES, WINDOW),
    )


def _forgive(person_id: UUID) -> None:
    throttle.forgive(A_DAY, str(person_id))
    throttle.forgive(AT_ONCE, str(person_id))


def _spend_code(person_id: UUID, typed: str) -> Proof | None:
    if len(typed) != totp.DIGITS or not typed.isdecimal():
        return None
    for held in db.session.scalars(in_force(person_id, CredentialKind.TOTP).with_for_update()):
        step = totp.matching_step(secret_of(held), typed, moment=time.now(), last=held.data["last"])
        if step is not None:
            held.data = {**held.data, "last": step}
            held.last_used_at = time.now()
            return Proof.CODE
    return None


def _spend_recovery_code(person: Person, typed: str) -> Proof | None:
    hashed = hash_code(person.id, typed)
    held = db.session.scalar(
        in_force(person.id, CredentialKind.RECOVERY_CODE).where(Credential.secret == hashed).with_for_update()
    )
    if held is None:
        return None
    held.last_used_at = held.revoked_at = time.now()
    record(actor=Actor(person_id=person.id), event=SignInEvent.CODE_SPENT, subject=person)
    tell(person=person, news=AccountNews.CODE_SPENT)
    return Proof.RECOVERY_CODE


def _passkey(key_id: str, person: Person | None) -> Credential | None:
    candidates = select(Credential).where(
        Credential.kind == CredentialKind.PASSKEY, Credential.revoked_at.is_(None), Credential.secret == key_id
    )
    if person is not None:
        candidates = candidates.where(Credential.person_id == person.id)
    return db.session.scalar(candidates.with_for_update())


def _tried(held: Credential | None, challenge: str, answer: str) -> DomainError | None:
    """Why a passkey proves nothing; None when it does, and then it has counted."""
    if held is None:
        return _unknown()
    try:
        _count_up(held, passkeys.proven(challenge, answer, held))
    except DomainError as error:
        return error
    return None


def _unknown() -> DomainError:
    return DomainError(_("This passkey is not known here, or was removed."))


def _count_up(held: Credential, counted: int) -> None:
    if passkeys.is_copy(held.data["count"], counted):
        person = db.session.get_one(Person, held.person_id)
        record(actor=Actor(), event=SignInEvent.COPY_SUSPECTED, subject=person, credential_id=held.id)
        raise DomainError(_("There may be a copy of this passkey. Choose another way, and remove it."))
    held.data = {**held.data, "count": counted}
    held.last_used_at = time.now()


def hash_code(person_id: UUID, typed: str) -> str:
    """What is stored of a recovery code: an HMAC under a key of the person's own, for it is short."""
    return keyring().index(typed, owner=person_id, purpose=CODE_WORTH).hex()


def secret_of(held: Credential) -> str:
    """The sealed secret of an authenticator app."""
    return keyring().reveal(base64.b64decode(held.secret or ""), totp.place_of(held.id)).decode()


def sealed(secret: str, place: Place) -> str:
    """A secret as it is stored."""
    return base64.b64encode(keyring().seal(secret.encode(), place)).decode()
