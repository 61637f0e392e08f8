"""Published calendars: given, read again and taken back by their person."""

from sqlalchemy import delete

from eboard.audit import Actor, record
from eboard.availability.enums import AvailabilityEvent
from eboard.availability.fetching import parse_address
from eboard.availability.models import BusyTime, PublishedCalendar
from eboard.availability.queries import calendars_of
from eboard.availability.sealing import reveal_address, seal_address
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.ids import new_id
from eboard.people.models import Person

MOST_CALENDARS = 5


def add_calendar(*, actor: Actor, person: Person, address: str) -> PublishedCalendar:
    """Take the address of a calendar, to be read within a minute; it is sealed and never shown again.

    Raises DomainError for what is no address, for one that is known, and for one too many.
    """
    given = parse_address(address)
    held = calendars_of(person.id)
    if len(held) >= MOST_CALENDARS:
        raise DomainError(_("Five calendars are the most. Remove one first."), field="address")
    if any(reveal_address(row.sealed_address, row.id) == given for row in held):
        raise DomainError(_("This calendar is on the list already."), field="address")
    row_id = new_id()
    row = PublishedCalendar(
        id=row_id,
        person_id=person.id,
        host=given.host,
        sealed_address=seal_address(given, row_id),
        due_at=time.now(),
    )
    db.session.add(row)
    record(actor=actor, event=AvailabilityEvent.CALENDAR_ADDED, subject=row, person_id=person.id)
    return row


def read_again(*, calendar: PublishedCalendar) -> None:
    """Have a calendar read within a minute, whatever became of it the last time."""
    calendar.due_at = time.now()


def remove_calendar(*, actor: Actor, calendar: PublishedCalendar) -> None:
    """Forget a calendar, its address and its busy times."""
    db.session.execute(delete(BusyTime).where(BusyTime.calendar_id == calendar.id))
    db.session.delete(calendar)
    record(actor=actor, event=AvailabilityEvent.CALENDAR_REMOVED, subject=calendar, person_id=calendar.person_id)


def remove_all_calendars(*, actor: Actor, person: Person) -> None:
    """Forget the calendars of somebody who leaves."""
    for calendar in calendars_of(person.id):
        remove_calendar(actor=actor, calendar=calendar)
