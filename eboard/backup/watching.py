"""Noting what is revoked, right after the transaction that revoked it."""

import logging
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from config import ROOT
from eboard.backup import log
from eboard.backup.enums import Kind
from eboard.backup.log import Revocation
from eboard.backup.revoked import MODELS, confirmed
from eboard.core.db import after_commit
from eboard.core.web import settings
from eboard.feeds.models import Subscription

logger = logging.getLogger(__name__)

NOTED = "revocations"
KINDS = {model: kind for kind, model in MODELS.items()}
COLUMNS = {
    Kind.KEY: ("destroyed_at",),
    Kind.LINK: ("used_at",),
    Kind.PERSON: ("state",),
    Kind.ROLE: ("ends_on",),
    Kind.SEAT: ("ends_on",),
}


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    for row in session.dirty:
        kind = KINDS.get(type(row))
        if kind is not None:
            session.info.setdefault(NOTED, set()).update(_revoked(kind, row))


@after_commit
def _write(session: Session) -> None:
    """A log that cannot be written must not undo what was saved: the job catches up with it."""
    noted: set[Revocation] = session.info.pop(NOTED, set())
    if not noted:
        return
    try:
        log.append(ROOT / settings().revocation_file, confirmed(noted))
    except OSError as error:
        logger.error("revocations were not noted: %s", type(error).__name__)
    finally:
        session.commit()  # ends the read


def _revoked(kind: Kind, row: Any) -> Iterator[Revocation]:
    """What a changed row may no longer be used for; `confirmed` finds out whether it is so."""
    attributes = inspect(row).attrs
    if isinstance(row, Subscription):
        yield from (Revocation(kind, former.hex()) for former in attributes.token_hash.history.deleted or ())
        if attributes.revoked_at.history.has_changes():
            yield Revocation(kind, row.token_hash.hex())
    elif any(attributes[name].history.has_changes() for name in COLUMNS.get(kind, ("revoked_at",))):
        yield Revocation(kind, str(row.id))
