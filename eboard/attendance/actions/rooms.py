"""Several people at one device: those with a name are checked in, the others are a number."""

from collections.abc import Collection

from eboard.attendance.actions.arriving import arrive
from eboard.attendance.enums import AttendanceEvent
from eboard.attendance.models import HeadCount
from eboard.attendance.queries import head_counts, open_mark
from eboard.audit import Actor, record
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import Learned, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person

MOST_HEADS = 200


def check_in_room(
    *, actor: Actor, meeting: Meeting, room: str, people: Collection[Person], heads: int, is_staff: bool
) -> int:
    """Note who sits in a room with one device; returns how many of the named were not expected.

    ``heads`` are people without a name: a number that is shown and never counts. ``is_staff`` runs the meeting; anybody
    else has to be there. Raises DomainError for a room without a name and for nobody in it.
    """
    if not is_staff and (actor.person_id is None or open_mark(meeting, actor.person_id) is None):
        raise DomainError(_("Check in yourself first: only somebody who is there can say who is with him or her."))
    if not room:
        raise DomainError(_("Name the room."), field="room")
    if not 0 <= heads <= MOST_HEADS:
        raise DomainError(_("Enter a number from 0 to %(most)s.", most=MOST_HEADS), field="heads")
    if not people and not heads and room not in head_counts(meeting):
        raise DomainError(_("Name somebody, or say how many there are."), field="heads")
    came = [
        arrive(actor=actor, meeting=meeting, person=person, presence=Presence.ROOM, learned=Learned.ROOM, room=room)
        for person in people
    ]
    _count(actor, meeting, room, heads)
    return sum(not isinstance(one, Attendance) for one in came)


def _count(actor: Actor, meeting: Meeting, room: str, heads: int) -> None:
    known = head_counts(meeting).get(room)
    if heads == (known.heads if known else 0):
        return
    row = HeadCount(meeting_id=meeting.id, room=room, heads=heads, noted_by_id=actor.person_id)
    db.session.add(row)
    record(
        actor=actor,
        event=AttendanceEvent.HEADS_COUNTED,
        subject=row,
        organization_id=meeting.board.organization_id,
        meeting_id=meeting.id,
        heads=heads,
    )
