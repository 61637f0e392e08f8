"""The way back for somebody who lost every second factor: never by mail alone, never by one administrator at once.

An administrator starts it, and the person is told by mail. Once a second administrator allows it, or the waiting time
is over without anybody stopping it, an administrator hands over a code, by voice or in person. With the password and
that code the person sets up a new second factor, which takes the place of all others.
"""

import hmac
from datetime import timedelta

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import short_tag
from eboard.core.web.settings import settings
from eboard.people.actions.news import tell
from eboard.people.enums import AccountNews, PersonState
from eboard.people.models import Person
from eboard.signin.actions.factors import grouped
from eboard.signin.actions.proving import count_try, hash_code
from eboard.signin.enums import Proof, RecoveryState, SignInEvent
from eboard.signin.models import Recovery, SignInAttempt
from eboard.signin.queries import open_recovery

CODE_LASTS = timedelta(hours=24)


def start_recovery(*, actor: Actor, person: Person) -> Recovery:
    """Begin, after one made sure who is asking; raises DomainError for oneself, a closed account, or a second one."""
    if actor.person_id == person.id:
        raise DomainError(_("You cannot recover your own account. Ask another administrator."))
    if person.state is not PersonState.ACTIVE:
        raise DomainError(_("This account is not active."))
    if open_recovery(person.id) is not None:
        raise DomainError(_("A recovery of this account is under way already."))
    moment = time.now()
    row = Recovery(
        person_id=person.id,
        person=person,
        started_by_id=actor.person_id,
        started_at=moment,
        waits_until=moment + timedelta(hours=settings().recovery_hours),
    )
    db.session.add(row)
    record(actor=actor, event=SignInEvent.RECOVERY_STARTED, subject=person, recovery_id=row.id)
    tell(person=person, news=AccountNews.RECOVERY_STARTED)
    return row


def allow_recovery(*, actor: Actor, person: Person) -> None:
    """Let it go on without waiting; raises DomainError for whoever started it, and for oneself."""
    row = _open(person)
    if actor.person_id in {row.started_by_id, person.id}:
        raise DomainError(_("Another administrator than the one who started it has to allow it."))
    if row.state is not RecoveryState.WAITING:
        raise DomainError(_("It is allowed already."))
    row.allowed_by_id = actor.person_id
    record(actor=actor, event=SignInEvent.RECOVERY_ALLOWED, subject=person, recovery_id=row.id)


def hand_over(*, actor: Actor, person: Person) -> str:
    """A code to tell the person by voice or in person, shown once; a former one works no more.

    Raises DomainError while the recovery still waits.
    """
    row = _open(person)
    if actor.person_id == person.id:
        raise DomainError(_("You cannot recover your own account. Ask another administrator."))
    if row.state is RecoveryState.WAITING:
        raise DomainError(_("It waits for a second administrator, or until its time is over."))
    code = short_tag()[:16].upper()
    row.code_hash = bytes.fromhex(hash_code(person.id, code))
    row.code_expires_at = time.now() + CODE_LASTS
    record(actor=actor, event=SignInEvent.RECOVERY_HANDED_OVER, subject=person, recovery_id=row.id)
    tell(person=person, news=AccountNews.RECOVERY_ALLOWED)
    return grouped(code)


def stop_recovery(*, actor: Actor, person: Person) -> None:
    """End it, as its person or an administrator may at any time; raises DomainError if there is none."""
    row = _open(person)
    row.stopped_at = time.now()
    record(actor=actor, event=SignInEvent.RECOVERY_STOPPED, subject=person, recovery_id=row.id)
    tell(person=person, news=AccountNews.RECOVERY_STOPPED)


def use_recovery(*, attempt: SignInAttempt, code: str) -> Proof:
    """Spend the code that was handed over; raises DomainError if it does not fit, ThrottledError after too many."""
    person = attempt.person
    count_try(person.id)
    row = open_recovery(person.id)
    typed = "".join(code.split()).replace("-", "").upper()
    if row is None or not _fits(row, typed):
        with unit_of_work():
            record(actor=Actor(), event=SignInEvent.STEP_FAILED, subject=person)
        raise DomainError(_("This code does not fit, or is over."), field="handed_over")
    row.used_at = time.now()
    row.code_hash = None
    attempt.is_recovery = True
    record(actor=Actor(person_id=person.id), event=SignInEvent.RECOVERY_USED, subject=person, recovery_id=row.id)
    tell(person=person, news=AccountNews.RECOVERED)
    return Proof.RECOVERY


def _fits(row: Recovery, typed: str) -> bool:
    if row.state is not RecoveryState.HANDED_OVER or row.code_hash is None:
        return False
    return hmac.compare_digest(row.code_hash, bytes.fromhex(hash_code(row.person_id, typed)))


def _open(person: Person) -> Recovery:
    row = open_recovery(person.id)
    if row is None:
        raise DomainError(_("There is no recovery of this account under way."))
    return row
