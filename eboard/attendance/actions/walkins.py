"""Walk-ins: people whom nobody expected. They see no case and count for nothing until the staff confirms them."""

from uuid import UUID

from eboard.attendance.actions.checking import check_seat
from eboard.attendance.enums import AttendanceEvent
from eboard.attendance.models import WalkIn
from eboard.attendance.queries import open_walk_in
from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import TOLD_STATES, Ending, Learned, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person


def walk_in(*, actor: Actor, meeting: Meeting, person: Person, presence: Presence, room: str = "") -> WalkIn:
    """Note somebody who was not expected, for the coordinator to confirm; once while he or she is there.

    Raises DomainError unless the meeting is published or live.
    """
    if meeting.state not in TOLD_STATES:
        raise DomainError(_("Attendance is taken for a published or live meeting."))
    found = open_walk_in(meeting.id, person.id)
    if found is not None:
        return found
    row = WalkIn(
        meeting_id=meeting.id,
        person_id=person.id,
        presence=presence,
        room=room,
        from_at=time.now(),
        noted_by_id=None if actor.person_id == person.id else actor.person_id,
    )
    db.session.add(row)
    _note(actor, AttendanceEvent.WALKED_IN, row, meeting)
    return row


def walk_out(*, actor: Actor, row: WalkIn) -> None:
    """Note that a walk-in has left; one who left before stays so."""
    if row.to_at is None:
        row.to_at = time.now()
        _note(actor, AttendanceEvent.WALKED_OUT, row, row.meeting)


def confirm_walk_in(*, actor: Actor, row: WalkIn, proxy_for_id: UUID | None = None) -> Attendance:
    """Count a walk-in from the moment he or she came, as somebody's proxy if so; rights to cases do not follow.

    Raises DomainError for one that was settled, and for a seat the board does not have.
    """
    meeting = row.meeting
    _settle(actor, row)
    check_seat(meeting, row.person_id, proxy_for_id)
    to_at = row.to_at or (max(meeting.concluded_at, row.from_at) if meeting.concluded_at else None)
    mark = Attendance(
        meeting_id=meeting.id,
        person_id=row.person_id,
        person=row.person,
        presence=row.presence,
        room=row.room,
        from_at=row.from_at,
        to_at=to_at,
        ended=None if to_at is None else Ending.SAID if row.to_at else Ending.CONCLUDED,
        learned=Learned.WALK_IN,
        noted_by_id=actor.person_id,
        proxy_for_id=proxy_for_id,
    )
    db.session.add(mark)
    meeting.attendances.append(mark)
    _note(actor, AttendanceEvent.WALK_IN_CONFIRMED, row, meeting)
    return mark


def dismiss_walk_in(*, actor: Actor, row: WalkIn) -> None:
    """Do not count a walk-in; the note of it stays. Raises DomainError for one that was settled."""
    _settle(actor, row)
    _note(actor, AttendanceEvent.WALK_IN_DISMISSED, row, row.meeting)


def _settle(actor: Actor, row: WalkIn) -> None:
    if row.settled_at is not None:
        raise DomainError(_("Somebody settled this walk-in meanwhile."))
    row.settled_at, row.settled_by_id = time.now(), actor.person_id


def _note(actor: Actor, event: AttendanceEvent, row: WalkIn, meeting: Meeting) -> None:
    record(
        actor=actor,
        event=event,
        subject=row,
        organization_id=meeting.board.organization_id,
        meeting_id=meeting.id,
        person_id=row.person_id,
    )
