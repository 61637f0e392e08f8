"""Another room for a meeting: replaced by hand, or by the board's fallback when its service is down.

A meeting names the room it wants: a service and a random name. Whatever else was made for it is ended by a job.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.conferences.agreements import require_agreement
from eboard.conferences.enums import ProviderKind, RoomState
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import short_tag
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.meetings.actions.moves import note_shown_change, touch
from eboard.meetings.emails import room_replaced_mail
from eboard.meetings.enums import OPEN_STATES, TOLD_STATES, MeetingEvent, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import invitees
from eboard.meetings.queries.rooms import provider_id_of

SOON = timedelta(hours=12)  # so long before the start a new room is worth a mail
FIELD = "conference_provider_id"


def replace_room(
    *, actor: Actor, meeting: Meeting, provider_id: UUID | None, version: int, declined: Collection[UUID] = ()
) -> int:
    """Give a meeting a new room, at its own service or another one; returns how many people are told by mail.

    The join address leads there at once. Calendars are told nothing: they carry the join address. ``declined`` are
    ids of those who will not come. Raises DomainError beside the field, and StaleError.
    """
    expect_version(meeting, version)
    if meeting.state not in OPEN_STATES:
        raise DomainError(_("A meeting that is “%(now)s” has no room to replace.", now=meeting.state.label))
    before = provider_id_of(meeting)
    chosen_id = provider_id or before
    if chosen_id is None:
        raise DomainError(_("Choose a video service."), field=FIELD)
    provider = own_provider(meeting.board, chosen_id)
    if provider.id == before and provider.kind is ProviderKind.FIXED:
        raise DomainError(_("A fixed link is the same room for ever. Choose another service."), field=FIELD)
    _leave(meeting)
    if provider.id != before:
        meeting.conference_provider_id = provider.id
        note_shown_change(meeting)
    meeting.conference_room, meeting.room_replaced_at = short_tag(), time.now()
    touch(meeting)
    _note(actor, MeetingEvent.ROOM_REPLACED, meeting)
    return _tell(meeting, declined) if _is_near(meeting) else 0


def fall_back(*, actor: Actor, meeting: Meeting, provider: ConferenceProvider) -> None:
    """Let a meeting use its board's fallback from now on, so that everybody meets in the same room."""
    _leave(meeting)
    meeting.conference_provider_id = provider.id
    meeting.conference_room, meeting.room_replaced_at = short_tag(), time.now()
    note_shown_change(meeting)
    _note(actor, MeetingEvent.ROOM_FELL_BACK, meeting)


def own_provider(board: Board, provider_id: UUID) -> ConferenceProvider:
    """A service of the board's host that may be used; raises DomainError for any other."""
    provider = db.session.get(ConferenceProvider, provider_id)
    if provider is None or provider.organization_id != board.organization_id:
        raise DomainError(_("This video service is not one of the host's."), field=FIELD)
    require_agreement(provider, field=FIELD)
    return provider


def _leave(meeting: Meeting) -> None:
    """Give up the rooms made for this meeting; the job ends them at their services."""
    made = select(ConferenceRoom).where(
        ConferenceRoom.meeting_id == meeting.id,
        ConferenceRoom.state.in_((RoomState.WANTED, RoomState.FAILED, RoomState.READY)),
    )
    for room in db.session.scalars(made):
        room.state = RoomState.REPLACED


def _is_near(meeting: Meeting) -> bool:
    if meeting.state is MeetingState.LIVE:
        return True
    return meeting.state in TOLD_STATES and meeting.starts_at - SOON <= time.now() < meeting.ends_at


def _tell(meeting: Meeting, declined: Collection[UUID]) -> int:
    expected = [invitee.person for invitee in invitees(meeting) if invitee.person.id not in declined]
    for person in expected:
        queue(room_replaced_mail(meeting=meeting, person=person, base_url=settings().base_url))
    return len(expected)


def _note(actor: Actor, event: MeetingEvent, meeting: Meeting) -> None:
    record(
        actor=actor,
        event=event,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        provider_id=meeting.conference_provider_id,
    )
