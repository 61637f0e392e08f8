"""Whose a mail address is, in use or former."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from eboard.core.db import db
from eboard.people.models import FormerAddress, Person
from eboard.people.queries.credentials import person_by_email


def owner_of(address: str) -> Person | None:
    """Who has an address, or had it.

    Looked for in this order, for an address in use becomes a former one and not the other way unless its owner
    takes it back: whoever changes meanwhile is found in one of the two.
    """
    return person_by_email(address) or former_owner_of(address)


def former_owner_of(address: str) -> Person | None:
    """Who had an address, however it is written."""
    return db.session.scalar(
        select(Person)
        .join(FormerAddress, FormerAddress.person_id == Person.id)
        .where(FormerAddress.address == address.strip().lower())
    )


def owners_of(addresses: Collection[str]) -> frozenset[UUID]:
    """The ids of those who have one of these addresses, or had it; one query."""
    return frozenset(db.session.scalars(select(Person.id).where(or_(*map(is_address_of, addresses)))))


def is_address_of(address: str) -> ColumnElement[bool]:
    """In SQL: the person has this address, or had it."""
    had = exists(
        select(FormerAddress.id)
        .where(FormerAddress.person_id == Person.id, FormerAddress.address == address)
        .correlate(Person)
    )
    return or_(Person.email == address, had)
