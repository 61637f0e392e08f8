"""Absences: said by the person or by a delegate on his or her behalf."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eboard.audit import Actor, record
from eboard.availability.enums import AvailabilityEvent
from eboard.availability.models import Absence
from eboard.availability.queries import absences_between
from eboard.core import time as clock
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.enums import PersonState
from eboard.people.models import Person

LONGEST_DAYS = 366


def add_absence(*, actor: Actor, person: Person, starts_on: date, ends_on: date, deputy: Person | None) -> Absence:
    """Note that a person is away from one day to another, both included, on the clocks of his or her zone.

    Raises DomainError for days in the wrong order, over, too many or taken by another absence, and for a deputy who
    cannot stand in.
    """
    if ends_on < starts_on:
        raise DomainError(_("The last day lies before the first."), field="ends_on")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise DomainError(_("An absence lasts a year at most."), field="ends_on")
    starts_at, ends_at = _midnight(starts_on, person.zone), _midnight(ends_on + timedelta(days=1), person.zone)
    if ends_at <= clock.now():
        raise DomainError(_("These days are over."), field="ends_on")
    if absences_between([person.id], starts_at, ends_at):
        raise DomainError(_("Some of these days are noted already."), field="starts_on")
    if deputy is not None and (deputy.id == person.id or deputy.state is not PersonState.ACTIVE):
        raise DomainError(_("Choose somebody else with an active account."), field="deputy")
    row = Absence(
        person_id=person.id,
        starts_on=starts_on,
        ends_on=ends_on,
        zone=person.zone,
        starts_at=starts_at,
        ends_at=ends_at,
        deputy_id=deputy.id if deputy else None,
        entered_by_id=actor.person_id,
    )
    db.session.add(row)
    record(actor=actor, event=AvailabilityEvent.ABSENCE_ADDED, subject=row, person_id=person.id)
    return row


def remove_absence(*, actor: Actor, absence: Absence) -> None:
    """Take an absence back."""
    record(actor=actor, event=AvailabilityEvent.ABSENCE_REMOVED, subject=absence, person_id=absence.person_id)
    db.session.delete(absence)


def _midnight(day: date, zone: str) -> datetime:
    """When a day begins; where the clocks leave midnight out, at the first moment there is."""
    if not clock.FIRST_YEAR <= day.year <= clock.LAST_YEAR:
        raise DomainError(_("Choose a day of this century."), field="starts_on")
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
