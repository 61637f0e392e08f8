"""The pen: whoever holds it answers for what is written. It stops nobody else of the staff from writing.

While a case is discussed from which its holder is recused, anybody else of the staff takes it.
"""

from collections.abc import Collection
from uuid import UUID

from eboard.attendance.queries import recused_now
from eboard.audit import Actor, record
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.live.enums import LiveEvent
from eboard.live.models import LiveRoom
from eboard.live.queries import is_present, presence_of, room_of, scribes
from eboard.meetings.models import Meeting


def take_pen(*, actor: Actor, meeting: Meeting) -> None:
    """Take the pen that nobody holds, or whose holder closed the page or is recused from the case that is discussed.

    Raises DomainError if somebody holds it, and for who is recused.
    """
    room, recused = room_of(meeting.id), recused_now(meeting)
    _refuse_recused(recused, actor.person_id, actor.on_behalf_of_id)
    if room.pen_id == actor.person_id:
        return
    if _is_held(room, recused):
        raise DomainError(_("Somebody else holds the pen. Ask for it."))
    _hand(room, actor.person_id)
    _note(actor, LiveEvent.PEN_TAKEN, meeting, actor.person_id)


def ask_for_pen(*, actor: Actor, meeting: Meeting) -> None:
    """Ask the holder for the pen; it is taken at once if nobody holds it. Raises DomainError for who is recused."""
    room, recused = room_of(meeting.id), recused_now(meeting)
    _refuse_recused(recused, actor.person_id, actor.on_behalf_of_id)
    if not _is_held(room, recused) or room.pen_id == actor.person_id:
        take_pen(actor=actor, meeting=meeting)
    elif room.asked_by_id != actor.person_id:
        room.asked_by_id = actor.person_id
        _note(actor, LiveEvent.PEN_ASKED, meeting, actor.person_id)


def give_pen(*, actor: Actor, meeting: Meeting, person_id: UUID | None) -> None:
    """Hand the pen to whoever asks for it, or to any of the staff.

    Raises DomainError unless the actor holds it, and for somebody who is not of the staff or is recused.
    """
    room = room_of(meeting.id)
    if room.pen_id != actor.person_id:
        raise DomainError(_("You do not hold the pen. Ask for it first."))
    if person_id is None or person_id not in {room.asked_by_id, *(person.id for person in scribes(meeting))}:
        raise DomainError(_("Only the staff of the board can hold the pen."))
    _refuse_recused(recused_now(meeting), person_id)
    _hand(room, person_id)
    _note(actor, LiveEvent.PEN_GIVEN, meeting, person_id)


def _is_held(room: LiveRoom, recused: Collection[UUID]) -> bool:
    if room.pen_id is None or room.pen_id in recused:
        return False
    return is_present(presence_of(room.meeting_id, room.pen_id))


def _refuse_recused(recused: frozenset[UUID], *person_ids: UUID | None) -> None:
    if not recused.isdisjoint(person_ids):
        raise DomainError(_("Who takes no part in the decision on this case does not hold the pen for it."))


def _hand(room: LiveRoom, person_id: UUID | None) -> None:
    room.pen_id, room.asked_by_id = person_id, None


def _note(actor: Actor, event: LiveEvent, meeting: Meeting, person_id: UUID | None) -> None:
    record(
        actor=actor,
        event=event,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        person_id=person_id,
    )
