"""Whether an organization is covered by an agreement, and what may not begin when it is not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day as worded
from eboard.membership.enums import Cover
from eboard.membership.models import Agreement
from eboard.people.enums import OrganizationKind
from eboard.people.models import Organization, Person
from eboard.people.queries.affiliations import in_force

SOON = timedelta(days=90)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organization stands on a day."""

    organization: Organization
    agreements: Sequence[Agreement]  # the last one to end comes first
    cover: Cover
    until: date | None  # the last day it is or was covered


def today_at(organization: Organization) -> date:
    """The day it is at an organization; the days of its agreements are its own."""
    return time.wall(time.now(), organization.zone).date()


def standing_of(organization: Organization) -> Standing:
    """How one organization stands today; one query."""
    return _standing(organization, _agreements([organization.id]))


def standings(organizations: Sequence[Organization]) -> list[Standing]:
    """How organizations that are in the network stand today, those to look at first before the others; one query."""
    there = [row for row in organizations if not row.has_left]
    found: dict[UUID, list[Agreement]] = {row.id: [] for row in there}
    for row in _agreements(found):
        found[row.organization_id].append(row)
    order = list(Cover)
    return sorted(
        (_standing(row, found[row.id]) for row in there),
        key=lambda one: (order.index(one.cover), one.until or date.max, one.organization.name),
    )


def require_cover(organization: Organization) -> None:
    """Raise DomainError once an organization has left, or its last agreement has ended: nothing new begins for it.

    An organization without any recorded agreement goes on as before; the list of agreements points at it.
    """
    if organization.has_left:
        raise DomainError(_("%(name)s has left the network.", name=organization.name))
    standing = standing_of(organization)
    if standing.cover is Cover.ENDED and standing.until is not None:
        raise DomainError(
            _(
                "The agreement of %(name)s with the network ended on %(day)s. New cases wait until it is renewed; "
                "what is under way goes on.",
                name=organization.name,
                day=worded(standing.until),
            )
        )


def require_shareable(person: Person, *, field: str = "person") -> None:
    """Raise DomainError for somebody none of whose organizations is covered: no new cases are shared with them."""
    homes = db.session.scalars(
        select(Organization).where(Organization.id.in_(in_force(person.id))).order_by(Organization.name)
    ).all()
    ended = [row for row in homes if standing_of(row).cover is Cover.ENDED]
    if ended and len(ended) == len(homes):
        raise DomainError(
            _(
                "%(person)s works at %(name)s, whose agreement with the network has ended. Cases are shared with its "
                "people once it is renewed.",
                person=person.name,
                name=ended[0].name,
            ),
            field=field,
        )


def to_remind(today: date) -> Sequence[UUID]:
    """Ids of the organizations with an agreement that ends within ninety days."""
    ends = Agreement.expires_on.between(today - DAY, today + SOON + DAY)  # it may be another day there
    return db.session.scalars(
        select(Agreement.organization_id).where(ends, Agreement.ended_on.is_(None)).distinct()
    ).all()


def _agreements(organization_ids: Iterable[UUID]) -> Sequence[Agreement]:
    return db.session.scalars(
        select(Agreement)
        .where(Agreement.organization_id.in_(organization_ids))
        .order_by(Agreement.expires_on.desc(), Agreement.id.desc())
        .options(joinedload(Agreement.recorded_by))
    ).all()


def _standing(organization: Organization, agreements: Sequence[Agreement]) -> Standing:
    if organization.kind is OrganizationKind.HUB:
        return Standing(organization, agreements, Cover.NOT_NEEDED, None)
    today = today_at(organization)
    until = _covered_until(agreements, today)
    if until is not None:
        return Standing(organization, agreements, Cover.ENDING if until <= today + SOON else Cover.IN_FORCE, until)
    begun = [row.last_day for row in agreements if row.signed_on <= today and not row.was_a_mistake]
    if begun:
        return Standing(organization, agreements, Cover.ENDED, max(begun))
    return Standing(organization, agreements, Cover.MISSING, None)


def _covered_until(agreements: Sequence[Agreement], day: date) -> date | None:
    """The last day up to which an agreement is in force on each day from ``day`` on; None if not even on that one."""
    until = None
    while ends := [row.last_day for row in agreements if row.is_in_force(day)]:
        until = max(ends)
        if until == date.max:
            break
        day = until + DAY
    return until
