"""Rooms are made ahead and ended afterwards, and agreements that end are pointed out in time."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from eboard.audit import SYSTEM
from eboard.conferences import actions
from eboard.conferences.actions.rooms import claim_ending
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import Problem
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import expiring, resting_until, service_of
from eboard.conferences.services import SERVICES, Service
from eboard.conferences.services.calls import ServiceError
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.jobs import each, job, one_by_one
from eboard.meetings.models import Meeting
from eboard.meetings.queries.rooms import provider_of, to_end, to_make, wish_of

PATIENCE = 10.0  # seconds a service may take while nobody waits
REMIND_BEFORE = timedelta(days=30)

Result = TypeVar("Result")


@job(every=timedelta(seconds=20))
def make_rooms() -> int:
    """Make the rooms whose time has come."""
    return one_by_one(to_make(), _make)


@job(every=timedelta(seconds=30))
def end_rooms() -> int:
    """End the rooms that were replaced, and those of meetings that were cancelled or are over."""
    return one_by_one(to_end(), _end)


@job(every=timedelta(hours=12))
def remind_of_agreements() -> int:
    """Tell administrators of agreements that end within a month."""
    today = time.now().date()
    return each(expiring(today, today + REMIND_BEFORE), _remind)


def prepare_room(meeting_id: UUID, *, timeout: float, insists: bool = True) -> None:
    """Make the room a meeting wants, unless it is there or somebody else is at it; ``timeout`` in seconds.

    The service is called between two units of work. One that was down a moment ago is asked by who ``insists`` alone.
    """
    with unit_of_work():
        meeting = db.session.get_one(Meeting, meeting_id)
        provider = provider_of(meeting)
        if provider is None or provider.kind not in SERVICES or uncovered(provider):
            return
        if not insists and resting_until(provider.id, Problem.DOWN) is not None:
            return
        room = actions.claim_room(meeting_id=meeting.id, provider=provider, name=meeting.conference_room)
        if room is None:
            return
        service, used, wish = service_of(provider, timeout=timeout), provider.sealed_credentials, wish_of(meeting)
    made, error = tried(lambda: service.make(wish))
    with unit_of_work():
        db.session.refresh(room, with_for_update=True)
        if made is not None:
            actions.note_made(actor=SYSTEM, room=room, made=made)
        if error is not None:
            actions.note_problem(room=room, error=error)
        keep_renewed(service, provider, used)


def tried(call: Callable[[], Result]) -> tuple[Result | None, ServiceError | None]:
    """What a call to a service gave, or why it gave nothing."""
    try:
        return call(), None
    except ServiceError as error:
        return None, error


def keep_renewed(service: Service, provider: ConferenceProvider, used: bytes | None) -> None:
    """Store a refresh token that was renewed by a call made with the credentials in ``used``."""
    if service.renewed:
        actions.keep_refresh_token(provider=provider, used=used, token=service.renewed)


def _make(meeting_id: UUID) -> None:
    prepare_room(meeting_id, timeout=PATIENCE, insists=False)


def _end(room_id: UUID) -> None:
    with unit_of_work():
        room = db.session.get_one(ConferenceRoom, room_id)
        if not claim_ending(room=room):
            return
        if not room.external_id:  # it never came to be
            actions.note_ended(actor=SYSTEM, room=room)
            return
        provider, external_id = room.provider, room.external_id
        service, used = service_of(provider, timeout=PATIENCE), provider.sealed_credentials
    _nothing, error = tried(lambda: service.end(external_id))
    with unit_of_work():
        db.session.refresh(room, with_for_update=True)
        if error is None:
            actions.note_ended(actor=SYSTEM, room=room)
        else:
            actions.note_problem(room=room, error=error)
        keep_renewed(service, provider, used)


def _remind(provider_id: UUID) -> None:
    actions.remind_of_agreement(provider=db.session.get_one(ConferenceProvider, provider_id))
