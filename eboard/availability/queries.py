"""Reading when people can be had."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eboard.availability.enums import BusyKind
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.availability.periods import Period, merge
from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import PersonState
from eboard.people.models import Person

AHEAD = timedelta(days=180)  # how far a calendar is read


def busy_between(person_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> dict[UUID, list[Period]]:
    """When each person is taken between two instants, from published calendars and absences; two queries.

    The periods of a person are in order, do not overlap and end where the window ends. A person about whom nothing is
    known has none; `known_until` tells who that is.
    """
    found: dict[UUID, list[Period]] = {person_id: [] for person_id in person_ids}
    for person_id, period in (
        *imported_between(person_ids, starts_at, ends_at),
        *_away(person_ids, starts_at, ends_at),
    ):
        found[person_id].append(period)
    return {person_id: merge(periods, starts_at=starts_at, ends_at=ends_at) for person_id, periods in found.items()}


def imported_between(
    person_ids: Collection[UUID], starts_at: datetime, ends_at: datetime
) -> Iterator[tuple[UUID, Period]]:
    """What published calendars say of these people between two instants, as it stands there; one query."""
    rows = db.session.execute(
        select(PublishedCalendar.person_id, BusyTime.starts_at, BusyTime.ends_at, BusyTime.kind)
        .join(BusyTime, BusyTime.calendar_id == PublishedCalendar.id)
        .where(PublishedCalendar.person_id.in_(person_ids), BusyTime.starts_at < ends_at, BusyTime.ends_at > starts_at)
    )
    for person_id, start, end, kind in rows:
        yield person_id, Period(start, end, kind)


def known_until(person_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """How far each person's calendars were read; nobody is in it whose were never read."""
    rows = db.session.execute(
        select(PublishedCalendar.person_id, func.min(PublishedCalendar.read_at))
        .where(PublishedCalendar.person_id.in_(person_ids), PublishedCalendar.read_at.is_not(None))
        .group_by(PublishedCalendar.person_id)
    )
    return {person_id: moment + AHEAD for person_id, moment in rows if moment is not None}


def absences_between(person_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> Sequence[Absence]:
    """The absences of these people that touch a stretch of time, with their deputies, the earliest first."""
    return db.session.scalars(
        select(Absence)
        .where(Absence.person_id.in_(person_ids), Absence.starts_at < ends_at, Absence.ends_at > starts_at)
        .order_by(Absence.starts_at, Absence.id)
        .options(joinedload(Absence.deputy))
    ).all()


def absences_of(person_id: UUID) -> Sequence[Absence]:
    """The absences of a person that are not over, the earliest first."""
    return db.session.scalars(
        select(Absence)
        .where(Absence.person_id == person_id, Absence.ends_at > time.now())
        .order_by(Absence.starts_at, Absence.id)
        .options(joinedload(Absence.deputy), joinedload(Absence.entered_by))
    ).all()


def calendars_of(person_id: UUID) -> Sequence[PublishedCalendar]:
    """The calendars a person gave the address of, the oldest first."""
    return db.session.scalars(
        select(PublishedCalendar)
        .where(PublishedCalendar.person_id == person_id)
        .order_by(PublishedCalendar.created_at, PublishedCalendar.id)
    ).all()


def due_to_be_read() -> Sequence[UUID]:
    """The calendars of active people whose time has come, the longest due first."""
    return db.session.scalars(
        select(PublishedCalendar.id)
        .join(Person, Person.id == PublishedCalendar.person_id)
        .where(PublishedCalendar.due_at <= time.now(), Person.state == PersonState.ACTIVE)
        .order_by(PublishedCalendar.due_at, PublishedCalendar.id)
    ).all()


def _away(person_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> Iterator[tuple[UUID, Period]]:
    for absence in absences_between(person_ids, starts_at, ends_at):
        yield absence.person_id, Period(absence.starts_at, absence.ends_at, BusyKind.UNAVAILABLE)
