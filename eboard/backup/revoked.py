"""What is revoked in the database, by kind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from eboard.backup.enums import Kind
from eboard.backup.log import Revocation
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.core.db import Row, db
from eboard.feeds.models import Subscription
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Credential, Delegation, OneTimeLink, OrganizationKey, Person

MODELS: Mapping[Kind, type[Any]] = {
    Kind.ADDRESS: Subscription,
    Kind.CREDENTIAL: Credential,
    Kind.DELEGATION: Delegation,
    Kind.KEY: OrganizationKey,
    Kind.LINK: OneTimeLink,
    Kind.PERSON: Person,
    Kind.ROLE: Affiliation,
    Kind.SEAT: BoardMembership,
}

ENDED: Mapping[Kind, str] = {Kind.KEY: "destroyed_at", Kind.LINK: "used_at"}


def is_dead(kind: Kind) -> ColumnElement[bool]:
    """A row of this kind is revoked for good; none of them is ever given back."""
    model = MODELS[kind]
    if kind is Kind.PERSON:
        return Person.state == PersonState.DEACTIVATED
    if kind in {Kind.ROLE, Kind.SEAT}:
        over: ColumnElement[bool] = model.ends_on < time.now().date()
        return over
    is_set: ColumnElement[bool] = getattr(model, ENDED.get(kind, "revoked_at")).is_not(None)
    return is_set


def everything() -> Iterator[Revocation]:
    """All that is revoked today, but for addresses that gave way to another of the same subscription."""
    for kind, model in MODELS.items():
        column = Subscription.token_hash if kind is Kind.ADDRESS else model.id
        for key in db.session.scalars(select(column).where(is_dead(kind))):
            yield Revocation(kind, key.hex() if isinstance(key, bytes) else str(key))


def confirmed(noted: Iterable[Revocation]) -> list[Revocation]:
    """Those that hold: what was noted in a part of the work that was taken back does not."""
    found = list(noted)
    alive: set[Revocation] = set()
    for kind in {revocation.kind for revocation in found}:
        keys = [revocation.key for revocation in found if revocation.kind is kind]
        alive.update(_alive(kind, keys))
    return [revocation for revocation in found if revocation not in alive]


def rows(kind: Kind, keys: Iterable[str]) -> Iterator[Row]:
    """The rows of a kind with these keys that still work."""
    yield from db.session.scalars(_living(kind, keys)).all()


def _alive(kind: Kind, keys: Iterable[str]) -> Iterator[Revocation]:
    for row in rows(kind, keys):
        yield Revocation(kind, row.token_hash.hex() if isinstance(row, Subscription) else str(row.id))


def _living(kind: Kind, keys: Iterable[str]) -> Any:
    model = MODELS[kind]
    named = (
        Subscription.token_hash.in_([bytes.fromhex(key) for key in keys])
        if kind is Kind.ADDRESS
        else model.id.in_([UUID(key) for key in keys])
    )
    dead = is_dead(kind)
    is_living = model.ends_on.is_(None) | ~dead if kind in {Kind.ROLE, Kind.SEAT} else ~dead
    return select(model).where(named, is_living)
