"""Tables of availability."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.availability.enums import BusyKind, CalendarState, Problem
from eboard.core.db import Base, Row, Timestamped
from eboard.people.models import Person


class PublishedCalendar(Timestamped, Row):
    """A calendar that a person publishes elsewhere, under a secret address."""

    __tablename__ = "published_calendar"
    __table_args__ = (Index("ix_published_calendar_person", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    host: Mapped[str]  # all of the address that is ever shown
    sealed_address: Mapped[bytes]
    state: Mapped[CalendarState] = mapped_column(default=CalendarState.WAITING)
    problem: Mapped[Problem | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # None: not read any more
    read_at: Mapped[datetime | None]  # the last good answer
    failures: Mapped[int] = mapped_column(default=0)  # since then
    warnings: Mapped[int] = mapped_column(default=0)  # events of the last good answer that could not be used
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    expanded_for: Mapped[str | None]  # what the busy times depend on beside the calendar itself

    person: Mapped[Person] = relationship()


class BusyTime(Base):
    """A stretch of time that a published calendar says is taken; those of one calendar do not overlap."""

    __tablename__ = "busy_time"

    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("published_calendar.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime]
    kind: Mapped[BusyKind]


class Absence(Timestamped, Row):
    """Whole days on which a person is away, and who stands in."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person_ends_at", "person_id", "ends_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day
    zone: Mapped[str]  # whose days they are
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))  # the person, or a delegate

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
