"""Placing a hold, and lifting it."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.retention.enums import HoldKind, RetentionEvent
from eboard.retention.holds import organization_of, subject_of
from eboard.retention.models import LegalHold

LONGEST = 500  # characters of a reason


def place_hold(*, actor: Actor, kind: HoldKind, name: str, reason: str) -> LegalHold:
    """Keep everything of a case, an organization or a person from being deleted, from now on.

    Raises DomainError for a name that nobody has, and without a reason. Several holds may lie on one thing.
    """
    subject = subject_of(kind, name.strip())
    if subject is None:
        raise DomainError(_missing(kind), field="name")
    row = LegalHold(
        kind=kind,
        subject_id=subject.id,
        label=subject.label,
        reason=_said(reason, "reason"),
        placed_by_id=actor.person_id,
    )
    db.session.add(row)
    record(
        actor=actor,
        event=RetentionEvent.HELD,
        subject=row,
        organization_id=subject.organization_id,
        kind=kind,
        held=subject.id,
    )
    return row


def lift_hold(*, actor: Actor, hold: LegalHold, reason: str, version: int) -> None:
    """End a hold; what is over goes with the next run. Raises DomainError for one that was lifted, or no reason."""
    if hold.lifted_at is not None:
        raise DomainError(_("This hold is lifted already."))
    expect_version(hold, version)
    hold.lift_reason = _said(reason, "reason")
    hold.lifted_at, hold.lifted_by_id = time.now(), actor.person_id
    record(
        actor=actor,
        event=RetentionEvent.LIFTED,
        subject=hold,
        organization_id=organization_of(hold),
        kind=hold.kind,
        held=hold.subject_id,
    )


def _said(reason: str, field: str) -> str:
    text = reason.strip()
    if not text:
        raise DomainError(_("Say why, such as the number of the proceedings. No names of patients."), field=field)
    if len(text) > LONGEST:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST), field=field)
    return text


def _missing(kind: HoldKind) -> str:
    if kind is HoldKind.CASE:
        return _("There is no case with this number.")
    if kind is HoldKind.ORGANIZATION:
        return _("There is no organization with this code.")
    return _("There is nobody with this address.")
