"""What the head of every page says about the person at the screen."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.people.models import LoginSession, Organization, Person
from eboard.people.queries.affiliations import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A person as the head of a page names him or her."""

    id: UUID
    name: str
    initials: str
    zone: str
    organization_name: str
    on_behalf_of_name: str | None


def look_of(login: LoginSession) -> Viewer:
    """The viewer of a sign-in."""
    person = login.person
    principal = db.session.get(Person, login.on_behalf_of_id) if login.on_behalf_of_id else None
    return Viewer(
        id=person.id,
        name=person.name,
        initials=person.initials,
        zone=person.zone,
        organization_name=_organization_name(principal or person),
        on_behalf_of_name=principal.name if principal else None,
    )


def _organization_name(person: Person) -> str:
    names = db.session.scalars(
        select(Organization.name).where(Organization.id.in_(in_force(person.id))).order_by(Organization.name)
    )
    return " · ".join(names)
