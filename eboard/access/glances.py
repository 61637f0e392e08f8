"""Who asks, and what he or she may: at the price of a glance, for pages that ask every second.

A sign-in and the relations that grant a right are looked up as they stand, so that what was ended or taken away is so
at the next glance.
"""

from datetime import datetime, timedelta
from typing import NamedTuple, cast
from uuid import UUID

from flask import session
from sqlalchemy import BindParameter, ColumnElement, Table, Uuid, bindparam, or_, select

from eboard.access.permissions import Permission
from eboard.access.policy import POLICY
from eboard.access.relations import RELATIONS
from eboard.access.relations.kinds import PROVED_IN_PERSON
from eboard.access.signin import COOKIE_KEY
from eboard.core import time
from eboard.core.db import Glance, Row
from eboard.core.tokens import hash_token
from eboard.core.web.settings import settings
from eboard.people.enums import PersonState
from eboard.people.models import LoginSession, Person

NOBODY = UUID(int=0)


class Signed(NamedTuple):
    """A sign-in as a glance finds it."""

    id: UUID
    person_id: UUID
    on_behalf_of_id: UUID | None
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    state: PersonState
    locale: str

    @property
    def acts_as(self) -> UUID:
        """The person whose rights apply."""
        return self.on_behalf_of_id or self.person_id

    @property
    def holds(self) -> bool:
        """Whether it was not ended, has not run out, and its person still has an account."""
        return self.ended_at is None and time.now() < self.ends_at and self.state is PersonState.ACTIVE

    @property
    def is_idle(self) -> bool:
        """Whether nobody was at it for so long that it is locked."""
        return time.now() - self.seen_at >= timedelta(minutes=settings().session_idle_minutes)


_login, _person = (cast("Table", model.__table__) for model in (LoginSession, Person))
_BY_HASH = Glance(
    select(
        *(_login.c[name] for name in ("id", "person_id", "on_behalf_of_id", "seen_at", "ends_at", "ended_at")),
        _person.c.state,
        _person.c.locale,
    )
    .join_from(_login, _person, _person.c.id == _login.c.person_id)
    .where(_login.c.token_hash == bindparam("token_hash", b""))
)


def who_asks() -> Signed | None:
    """The sign-in of this browser, also one that is over; None without any."""
    token = session.get(COOKIE_KEY)
    row = _BY_HASH(token_hash=hash_token(token)) if token else None
    return Signed._make(row) if row is not None else None


def somebody() -> BindParameter[UUID]:
    """Stands in a statement for the person whose rights are asked for; a glance gives it as ``me``."""
    return bindparam("me", NOBODY, type_=Uuid())


def granted(permission: Permission) -> ColumnElement[bool]:
    """The condition under which `somebody` holds a permission on a row."""
    rule = POLICY[permission]
    kinds = RELATIONS[cast("type[Row]", rule.model)]
    me = cast("UUID", somebody())
    relations = rule.relations - PROVED_IN_PERSON  # a glance does not know who acts for whom
    return or_(*(kinds[relation](me) for relation in sorted(relations) if relation in kinds))
