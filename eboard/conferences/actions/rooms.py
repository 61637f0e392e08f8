"""The life of a room at a service: claimed before it is asked for, and what came of it.

The call itself happens between two units of work, so that no transaction waits for another system.
"""

from datetime import timedelta
from uuid import UUID

from eboard.audit import Actor, record
from eboard.conferences.enums import Problem, RoomEvent, RoomState
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import ENDABLE, MAKEABLE, join_place, resting_until, room_named
from eboard.conferences.services.calls import ServiceError
from eboard.conferences.services.service import Made
from eboard.core import time
from eboard.core.db import db
from eboard.core.keys import keyring

LEASE = timedelta(minutes=1)  # longer than any call takes
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
END_TRIES = 12  # after about two hours a room that cannot be ended is left to its service


def claim_room(*, meeting_id: UUID, provider: ConferenceProvider, name: str) -> ConferenceRoom | None:
    """Take a room to make it; None while somebody else is at it, while it is too early, and when it is there.

    A service that asked to wait, for this room or another one, is not asked before its time.
    Two who claim at once are told apart by the row version: one of them gets a StaleError.
    """
    room = room_named(provider.id, name)
    if room is None:
        room = ConferenceRoom(
            meeting_id=meeting_id, provider_id=provider.id, name=name, state=RoomState.WANTED, attempts=0
        )
        db.session.add(room)
    if room.state not in MAKEABLE or _is_early(room):
        return None
    resting = resting_until(provider.id, Problem.LIMITED)
    if resting is not None:
        room.state, room.next_try_at = RoomState.FAILED, resting
        return None
    room.state = RoomState.FAILED if room.state is RoomState.FAILED else RoomState.WANTED
    _take(room)
    return room


def claim_ending(*, room: ConferenceRoom) -> bool:
    """Take a room to end it at its service; False while somebody else is at it or it is too early."""
    if room.state not in ENDABLE or _is_early(room) or resting_until(room.provider_id, Problem.LIMITED) is not None:
        return False
    _take(room)
    return True


def note_made(*, actor: Actor, room: ConferenceRoom, made: Made) -> None:
    """A room is there; one that was replaced meanwhile waits to be ended."""
    room.external_id = made.external_id
    room.sealed_join = keyring().seal(made.join_address.encode(), join_place(room.id)) if made.join_address else None
    room.state = RoomState.READY if room.state in {RoomState.WANTED, RoomState.FAILED} else RoomState.REPLACED
    room.attempts, room.next_try_at, room.last_problem = 0, None, ""
    _note(actor, RoomEvent.MADE, room)


def note_problem(*, room: ConferenceRoom, error: ServiceError) -> None:
    """A service did not make or end a room: when it is tried again, not before the service said."""
    wait = min(FIRST_WAIT * 2 ** min(room.attempts - 1, 10), LONGEST_WAIT)
    room.last_problem = str(error)
    room.next_try_at = time.now() + max(wait, timedelta(seconds=error.retry_after))
    if room.state is RoomState.WANTED:
        room.state = RoomState.FAILED
    elif room.state in ENDABLE and room.attempts >= END_TRIES:
        room.state = RoomState.ENDED


def note_ended(*, actor: Actor, room: ConferenceRoom) -> None:
    """A room is no more; its address is forgotten."""
    room.state, room.sealed_join = RoomState.ENDED, None
    room.attempts, room.next_try_at, room.last_problem = 0, None, ""
    _note(actor, RoomEvent.ENDED, room)


def _is_early(room: ConferenceRoom) -> bool:
    return room.next_try_at is not None and room.next_try_at > time.now()


def _take(room: ConferenceRoom) -> None:
    room.attempts += 1
    room.next_try_at = time.now() + LEASE


def _note(actor: Actor, event: RoomEvent, room: ConferenceRoom) -> None:
    record(
        actor=actor,
        event=event,
        subject=room,
        organization_id=room.provider.organization_id,
        meeting_id=room.meeting_id,
        provider_id=room.provider_id,
    )
