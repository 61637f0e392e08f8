"""Who was there: by check-in when a person joins, or marked by hand."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import TOLD_STATES, MeetingEvent, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person


def check_in(*, actor: Actor, meeting: Meeting, person: Person, presence: Presence) -> Attendance:
    """Note that a person is there from now on; somebody who is there already stays so.

    Raises DomainError unless the meeting is published or live.
    """
    if meeting.state not in TOLD_STATES:
        raise DomainError(_("Attendance is taken for a published or live meeting."))
    open_mark = _open(meeting, person)
    if open_mark is not None:
        return open_mark
    mark = Attendance(
        meeting_id=meeting.id,
        person_id=person.id,
        person=person,
        presence=presence,
        from_at=time.now(),
        noted_by_id=None if actor.person_id == person.id else actor.person_id,
    )
    db.session.add(mark)
    meeting.attendances.append(mark)
    _note(actor, MeetingEvent.ATTENDANCE_BEGUN, mark, meeting)
    return mark


def check_out(*, actor: Actor, meeting: Meeting, person: Person) -> None:
    """Note that a person has left; one who is not there changes nothing."""
    mark = _open(meeting, person)
    if mark is not None:
        mark.to_at = time.now()
        _note(actor, MeetingEvent.ATTENDANCE_ENDED, mark, meeting)


def _open(meeting: Meeting, person: Person) -> Attendance | None:
    marks = (mark for mark in meeting.attendances if mark.person_id == person.id and mark.to_at is None)
    return next(marks, None)


def _note(actor: Actor, event: MeetingEvent, mark: Attendance, meeting: Meeting) -> None:
    record(
        actor=actor,
        event=event,
        subject=mark,
        organization_id=meeting.board.organization_id,
        person_id=mark.person_id,
        presence=mark.presence,
    )
