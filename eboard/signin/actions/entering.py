"""The way in: each proof leads to the next step, and only the last one starts a sign-in."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import hash_token, new_token
from eboard.people import sessions
from eboard.people.actions.signin import Origin, prove
from eboard.people.enums import PersonEvent, PersonState
from eboard.people.models import LoginSession, Person
from eboard.signin.actions.devices import note_device
from eboard.signin.enums import Proof, Step
from eboard.signin.models import SignInAttempt
from eboard.signin.queries import ATTEMPT_LASTS, has_closed_password, standing_of
from eboard.signin.steps import after


class Entered(NamedTuple):
    """Signed in."""

    login: LoginSession
    token: str


class Waiting(NamedTuple):
    """A further step is needed."""

    attempt: SignInAttempt
    token: str


def sign_in(*, email: str, password: str, origin: Origin) -> Entered | Waiting:
    """Take the first step with a password.

    Raises DomainError when address and password do not fit, in the same words and time whether or not the account
    exists; ThrottledError after too many tries.
    """
    person_id = prove(email, password, origin.address)
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person is None or person.state in {PersonState.INVITED, PersonState.DEACTIVATED}:
        raise DomainError(_("This address and this password do not fit together."))
    if has_closed_password(person):
        raise DomainError(_("Your organization lets you in by its own sign-in alone. Choose it below."))
    return enter(person=person, proof=Proof.PASSWORD, origin=origin)


def enter(*, person: Person, proof: Proof, origin: Origin, confirmed_at: datetime | None = None) -> Entered | Waiting:
    """Take the first step with a proof that holds; ``confirmed_at`` is when it was given, if not now.

    Raises DomainError for an account that is not active.
    """
    if person.state is PersonState.VERIFIED:
        raise DomainError(_("Your account waits for approval by your organization. An e-mail tells you when."))
    if person.state is PersonState.SUSPENDED:
        raise DomainError(
            _(
                "Your access is suspended: you hold no role, or nobody confirmed in time that you still do. Ask the "
                "administrator of your organization to confirm it."
            )
        )
    if person.state is not PersonState.ACTIVE:
        raise DomainError(_("This account is closed. Ask the administrator of your organization."))
    step = after(Step.FIRST, proof, standing_of(person))
    if step is Step.DONE:
        return _start(person, [proof], origin, confirmed_at)
    if step is None:
        raise _out_of_order()
    token = new_token()
    attempt = SignInAttempt(
        token_hash=hash_token(token),
        person_id=person.id,
        person=person,
        step=step,
        proofs=[proof],
        expires_at=time.now() + ATTEMPT_LASTS,
    )
    db.session.add(attempt)
    db.session.flush()
    return Waiting(attempt, token)


def go_on(*, attempt: SignInAttempt, proof: Proof, origin: Origin) -> Entered | None:
    """Take a further step with a proof that holds; None while there is another one to take.

    Raises DomainError for a proof that leads nowhere from here.
    """
    step = after(attempt.step, proof, standing_of(attempt.person))
    if step is None:
        raise _out_of_order()
    attempt.proofs = [*attempt.proofs, proof]
    if step is not Step.DONE:
        attempt.step = step
        return None
    db.session.delete(attempt)
    return _start(attempt.person, attempt.proofs, origin, None)


def _start(person: Person, proofs: Sequence[str], origin: Origin, confirmed_at: datetime | None) -> Entered:
    row, token = sessions.start(
        person, address=origin.address, browser=origin.browser, proofs=proofs, confirmed_at=confirmed_at
    )
    db.session.flush()
    actor = Actor(person_id=person.id, session_id=row.id)
    record(actor=actor, event=PersonEvent.SIGNED_IN, subject=person, proofs=list(proofs))
    note_device(person=person, device=origin.device)
    return Entered(row, token)


def _out_of_order() -> DomainError:
    return DomainError(_("This cannot be done at this step. Sign in from the start."))
