"""Somebody about to enter a room: all that the address may depend on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A provider's values, the room of the meeting, and who enters when."""

    url: str
    app_id: str
    secret: str
    room: str
    person_id: UUID
    name: str
    is_moderator: bool
    moment: datetime
    join: str = ""  # the address the service gave for the room
    start: str = ""  # the one it gave just now for who hosts
