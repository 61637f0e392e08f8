"""Selecting entries for the review page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.core.time import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an auditor asks for; an empty field asks for everything. Days are days in ``zone``."""

    person_id: UUID | None = None
    subject_id: UUID | None = None
    event: str = ""
    first_day: date | None = None
    last_day: date | None = None
    refused_only: bool = False
    zone: str = "UTC"


def entries(look: Look) -> Select[AuditEntry]:
    """The entries asked for, newest first."""
    statement = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    if look.person_id:
        acted = or_(AuditEntry.actor_id == look.person_id, AuditEntry.on_behalf_of_id == look.person_id)
        statement = statement.where(acted)
    if look.subject_id:
        statement = statement.where(AuditEntry.subject_id == look.subject_id)
    if look.event:
        statement = statement.where(AuditEntry.event.startswith(look.event, autoescape=True))
    if look.refused_only:
        statement = statement.where(AuditEntry.event == AccessEvent.REFUSED)
    if look.first_day:
        statement = statement.where(AuditEntry.at >= _start_of(look.first_day, look.zone))
    if look.last_day:
        statement = statement.where(AuditEntry.at < _start_of(look.last_day + timedelta(days=1), look.zone))
    return statement


def _start_of(day: date, zone: str) -> datetime:
    # Noon exists once on every day in every zone; midnight does not.
    return instant(day, time(12), zone) - timedelta(hours=12)
