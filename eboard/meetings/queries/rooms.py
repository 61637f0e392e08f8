"""The rooms of meetings: which is wanted, which is there, and which has to be made or ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eboard.boards.models import Board
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import ProviderKind, RoomState
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import ENDABLE, MAKEABLE, join_address_of, room_named
from eboard.conferences.services import SERVICES
from eboard.conferences.services.service import Wish
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import TOLD_STATES, MeetingState
from eboard.meetings.models import Meeting

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(minutes=60)
IN_A_MOMENT = timedelta(minutes=2)  # Webex drops the seconds and takes no start that has passed
SHORTEST = timedelta(minutes=10)  # that Webex takes
FARTHEST = max(service.ahead for service in SERVICES.values())
LINGERS = timedelta(minutes=15)  # after the meeting was concluded people may say goodbye


def provider_of(meeting: Meeting) -> ConferenceProvider | None:
    """The video service of a meeting: its own, else its board's."""
    provider_id = provider_id_of(meeting)
    return db.session.get(ConferenceProvider, provider_id) if provider_id else None


def provider_id_of(meeting: Meeting) -> UUID | None:
    """The id of that service."""
    return meeting.conference_provider_id or meeting.board.conference_provider_id


def fallback_of(meeting: Meeting) -> ConferenceProvider | None:
    """The service to fall back to, if there is another one and its agreement covers today."""
    fallback_id = meeting.board.fallback_provider_id
    if fallback_id is None or fallback_id == provider_id_of(meeting):
        return None
    fallback = db.session.get_one(ConferenceProvider, fallback_id)
    return None if uncovered(fallback) else fallback


def room_of(meeting: Meeting) -> ConferenceRoom | None:
    """The room the meeting wants, if it is there or on its way; services that need none made have none."""
    provider_id = provider_id_of(meeting)
    return room_named(provider_id, meeting.conference_room) if provider_id else None


def wish_of(meeting: Meeting) -> Wish:
    """What a service is told of a meeting: the name of the board, the time, and a random name.

    A room that is made late begins in a moment: services refuse a start in the past, and a length of a few minutes.
    """
    starts_at = max(meeting.starts_at, time.now() + IN_A_MOMENT)
    left = max(meeting.ends_at - starts_at, SHORTEST)
    return Wish(
        name=meeting.conference_room,
        title=meeting.board.name,
        starts_at=starts_at,
        minutes=ceil(left / timedelta(minutes=1)),
    )


def shown_link(meeting: Meeting) -> str:
    """The provider's own link for calendars; empty unless the board shows it and the service has one for everybody."""
    provider = provider_of(meeting)
    if not meeting.board.shows_provider_link or provider is None or uncovered(provider):
        return ""
    if provider.kind is ProviderKind.FIXED:
        return provider.url
    room = room_of(meeting)
    return join_address_of(room) if room is not None and room.state is RoomState.READY else ""


def to_make() -> Sequence[UUID]:
    """Ids of meetings whose room should be made now, by their start."""
    moment = time.now()
    used = func.coalesce(Meeting.conference_provider_id, Board.conference_provider_id)
    rows = db.session.execute(
        select(Meeting, ConferenceProvider)
        .join(Board, Board.id == Meeting.board_id)
        .join(ConferenceProvider, ConferenceProvider.id == used)
        .outerjoin(
            ConferenceRoom,
            and_(
                ConferenceRoom.provider_id == ConferenceProvider.id,
                ConferenceRoom.name == Meeting.conference_room,
            ),
        )
        .where(
            Meeting.state.in_(TOLD_STATES),
            Meeting.ends_at > moment - CLOSES_AFTER,
            or_(Board.shows_provider_link, Meeting.starts_at <= moment + FARTHEST),
            ConferenceProvider.kind.in_(SERVICES),
            or_(
                ConferenceRoom.id.is_(None),
                and_(
                    ConferenceRoom.state.in_(MAKEABLE),
                    or_(ConferenceRoom.next_try_at.is_(None), ConferenceRoom.next_try_at <= moment),
                ),
            ),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .options(contains_eager(Meeting.board))
    )
    return [meeting.id for meeting, provider in rows if _is_time(meeting, provider, moment) and not uncovered(provider)]


def to_end() -> Sequence[UUID]:
    """Ids of rooms that no meeting wants any more and that are there at their service."""
    moment = time.now()
    rows = db.session.execute(
        select(ConferenceRoom, Meeting)
        .join(Meeting, Meeting.id == ConferenceRoom.meeting_id)
        .where(
            ConferenceRoom.state.in_(ENDABLE),
            or_(ConferenceRoom.next_try_at.is_(None), ConferenceRoom.next_try_at <= moment),
        )
        .order_by(ConferenceRoom.id)
        .options(joinedload(Meeting.board))
    )
    return [room.id for room, meeting in rows if not is_wanted(room, meeting, moment)]


def is_wanted(room: ConferenceRoom, meeting: Meeting, moment: datetime) -> bool:
    """Whether a meeting still wants this room: it names it, and is to come, runs, or has just been concluded."""
    if (room.provider_id, room.name) != (provider_id_of(meeting), meeting.conference_room):
        return False
    if meeting.state is MeetingState.CONCLUDED and meeting.concluded_at is not None:
        return moment < meeting.concluded_at + LINGERS
    return is_held(meeting, moment)


def is_held(meeting: Meeting, moment: datetime) -> bool:
    """Whether an announced meeting is still to come, or runs, however late; who never began one has an hour."""
    is_late = meeting.state is not MeetingState.LIVE and moment > meeting.ends_at + CLOSES_AFTER
    return meeting.state in TOLD_STATES and not is_late


def _is_time(meeting: Meeting, provider: ConferenceProvider, moment: datetime) -> bool:
    """Whether the start is near enough; a link that stands in calendars is needed as soon as people are told."""
    if meeting.board.shows_provider_link and provider.kind is not ProviderKind.BIGBLUEBUTTON:
        return True
    return moment >= meeting.starts_at - SERVICES[provider.kind].ahead
