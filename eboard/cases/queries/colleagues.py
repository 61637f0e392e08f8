"""People of a nominating organization, for naming referrer, presenter and who chases a material."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select

from eboard.core.db import db
from eboard.core.folding import fold
from eboard.people.enums import CARE_ROLES, AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_current
from eboard.people.queries.directory import matching

MOST = 10


def colleagues(organization_id: UUID, roles: frozenset[AffiliationRole] = CARE_ROLES) -> Select[Person]:
    """Active people who work in the care of an organization today, in one of the roles."""
    working = select(Affiliation.person_id).where(
        Affiliation.organization_id == organization_id, Affiliation.role.in_(roles), is_current()
    )
    return select(Person).where(Person.id.in_(working), Person.state == PersonState.ACTIVE).order_by(Person.family_name)


def search(organization_id: UUID, text: str) -> list[Person]:
    """At most ten colleagues whose name or address holds every word of the text."""
    return list(db.session.scalars(matching(colleagues(organization_id), text).limit(MOST)))


def find(organization_id: UUID, text: str, chosen: str = "") -> Person | None:
    """The colleague whose name or address was typed; ``chosen`` is the id that tells namesakes apart."""
    wanted = fold(text)
    exact = [person for person in search(organization_id, text) if wanted in {fold(person.name), fold(person.email)}]
    picked = [person for person in exact if str(person.id) == chosen]
    found = picked or exact
    return found[0] if len(found) == 1 else None


def is_colleague(organization_id: UUID, person_id: UUID) -> bool:
    """Whether somebody works in the care of the organization today."""
    return db.session.scalar(colleagues(organization_id).where(Person.id == person_id)) is not None


def is_physician(organization_id: UUID, person_id: UUID) -> bool:
    """Whether somebody works there as a physician today."""
    physicians = colleagues(organization_id, frozenset({AffiliationRole.PHYSICIAN}))
    return db.session.scalar(physicians.where(Person.id == person_id)) is not None


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people by id."""
    wanted = {id_ for id_ in ids if id_ is not None}
    people = db.session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.name for person in people}
