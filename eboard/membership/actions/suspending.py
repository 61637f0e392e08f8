"""Suspending the access of people whom nobody certified in time."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.mail.actions import queue
from eboard.membership.certifying import is_last_administrator, is_to_suspend
from eboard.membership.emails import suspended_mail
from eboard.membership.enums import MembershipEvent
from eboard.people.actions.standing import settle
from eboard.people.models import Affiliation


def suspend(*, actor: Actor, role: Affiliation) -> bool:
    """Let a role give no rights until somebody certifies its person, who is told; returns whether that was done.

    The role is locked, and asked again whether it is still to be suspended: somebody may certify at the same time. The
    roles of the last administrator stay, because nobody could lift the suspensions of the others.
    """
    db.session.refresh(role, with_for_update={"of": Affiliation})
    person, organization = role.person, role.organization
    if not is_to_suspend(role, time.now().date()) or is_last_administrator(person, organization.id):
        return False
    role.suspended_at = time.now()
    record(
        actor=actor,
        event=MembershipEvent.SUSPENDED,
        subject=person,
        organization_id=organization.id,
        role=role.role,
    )
    settle(actor=actor, person=person)
    queue(
        suspended_mail(
            organization=organization, person=person, key=f"{organization.id}/{person.id}/{role.suspended_at.date()}"
        )
    )
    return True
