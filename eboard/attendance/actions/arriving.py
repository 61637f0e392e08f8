"""Somebody comes: who is expected is checked in, anybody else is a walk-in."""

from dataclasses import dataclass
from datetime import timedelta

from eboard.attendance.actions.checking import check_in
from eboard.attendance.actions.walkins import walk_in
from eboard.attendance.models import WalkIn
from eboard.attendance.queries import expected_ids, meeting_of_code, open_mark
from eboard.audit import Actor
from eboard.core import throttle
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import Learned, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person

TRIES, WINDOW = 10, timedelta(minutes=15)  # of codes, by one person


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where somebody came, and as what."""

    meeting: Meeting
    as_expected: bool


def arrive(
    *, actor: Actor, meeting: Meeting, person: Person, presence: Presence, learned: Learned, room: str = ""
) -> Attendance | WalkIn:
    """Check a person in, or note a walk-in; whoever acts on behalf of somebody expected is expected, too.

    Who is there already, as a walk-in the staff confirmed, stays so.
    """
    known = expected_ids(meeting)
    stands_in = actor.person_id == person.id and actor.on_behalf_of_id in known
    if person.id in known or stands_in or open_mark(meeting, person.id) is not None:
        return check_in(actor=actor, meeting=meeting, person=person, presence=presence, learned=learned, room=room)
    return walk_in(actor=actor, meeting=meeting, person=person, presence=presence, room=room)


def arrive_by_code(*, actor: Actor, person: Person, typed: str, presence: Presence) -> Arrival:
    """Check a person in at the meeting whose code was typed.

    Raises DomainError for a code that is not good now, ThrottledError after ten tries in a quarter of an hour. The
    tries are counted in a unit of work of their own, so that a refusal does not take the count back.
    """
    meeting = meeting_of_code(typed)
    if meeting is None:
        raise DomainError(_("This code is not good now. Type the one that is shown, or ask for it."), field="code")
    came = arrive(actor=actor, meeting=meeting, person=person, presence=presence, learned=Learned.CODE)
    return Arrival(meeting, as_expected=isinstance(came, Attendance))


def count_try(person: Person) -> None:
    """Count one try of a code; raises ThrottledError when there were too many."""
    throttle.count_apart(throttle.Try("check-in code", str(person.id), TRIES, WINDOW))
