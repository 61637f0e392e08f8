"""Proving again who one is, in a sign-in that goes on: for what is weighty, and after a time without use."""

from datetime import timedelta

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people import sessions
from eboard.people.actions.signin import prove
from eboard.people.enums import PersonEvent
from eboard.people.models import LoginSession
from eboard.signin.enums import Proof, SignInEvent
from eboard.signin.queries import has_closed_password


def confirm_by_password(*, actor: Actor, current: LoginSession, password: str, address: str) -> None:
    """Note that the person proved who he or she is just now; raises DomainError when the password does not fit."""
    if prove(current.person.email, password, address) is None or has_closed_password(current.person):
        raise DomainError(_("This is not your password."), field="password")
    confirm(actor=actor, current=current, proof=Proof.PASSWORD)


def lock(*, actor: Actor, current: LoginSession) -> None:
    """Lock a sign-in now, as if nobody had used it for the time that is allowed."""
    current.seen_at = time.now() - timedelta(minutes=settings().session_idle_minutes)
    record(actor=actor, event=SignInEvent.LOCKED, subject=current.person)


def confirm(*, actor: Actor, current: LoginSession, proof: Proof) -> None:
    """Note that a proof was given that holds; a locked sign-in goes on."""
    event = SignInEvent.UNLOCKED if sessions.is_locked(current) else PersonEvent.CONFIRMED
    current.confirmed_at = current.seen_at = time.now()
    record(actor=actor, event=event, subject=current.person, proof=proof)
