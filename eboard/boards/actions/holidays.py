"""Days on which an organization does not work; series of its boards may leave them out."""

from datetime import date

from eboard.audit import Actor, record
from eboard.boards.enums import BoardEvent
from eboard.boards.models import Holiday
from eboard.boards.queries import holidays
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization


def add_holiday(*, actor: Actor, organization: Organization, day: date, name: str) -> Holiday:
    """Add a holiday; meetings that are planned already stay. Raises DomainError for a day that has one."""
    if not name.strip():
        raise DomainError(_("Enter the name of the day."), field="name")
    if holidays(organization.id, day, day):
        raise DomainError(_("This day is a holiday already."), field="day")
    holiday = Holiday(organization_id=organization.id, day=day, name=name.strip())
    db.session.add(holiday)
    record(actor=actor, event=BoardEvent.HOLIDAY_ADDED, subject=holiday, organization_id=organization.id, day=day)
    return holiday


def remove_holiday(*, actor: Actor, holiday: Holiday) -> None:
    """Take a holiday back; the series plan that day again."""
    db.session.delete(holiday)
    record(
        actor=actor,
        event=BoardEvent.HOLIDAY_REMOVED,
        subject=holiday,
        organization_id=holiday.organization_id,
        day=holiday.day,
    )
