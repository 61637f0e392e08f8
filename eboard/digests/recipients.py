"""Who gets a summary, and when."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select

from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.boards.queries import is_seated
from eboard.core.db import db
from eboard.core.time import wall
from eboard.digests.models import DigestMark
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import NoticeChoice
from eboard.people.enums import PersonState, Weekday
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current

WEEKDAYS = tuple(day.value for day in Weekday)


def usual_delivery(person_id: UUID) -> Delivery:
    """How the summary comes to somebody who has not chosen: coordinators get it."""
    return Delivery.AT_ONCE if db.session.scalar(select(_coordinates(person_id))) else Delivery.OFF


def due(moment: datetime) -> list[UUID]:
    """Ids of the people whose summary is due; two queries."""
    found = db.session.execute(
        select(Person.id, Person.zone, Person.digest_hour, DigestMark.day)
        .outerjoin(DigestMark, DigestMark.person_id == Person.id)
        .where(Person.state == PersonState.ACTIVE, _wants_summary())
        .order_by(Person.id)
    ).all()
    free = _weekends([row.id for row in found])
    return [
        row.id
        for row in found
        if is_hour(wall(moment, row.zone), hour=row.digest_hour, last_day=row.day, weekends=free[row.id])
    ]


def is_hour(local: datetime, *, hour: int, last_day: date | None, weekends: Collection[Collection[str]]) -> bool:
    """Whether a summary is due at ``local``, the reader's own clock.

    It is once a day, from the chosen hour on; the very first one waits for that hour. On a day that is free at all of
    the reader's organizations there is none.
    """
    weekday = WEEKDAYS[local.weekday()]
    if weekends and all(weekday in weekend for weekend in weekends):
        return False
    return local.hour == hour if last_day is None else local.hour >= hour and last_day < local.date()


def _wants_summary() -> ColumnElement[bool]:
    chosen = (
        select(NoticeChoice.delivery)
        .where(NoticeChoice.person_id == Person.id, NoticeChoice.kind == NoticeKind.DIGEST)
        .correlate(Person)
        .scalar_subquery()
    )
    return or_(chosen == Delivery.AT_ONCE, and_(chosen.is_(None), _coordinates(Person.id)))


def _coordinates(person_id: Any) -> ColumnElement[bool]:
    """Whether the person (a column, or an id) coordinates a board today."""
    return exists().where(
        BoardMembership.person_id == person_id, BoardMembership.role == BoardRole.COORDINATOR, is_seated()
    )


def _weekends(person_ids: Collection[UUID]) -> dict[UUID, list[list[str]]]:
    """The free days of every organization that people work at, by person."""
    found = db.session.execute(
        select(Affiliation.person_id, Organization.weekend)
        .join(Affiliation.organization)
        .where(Affiliation.person_id.in_(person_ids), is_current())
    )
    weekends: dict[UUID, list[list[str]]] = defaultdict(list)
    for person_id, weekend in found:
        weekends[person_id].append(weekend)
    return weekends
