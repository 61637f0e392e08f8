"""Proving by a password who one is, and ending sign-ins."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from eboard.audit import Actor, record
from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.people import sessions
from eboard.people.enums import PersonEvent
from eboard.people.models import Credential, LoginSession, Person
from eboard.people.passwords import fits, hash_password, is_outdated
from eboard.people.queries.credentials import password_of, person_by_email

WINDOW = timedelta(minutes=15)
TRIES_AS_ONE_PERSON = 10
TRIES_FROM_ONE_ADDRESS = 100  # a whole hospital may stand behind one


class Origin(NamedTuple):
    """Where a sign-in comes from."""

    address: str
    browser: str
    device: str  # the token of a cookie that outlives the sign-in


def sign_out(*, actor: Actor, current: LoginSession) -> None:
    """End the sign-in of this browser."""
    current.ended_at = time.now()
    record(actor=actor, event=PersonEvent.SIGNED_OUT, subject=current.person)


def prove(email: str, password: str, address: str) -> UUID | None:
    """The person whose password this is.

    Counting the try and recording a failure are units of their own: they must outlive the refusal. No transaction is
    open while the hash is computed, for it takes long and would keep others from writing.
    """
    stored = _count_try(email, address)
    if fits(password, stored.secret if stored else None) and stored is not None:
        _note_use(stored, password)
        return stored.person_id
    with unit_of_work():
        person = db.session.get(Person, stored.person_id) if stored else None
        record(actor=Actor(), event=PersonEvent.SIGN_IN_FAILED, subject=person)
    return None


def _count_try(email: str, address: str) -> Credential | None:
    """Count one try, and find the password of the account."""
    key = email.strip().lower()
    throttle.count_apart(
        throttle.Try("sign-in from", address, TRIES_FROM_ONE_ADDRESS, WINDOW),
        throttle.Try("sign-in as", key, TRIES_AS_ONE_PERSON, WINDOW),
    )
    with unit_of_work():
        person = person_by_email(key)
        return password_of(person.id) if person is not None else None


def _note_use(stored: Credential, password: str) -> None:
    stored.last_used_at = time.now()
    if stored.secret is not None and is_outdated(stored.secret):
        stored.secret = hash_password(password)


def end_session(*, actor: Actor, login: LoginSession) -> None:
    """End one sign-in; ending it twice changes nothing."""
    if login.ended_at is None:
        login.ended_at = time.now()
        record(actor=actor, event=PersonEvent.SESSION_ENDED, subject=login.person, ended_session_id=login.id)


def end_other_sessions(*, actor: Actor, current: LoginSession) -> int:
    """End every sign-in but this one; returns how many."""
    count = sessions.end_all(current.person_id, except_for=current.id)
    record(actor=actor, event=PersonEvent.SESSION_ENDED, subject=current.person, count=count)
    return count
