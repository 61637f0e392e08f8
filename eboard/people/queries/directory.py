"""Finding people by name."""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from eboard.core.db import db
from eboard.core.folding import fold
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current, is_not_over

SUGGESTIONS = 10


class Suggestion(NamedTuple):
    """A person as a type-ahead offers him or her."""

    person: Person
    hint: str


def matching(people: Select[Person], typed: str) -> Select[Person]:
    """Those whose name or address holds every word that was typed."""
    for word in fold(typed).split():
        people = people.where(Person.search_text.contains(word, autoescape=True))
    return people


def suggest(people: Select[Person], typed: str) -> list[Suggestion]:
    """The first ten active people that fit, with their organizations; two queries."""
    found = db.session.scalars(
        matching(people, typed)
        .where(Person.state == PersonState.ACTIVE)
        .order_by(Person.family_name, Person.given_name, Person.id)
        .limit(SUGGESTIONS)
    ).all()
    hints = _organization_names(found)
    return [Suggestion(person, hints.get(person.id, "")) for person in found]


def named(people: Select[Person], name: str) -> Sequence[Person]:
    """Active people of exactly this name, or with this address; for a browser without scripts."""
    return [
        person
        for person, _hint in suggest(people, name)
        if fold(name) in {fold(person.name), fold(f"{person.given_name} {person.family_name}"), person.email}
    ]


def active_among(people: Select[Person], ids: Collection[UUID]) -> Sequence[Person]:
    """Of ``people``, the active ones with these ids, by family name."""
    return db.session.scalars(
        people.where(Person.id.in_(ids), Person.state == PersonState.ACTIVE).order_by(
            Person.family_name, Person.given_name, Person.id
        )
    ).all()


def _organization_names(people: Sequence[Person]) -> dict[UUID, str]:
    rows = db.session.execute(
        select(Affiliation.person_id, func.min(Organization.name))
        .join(Organization, Organization.id == Affiliation.organization_id)
        .where(Affiliation.person_id.in_([person.id for person in people]), is_current())
        .group_by(Affiliation.person_id)
    )
    return {row[0]: row[1] for row in rows}


def listed(
    people: Select[Person], *, typed: str, organization_id: UUID | None, state: PersonState | None
) -> Select[Person]:
    """The people of an administrator's list, filtered, by family name."""
    statement = matching(people, typed)
    if state is not None:
        statement = statement.where(Person.state == state)
    if organization_id is not None:
        belonging = select(Affiliation.person_id).where(Affiliation.organization_id == organization_id, is_not_over())
        statement = statement.where(Person.id.in_(belonging))
    return statement.order_by(Person.family_name, Person.given_name, Person.id).options(
        selectinload(Person.affiliations).joinedload(Affiliation.organization)
    )
