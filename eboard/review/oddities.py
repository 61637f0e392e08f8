"""Reading oddities."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current
from eboard.review.enums import OddityKind
from eboard.review.models import Oddity

MORNING = 7  # o'clock, from which on a day's numbers are told


def listed(rows: Select[Oddity], *, open_only: bool, kind: OddityKind | None) -> Select[Oddity]:
    """Those asked for, the latest first."""
    found = rows.options(joinedload(Oddity.person), joinedload(Oddity.looked_by))
    if open_only:
        found = found.where(Oddity.looked_at.is_(None))
    if kind is not None:
        found = found.where(Oddity.kind == kind)
    return found.order_by(Oddity.from_at.desc(), Oddity.id.desc())


def open_numbers() -> Mapping[OddityKind, int]:
    """How many of each kind nobody looked at yet."""
    rows = db.session.execute(
        select(Oddity.kind, func.count()).where(Oddity.looked_at.is_(None)).group_by(Oddity.kind).order_by(Oddity.kind)
    )
    return {row[0]: row[1] for row in rows}


def auditors_to_tell() -> Sequence[Person]:
    """Auditors whose day has begun and is no day off."""
    found = db.session.execute(
        select(Person, Organization.weekend)
        .join(Affiliation, Affiliation.person_id == Person.id)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .where(Affiliation.role == AffiliationRole.AUDITOR, is_current(), Person.state == PersonState.ACTIVE)
        .order_by(Person.id)
    )
    ready = {}
    for person, weekend in found:
        local = time.wall(time.now(), person.zone)
        if local.hour >= MORNING and local.strftime("%a").upper()[:2] not in weekend:
            ready[person.id] = person
    return list(ready.values())
