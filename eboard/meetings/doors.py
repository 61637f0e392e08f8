"""When the room of a meeting is open, and with what somebody enters it."""

from datetime import datetime, timedelta
from enum import StrEnum

from eboard.boards.enums import STAFF_ROLES
from eboard.conferences.entry import Entry
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import secret_of
from eboard.core.db import db
from eboard.meetings.enums import TOLD_STATES, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import panel_on
from eboard.people.models import Person

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(minutes=60)


class Door(StrEnum):
    """Whether one can enter."""

    OPEN = "open"
    EARLY = "early"  # not yet
    OVER = "over"
    CANCELLED = "cancelled"
    ABSENT = "absent"  # the meeting has no video room


def door_of(meeting: Meeting, moment: datetime) -> Door:
    """The door of a meeting at an instant."""
    if meeting.state is MeetingState.CANCELLED:
        return Door.CANCELLED
    if provider_of(meeting) is None:
        return Door.ABSENT
    if meeting.state not in TOLD_STATES or moment > meeting.ends_at + CLOSES_AFTER:
        return Door.OVER
    return Door.OPEN if moment >= meeting.starts_at - OPENS_BEFORE else Door.EARLY


def provider_of(meeting: Meeting) -> ConferenceProvider | None:
    """The video service of a meeting: its own, else its board's."""
    provider_id = meeting.conference_provider_id or meeting.board.conference_provider_id
    return db.session.get(ConferenceProvider, provider_id) if provider_id else None


def entry_of(meeting: Meeting, provider: ConferenceProvider, person: Person, moment: datetime) -> Entry:
    """What a person enters with; the staff of the board moderates."""
    staff = {member.person_id for member in panel_on(meeting.board_id, meeting.day) if member.role in STAFF_ROLES}
    return Entry(
        url=provider.url,
        app_id=provider.app_id,
        secret=secret_of(provider),
        room=meeting.conference_room,
        person_id=person.id,
        name=person.name,
        is_moderator=person.id in staff,
        moment=moment,
    )
