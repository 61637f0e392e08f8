"""Reading and acknowledging a letter."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import attempt, db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.recommendations.enums import OutcomeEvent, VersionState
from eboard.recommendations.models import Reading, SignedVersion
from eboard.recommendations.queries import reading


def note_reading(*, actor: Actor, version: SignedVersion) -> Reading:
    """Keep that the person at the screen read this version; the first time counts."""
    assert actor.person_id is not None, "only people read"  # noqa: S101 - narrows the type
    return reading(version.id, actor.person_id) or _first(actor, actor.person_id, version)


def _first(actor: Actor, person_id: UUID, version: SignedVersion) -> Reading:
    """A new row, or that of another window of the same person which made it at the same moment."""
    row = Reading(version_id=version.id, person_id=person_id, read_at=time.now())
    try:
        with attempt():
            db.session.add(row)
            db.session.flush()
            _record(actor, OutcomeEvent.READ, version)
    except IntegrityError:
        return db.session.get_one(Reading, (version.id, person_id))
    return row


def acknowledge_letter(*, actor: Actor, version: SignedVersion) -> None:
    """Say for the care team that the letter arrived and was read; a second time changes nothing."""
    if version.state is not VersionState.IN_FORCE:
        raise DomainError(_("This version no longer counts. Open the newest one."))
    row = note_reading(actor=actor, version=version)
    if row.acknowledged_at is None:
        row.acknowledged_at = time.now()
        _record(actor, OutcomeEvent.ACKNOWLEDGED, version)


def _record(actor: Actor, event: OutcomeEvent, version: SignedVersion) -> None:
    record(
        actor=actor, event=event, subject=version, organization_id=version.case.organization_id, number=version.number
    )
