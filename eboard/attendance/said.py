"""What a stretch says, as a value: to be corrected, and as the history kept it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eboard.meetings.enums import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a stretch is to say; instants are aware, an end may be missing while the meeting runs."""

    from_at: datetime
    to_at: datetime | None
    presence: Presence
    proxy_for_id: UUID | None = None


def said_in(content: Mapping[str, Any]) -> Said | None:
    """What the history kept; None if there was no stretch."""
    if not content:
        return None
    return Said(
        from_at=datetime.fromisoformat(content["from_at"]),
        to_at=datetime.fromisoformat(content["to_at"]) if content["to_at"] else None,
        presence=Presence.of(content["presence"]),
        proxy_for_id=UUID(content["proxy_for_id"]) if content["proxy_for_id"] else None,
    )
