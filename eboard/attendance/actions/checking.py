"""Coming and going: by joining, by the code, on the page, or noted by somebody else."""

from uuid import UUID

from eboard.attendance.enums import AttendanceEvent
from eboard.attendance.queries import open_mark, open_marks, seats_of, silent_mark
from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import TOLD_STATES, Ending, Learned, MeetingState, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person


def check_in(
    *,
    actor: Actor,
    meeting: Meeting,
    person: Person,
    presence: Presence,
    learned: Learned | None = None,
    room: str = "",
) -> Attendance:
    """Note that a person is there from now on; somebody who is there already stays so.

    Who acts on behalf of another attends for that person's seat. Raises DomainError unless the meeting is published or
    live.
    """
    if meeting.state not in TOLD_STATES:
        raise DomainError(_("Attendance is taken for a published or live meeting."))
    found = open_mark(meeting, person.id)
    if found is not None:
        return found
    is_own = actor.person_id == person.id
    mark = Attendance(
        meeting_id=meeting.id,
        person_id=person.id,
        person=person,
        presence=presence,
        room=room,
        from_at=time.now(),
        learned=learned or (Learned.SELF if is_own else Learned.NOTED),
        noted_by_id=None if is_own else actor.person_id,
        proxy_for_id=actor.on_behalf_of_id if is_own else None,
    )
    db.session.add(mark)
    meeting.attendances.append(mark)
    _note(actor, AttendanceEvent.BEGUN, mark, meeting)
    return mark


def check_out(*, actor: Actor, meeting: Meeting, person: Person) -> None:
    """Note that a person has left; one who is not there changes nothing."""
    for mark in open_marks(meeting, person.id):
        mark.to_at = time.now()
        mark.ended = Ending.SAID if actor.person_id == person.id else Ending.NOTED
        _note(actor, AttendanceEvent.ENDED, mark, meeting)


def see(*, meeting: Meeting, person: Person) -> None:
    """Note a sign of an open page of somebody who is there; not an act, so nothing is recorded."""
    mark = open_mark(meeting, person.id)
    if mark is not None:
        mark.seen_at = time.now()


def end_silent(*, actor: Actor, mark: Attendance, meeting: Meeting) -> None:
    """Close a stretch at the last sign of its page; one that was closed meanwhile stays as it is."""
    if mark.to_at is None and mark.seen_at is not None:
        mark.to_at, mark.ended = max(mark.seen_at, mark.from_at), Ending.SILENCE
        _note(actor, AttendanceEvent.ENDED, mark, meeting)


def go_on(*, actor: Actor, meeting: Meeting, person: Person) -> None:
    """Somebody whom silence had closed was there all along and says so: the stretch goes on.

    Raises DomainError when silence closed nothing, or the meeting is over: then a coordinator corrects it.
    """
    mark = silent_mark(meeting, person.id)
    if mark is None or meeting.state is not MeetingState.LIVE:
        raise DomainError(_("There is nothing to go on with. Ask the coordinator to correct it."))
    mark.to_at, mark.ended, mark.seen_at = None, None, None
    _note(actor, AttendanceEvent.WENT_ON, mark, meeting)


def attend_for(*, actor: Actor, meeting: Meeting, person: Person, proxy_for_id: UUID | None) -> None:
    """Say whose seat a person who is there attends for; None: his or her own.

    Raises DomainError for somebody who is not there, and for a seat that the board does not have.
    """
    mark = open_mark(meeting, person.id)
    if mark is None:
        raise DomainError(_("Check in first."), field="proxy_for")
    check_seat(meeting, person.id, proxy_for_id)
    mark.proxy_for_id = proxy_for_id
    _note(actor, AttendanceEvent.PROXY_NAMED, mark, meeting)


def check_seat(meeting: Meeting, person_id: UUID, proxy_for_id: UUID | None) -> None:
    """Raise DomainError unless somebody may attend for this seat."""
    others = {seat.id for seat in seats_of(meeting)} - {person_id}
    if proxy_for_id is not None and proxy_for_id not in others:
        raise DomainError(_("Choose somebody else who sits on this board."), field="proxy_for")


def _note(actor: Actor, event: AttendanceEvent, mark: Attendance, meeting: Meeting) -> None:
    record(
        actor=actor,
        event=event,
        subject=mark,
        organization_id=meeting.board.organization_id,
        meeting_id=meeting.id,
        person_id=mark.person_id,
        presence=mark.presence,
        proxy_for_id=mark.proxy_for_id,
    )
