"""Names by id and ids by address."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.people.models import Person


def names_of(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The names of people by id, in one query."""
    wanted = {person_id for person_id in ids if person_id is not None}
    return {person.id: person.name for person in db.session.scalars(select(Person).where(Person.id.in_(wanted)))}


def id_of(email: str) -> UUID | None:
    """The person with this address, if there is one."""
    return db.session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
