"""Noting what a leaver left behind, and that somebody took it over."""

from typing import Any

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.membership.enums import DutyKind, MembershipEvent
from eboard.membership.models import LeftDuty
from eboard.people.models import Person


def note_left_duty(*, actor: Actor, person: Person, kind: DutyKind, **points_at: Any) -> LeftDuty:
    """Note that nobody takes over a duty of a leaver yet; ``points_at`` are the columns that say which."""
    row = LeftDuty(person_id=person.id, kind=kind, **points_at)
    db.session.add(row)
    record(
        actor=actor,
        event=MembershipEvent.DUTY_LEFT,
        subject=row,
        organization_id=row.organization_id,
        kind=kind,
        person_id=person.id,
    )
    return row


def settle_duty(*, actor: Actor, row: LeftDuty, successor: Person | None) -> None:
    """Note who took a duty over, or that nobody is needed; raises DomainError if that was said already."""
    db.session.refresh(row, with_for_update={"of": LeftDuty})
    if row.settled_at is not None:
        raise DomainError(_("Somebody has settled this meanwhile."), field="successor")
    row.settled_at = time.now()
    row.settled_by_id = actor.person_id
    row.taken_by_id = successor.id if successor is not None else None
    record(
        actor=actor,
        event=MembershipEvent.DUTY_SETTLED,
        subject=row,
        organization_id=row.organization_id,
        kind=row.kind,
        person_id=row.person_id,
        successor_id=row.taken_by_id,
    )
