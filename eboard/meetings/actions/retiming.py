"""Keeping the promise of a meeting when the law on its clocks changes: the wall-clock time stays, the instant moves."""

from sqlalchemy import update

from eboard.audit import Actor, record
from eboard.core.db import db
from eboard.core.time import tzdata_version
from eboard.meetings.actions.moves import raise_sequence
from eboard.meetings.actions.notices import tell_of_new_time
from eboard.meetings.enums import MeetingEvent
from eboard.meetings.models import Meeting
from eboard.meetings.timing import derive, starting


def retime_meeting(*, actor: Actor, meeting: Meeting) -> bool:
    """Derive the instants again with the zone data of today; True if the meeting moved.

    A move is a rescheduling (RFC 5546 section 2.1.4), which calendars and care teams are told of. Raises DomainError,
    and changes nothing, for a time that does not exist any more or exists twice.
    """
    if starting(meeting.day, meeting.clock, meeting.zone) == meeting.starts_at:
        _note_version(meeting)
        return False
    derive(meeting)
    if meeting.published_at is not None:
        raise_sequence(meeting)
    record(
        actor=actor,
        event=MeetingEvent.RETIMED,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        tzdata=meeting.tzdata,
        sequence=meeting.sequence,
    )
    tell_of_new_time(meeting=meeting)
    return True


def _note_version(meeting: Meeting) -> None:
    """Nothing of it was changed, so nobody who has the meeting open hears that somebody else saved it."""
    db.session.execute(
        update(Meeting)
        .where(Meeting.id == meeting.id)
        .values(tzdata=tzdata_version(), changed_at=Meeting.changed_at)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(meeting, ["tzdata"])
