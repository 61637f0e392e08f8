"""What the page of a meeting says about its video room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import RoomState
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.core import time
from eboard.meetings.doors import Door, door_of
from eboard.meetings.enums import OPEN_STATES
from eboard.meetings.models import Meeting
from eboard.meetings.queries.rooms import provider_of, room_of

NEWS_LASTS = timedelta(hours=24)  # so long a replaced room is worth a line


@dataclass(frozen=True, slots=True)
class Video:
    """The service of a meeting, its room, and what people have to know of both."""

    provider: ConferenceProvider | None
    room: ConferenceRoom | None  # of services that make rooms
    door: Door
    problem: str  # of the agreement
    replaced_at: datetime | None
    is_replaceable: bool

    @property
    def is_failing(self) -> bool:
        """Whether its service did not make the room so far."""
        return self.room is not None and self.room.state is RoomState.FAILED


def video_of(meeting: Meeting) -> Video:
    """The video room of a meeting as of now."""
    moment = time.now()
    provider = provider_of(meeting)
    replaced_at = meeting.room_replaced_at
    is_news = replaced_at is not None and moment - replaced_at < NEWS_LASTS and meeting.state in OPEN_STATES
    return Video(
        provider=provider,
        room=room_of(meeting),
        door=door_of(meeting, moment),
        problem=uncovered(provider) if provider is not None and meeting.state in OPEN_STATES else "",
        replaced_at=replaced_at if is_news else None,
        is_replaceable=meeting.state in OPEN_STATES,
    )
