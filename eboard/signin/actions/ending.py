"""Ending sign-ins from the server, when one was stolen or all may be."""

from eboard.audit import Actor, record
from eboard.people import sessions
from eboard.people.enums import PersonEvent
from eboard.people.models import Person


def end_sign_ins(*, actor: Actor, person: Person) -> int:
    """End every sign-in of a person; returns how many there were."""
    count = sessions.end_all(person.id)
    record(actor=actor, event=PersonEvent.SESSION_ENDED, subject=person, count=count)
    return count


def end_all_sign_ins(*, actor: Actor) -> int:
    """End every sign-in of everybody; returns how many there were."""
    count = sessions.end_everybodys()
    record(actor=actor, event=PersonEvent.SESSION_ENDED, count=count)
    return count
