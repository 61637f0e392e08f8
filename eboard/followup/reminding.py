"""Who is reminded of follow-ups, and when: everybody of a care team with something due, once a week, by day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from eboard.boards.recurrence import WEEKDAYS
from eboard.cases.models import Case, CaseNamedPerson
from eboard.core.db import db
from eboard.core.time import wall
from eboard.followup.models import GRACE, FollowUp, FollowUpReminder
from eboard.followup.queries import is_followed
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current

MORNING, EVENING = 8, 18  # hours on the reader's own clock between which a reminder comes
WEEK = timedelta(days=7)


class Numbers(NamedTuple):
    """How many follow-ups wait for a person, and how many of them for too long."""

    due: int
    overdue: int


def is_time(local: datetime, *, last_day: date | None, weekends: Collection[Collection[str]]) -> bool:
    """Whether a reminder may come at ``local``, the reader's own clock.

    It comes by day, a week or more after the last one, and not on a day that is free at all of the reader's
    organizations.
    """
    return is_day(local, weekends) and (last_day is None or local.date() - last_day >= WEEK)


def is_day(local: datetime, weekends: Collection[Collection[str]]) -> bool:
    """Whether people who have these weekends at their organizations are at work at ``local``."""
    weekday = WEEKDAYS[local.weekday()]
    is_free = bool(weekends) and all(weekday in weekend for weekend in weekends)
    return MORNING <= local.hour < EVENING and not is_free


def due_to_be_reminded(moment: datetime) -> list[UUID]:
    """Ids of the people to remind now; one query."""
    waits = exists().where(
        FollowUp.due_at <= moment,
        is_followed(),
        FollowUp.case_id == Case.id,
        Case.organization_id == Affiliation.organization_id,
        _is_open_to(Person.id),
    )
    found = db.session.execute(
        select(Person.id, Person.zone, Organization.weekend, FollowUpReminder.day)
        .join(Affiliation, Affiliation.person_id == Person.id)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .outerjoin(FollowUpReminder, FollowUpReminder.person_id == Person.id)
        .where(Person.state == PersonState.ACTIVE, _is_care_team(), waits.correlate(Person, Affiliation))
        .order_by(Person.id)
    ).all()
    weekends: dict[UUID, list[Sequence[str]]] = defaultdict(list)
    for row in found:
        weekends[row.id].append(row.weekend)
    ready = {row.id: is_time(wall(moment, row.zone), last_day=row.day, weekends=weekends[row.id]) for row in found}
    return [person_id for person_id, is_ready in ready.items() if is_ready]


def numbers_for(person_id: UUID, moment: datetime) -> Numbers:
    """What waits for a person of a care team."""
    theirs: Select[UUID] = select(Affiliation.organization_id).where(
        Affiliation.person_id == person_id, _is_care_team()
    )
    mine = (
        select(FollowUp.due_at)
        .join(FollowUp.case)
        .where(FollowUp.due_at <= moment, is_followed(), Case.organization_id.in_(theirs), _is_open_to(person_id))
        .subquery()
    )
    late = func.count().filter(mine.c.due_at <= moment - GRACE)
    found = db.session.execute(select(func.count(), late).select_from(mine)).one()
    return Numbers(found[0], found[1])


def _is_care_team() -> ColumnElement[bool]:
    return and_(Affiliation.role == AffiliationRole.CARE_TEAM, is_current())


def _is_open_to(person_id: object) -> ColumnElement[bool]:
    """A restricted case is open to the persons it names only."""
    named = exists().where(CaseNamedPerson.case_id == Case.id, CaseNamedPerson.person_id == person_id)
    return or_(~Case.is_restricted, named)
