"""The way into a room at the moment somebody stands at the door.

A room that is not there yet is asked for at once, with little patience and outside of any transaction; when its
service does not answer, the meeting moves to the board's fallback, for everybody.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from eboard.audit import SYSTEM
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import RoomState
from eboard.conferences.jobs import prepare_room, tried
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import service_of
from eboard.conferences.rooms import room_address
from eboard.conferences.services import SERVICES
from eboard.core import time
from eboard.core.db import read_only, unit_of_work
from eboard.core.errors import StaleError
from eboard.meetings.actions.rooms import fall_back
from eboard.meetings.doors import entry_of
from eboard.meetings.models import Meeting
from eboard.meetings.queries.rooms import fallback_of, provider_of, room_of, wish_of
from eboard.people.models import Person

AT_THE_DOOR = 3.0  # seconds a service may take while somebody waits
TRIES = 2  # so often a service may fail before the fallback is taken
LONG = timedelta(minutes=1)  # a longer wait for the next try is one too many


def way_in(meeting: Meeting, person: Person) -> str | None:
    """The address that leads this person into the room now; None while it is being prepared."""
    with suppress(StaleError):  # somebody else is at it in this very moment
        address = _address(meeting, person)
        if address is None and (fallback := fallback_of(meeting)) is not None and _is_down(meeting):
            with unit_of_work():
                fall_back(actor=SYSTEM, meeting=meeting, provider=fallback)
            address = _address(meeting, person)
        return address
    return None


def _address(meeting: Meeting, person: Person) -> str | None:
    provider = provider_of(meeting)
    if provider is None or uncovered(provider):
        return None
    if provider.kind not in SERVICES:
        return room_address(provider.kind, entry_of(meeting, provider, None, person, time.now()))
    if not _is_ready(room_of(meeting)):
        prepare_room(meeting.id, timeout=AT_THE_DOOR)
    room = room_of(meeting)
    return _made_address(meeting, provider, room, person) if room is not None and _is_ready(room) else None


def _made_address(meeting: Meeting, provider: ConferenceProvider, room: ConferenceRoom, person: Person) -> str:
    """The address of a room that was made; a service that cannot be asked now does not keep anybody out."""
    with read_only():
        entry = entry_of(meeting, provider, room, person, time.now())
        service, external_id, wish = service_of(provider, timeout=AT_THE_DOOR), room.external_id, wish_of(meeting)
    start, _error = tried(lambda: service.open(external_id, wish, as_host=entry.is_moderator))
    return room_address(provider.kind, replace(entry, start=start or ""))


def _is_ready(room: ConferenceRoom | None) -> bool:
    return room is not None and room.state is RoomState.READY


def _is_down(meeting: Meeting) -> bool:
    """Whether waiting for this service has no point: no agreement, several failures, or a long wait."""
    provider, room = provider_of(meeting), room_of(meeting)
    if provider is None or uncovered(provider):
        return True
    if room is None or room.state is not RoomState.FAILED or room.next_try_at is None:
        return False
    return room.attempts >= TRIES or room.next_try_at - time.now() > LONG
