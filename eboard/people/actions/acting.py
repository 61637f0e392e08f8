"""Delegation, and acting on behalf of somebody."""

from datetime import date

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions import supersede_below
from eboard.people.enums import PersonEvent, PersonState
from eboard.people.models import Delegation, LoginSession, Person
from eboard.people.queries.delegations import copies_of, given_by, has_lapsed


def give_delegation(
    *,
    actor: Actor,
    principal: Person,
    delegate: Person,
    starts_on: date,
    ends_on: date | None,
    gets_copies: bool = False,
) -> Delegation:
    """Allow somebody to act on behalf of a person from one day to another, both included.

    With ``gets_copies`` the delegate also gets a copy of what the person is told about meetings.
    """
    if delegate.id == principal.id:
        raise DomainError(_("Choose somebody else than yourself."), field="delegate")
    if delegate.state is not PersonState.ACTIVE:
        raise DomainError(_("This person has no active account."), field="delegate")
    if ends_on is not None and ends_on < max(starts_on, time.now().date()):
        raise DomainError(_("The last day lies before the first, or in the past."), field="ends_on")
    if any(held.delegate_id == delegate.id for held in given_by(principal.id)):
        raise DomainError(_("%(name)s may act for you already.", name=delegate.name), field="delegate")
    row = Delegation(
        principal_id=principal.id,
        delegate_id=delegate.id,
        starts_on=starts_on,
        ends_on=ends_on,
        gets_copies=gets_copies,
    )
    db.session.add(row)
    record(actor=actor, event=PersonEvent.DELEGATION_GIVEN, subject=principal, delegate_id=delegate.id)
    return row


def send_copies(*, actor: Actor, delegation: Delegation, gets_copies: bool) -> None:
    """Let a delegate get copies of what the person is told about meetings, or no longer; unsent ones stay here."""
    delegation.gets_copies = gets_copies
    if not gets_copies:
        supersede_below(copies_of(delegation))
    record(
        actor=actor,
        event=PersonEvent.DELEGATION_CHANGED,
        subject=delegation.principal,
        delegate_id=delegation.delegate_id,
        gets_copies=gets_copies,
    )


def revoke_delegation(*, actor: Actor, delegation: Delegation) -> None:
    """Take a delegation back at once, also from those who use it at this moment."""
    if delegation.revoked_at is not None:
        return
    delegation.revoked_at = time.now()
    supersede_below(copies_of(delegation))
    using = select(LoginSession).where(
        LoginSession.person_id == delegation.delegate_id,
        LoginSession.on_behalf_of_id == delegation.principal_id,
        LoginSession.ended_at.is_(None),
    )
    for login in db.session.scalars(using):
        login.on_behalf_of_id = None
    record(
        actor=actor,
        event=PersonEvent.DELEGATION_REVOKED,
        subject=delegation.principal,
        delegate_id=delegation.delegate_id,
    )


def begin_acting(*, actor: Actor, current: LoginSession, delegation: Delegation) -> None:
    """Act on behalf of the person who gave the delegation, in this sign-in, until told otherwise."""
    current.on_behalf_of_id = delegation.principal_id
    record(actor=actor, event=PersonEvent.ACTING_BEGUN, subject=delegation.principal)


def end_acting(*, actor: Actor, current: LoginSession) -> None:
    """Act as oneself again; doing so twice changes nothing."""
    if current.on_behalf_of_id is None:
        return
    record(actor=actor, event=PersonEvent.ACTING_ENDED, subject=current.person)
    current.on_behalf_of_id = None


def end_lapsed_acting(current: LoginSession) -> None:
    """Act as oneself again once the delegation is over."""
    if has_lapsed(current):
        actor = Actor(person_id=current.person_id, on_behalf_of_id=current.on_behalf_of_id, session_id=current.id)
        end_acting(actor=actor, current=current)
