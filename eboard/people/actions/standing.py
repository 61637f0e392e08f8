"""Whether somebody may sign in follows from the roles he or she holds."""

from eboard.audit import Actor, record
from eboard.people import sessions
from eboard.people.enums import PersonEvent, PersonState
from eboard.people.models import Person


def settle(*, actor: Actor, person: Person) -> None:
    """Suspend somebody whose last role ended or was suspended, and let in again who holds one.

    Sign-ins end at once; calendars outside, invitations and delegations follow the state. A role that still waits for
    approval keeps who was active active, so that nobody is locked out by a move.
    """
    left = [role for role in person.affiliations if not role.is_over and role.suspended_at is None]
    if person.state is PersonState.ACTIVE and not left:
        person.state = PersonState.SUSPENDED
        sessions.end_all(person.id)
        record(actor=actor, event=PersonEvent.SUSPENDED, subject=person)
    elif person.state is PersonState.SUSPENDED and any(role.approved_at is not None for role in left):
        person.state = PersonState.ACTIVE
        record(actor=actor, event=PersonEvent.REINSTATED, subject=person)
