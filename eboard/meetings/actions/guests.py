"""Guests: people invited to one meeting."""

from eboard.audit import Actor, record
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import touch
from eboard.meetings.enums import OPEN_STATES, MeetingEvent
from eboard.meetings.models import Guest, Meeting
from eboard.membership.agreements import require_shareable
from eboard.people.enums import PersonState
from eboard.people.models import Person


def add_guest(*, actor: Actor, meeting: Meeting, person: Person) -> None:
    """Invite a person to this meeting alone; he or she sees its cases as the panel does."""
    if meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over or cancelled."))
    if person.state is not PersonState.ACTIVE:
        raise DomainError(_("This person has no active account."), field="person")
    require_shareable(person)
    if any(guest.person_id == person.id for guest in meeting.guests):
        raise DomainError(_("%(name)s is a guest already.", name=person.name), field="person")
    meeting.guests.append(Guest(meeting_id=meeting.id, person_id=person.id))
    _note(actor, MeetingEvent.GUEST_ADDED, meeting, person)


def remove_guest(*, actor: Actor, meeting: Meeting, person: Person) -> None:
    """Take back a guest's invitation; removing nobody changes nothing."""
    meeting.guests[:] = [guest for guest in meeting.guests if guest.person_id != person.id]
    _note(actor, MeetingEvent.GUEST_REMOVED, meeting, person)


def _note(actor: Actor, event: MeetingEvent, meeting: Meeting, person: Person) -> None:
    touch(meeting)
    record(
        actor=actor,
        event=event,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        person_id=person.id,
    )
