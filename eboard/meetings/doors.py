"""When the room of a meeting is open, and with what somebody enters it."""

from datetime import datetime
from enum import StrEnum

from eboard.boards.enums import STAFF_ROLES
from eboard.conferences.agreements import uncovered
from eboard.conferences.entry import Entry
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import credentials_of, join_address_of
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import panel_on
from eboard.meetings.queries.rooms import OPENS_BEFORE, fallback_of, is_held, provider_of
from eboard.people.models import Person


class Door(StrEnum):
    """Whether one can enter."""

    OPEN = "open"
    EARLY = "early"  # not yet
    OVER = "over"
    CANCELLED = "cancelled"
    ABSENT = "absent"  # the meeting has no video room
    UNCOVERED = "uncovered"  # no agreement allows its room to be used


def door_of(meeting: Meeting, moment: datetime) -> Door:
    """The door of a meeting at an instant."""
    if meeting.state is MeetingState.CANCELLED:
        return Door.CANCELLED
    provider = provider_of(meeting)
    if provider is None:
        return Door.ABSENT
    if not is_held(meeting, moment):
        return Door.OVER
    if uncovered(provider) and fallback_of(meeting) is None:
        return Door.UNCOVERED
    return Door.OPEN if moment >= meeting.starts_at - OPENS_BEFORE else Door.EARLY


def entry_of(
    meeting: Meeting, provider: ConferenceProvider, room: ConferenceRoom | None, person: Person, moment: datetime
) -> Entry:
    """What a person enters with; the staff of the board moderates."""
    staff = {member.person_id for member in panel_on(meeting.board_id, meeting.day) if member.role in STAFF_ROLES}
    return Entry(
        url=provider.url,
        app_id=provider.app_id,
        secret=credentials_of(provider).get("secret", ""),
        room=meeting.conference_room,
        person_id=person.id,
        name=person.name,
        is_moderator=person.id in staff,
        moment=moment,
        join=join_address_of(room) if room is not None else "",
    )
