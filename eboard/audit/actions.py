"""Recording: an entry is made here and linked to its chain when the transaction commits."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from eboard.audit.actor import Actor
from eboard.audit.chain import NETWORK, Entry
from eboard.audit.enums import AccessEvent
from eboard.core import time
from eboard.core.db import Row, db, is_writing, pending, unit_of_work
from eboard.core.errors import EBoardError
from eboard.core.ids import new_id


def record(
    *,
    actor: Actor,
    event: StrEnum,
    subject: Row | None = None,
    organization_id: UUID | None = None,
    **details: Any,
) -> None:
    """Note that ``actor`` did ``event`` to ``subject``; ``details`` hold ids, states and counts, never content.

    ``organization_id`` names the chain: the owner of the case or person; the network's own without it.
    """
    entry: Entry = {
        "id": new_id(),
        "chain_id": organization_id or NETWORK,
        "at": time.now(),
        "actor_id": actor.person_id,
        "on_behalf_of_id": actor.on_behalf_of_id,
        "session_id": actor.session_id,
        "via": actor.via,
        "event": str(event),
        "subject_kind": subject.__tablename__ if subject is not None else None,
        "subject_id": subject.id if subject is not None else None,
        "details": {key: _plain(value) for key, value in details.items()},
    }
    pending(db.session()).append(entry)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def record_read(
    *,
    actor: Actor,
    event: AccessEvent,
    subject: Row | None = None,
    organization_id: UUID | None = None,
    **details: Any,
) -> None:
    """Note a look before it is granted: in the open unit of work, or on its own where the request only reads."""
    if is_writing():
        record(actor=actor, event=event, subject=subject, organization_id=organization_id, **details)
        return
    with unit_of_work():
        record(actor=actor, event=event, subject=subject, organization_id=organization_id, **details)


def refuse(
    error: EBoardError,
    *,
    actor: Actor,
    subject: Row | None,
    organization_id: UUID | None = None,
    **details: Any,
) -> EBoardError:
    """Make an error carry the entry of its refusal, which outlives the rollback; raise what this returns."""

    def note() -> None:
        record(
            actor=actor,
            event=AccessEvent.REFUSED,
            subject=subject,
            organization_id=organization_id,
            **details,
        )

    error.aftermath = note
    return error
