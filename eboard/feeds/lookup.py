"""From the secret of an address to its subscription: the one look-up that an unchanged feed costs."""

from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from eboard.core.db import Glance
from eboard.core.tokens import hash_token
from eboard.feeds.enums import Extent
from eboard.feeds.models import FeedVersion, Subscription
from eboard.people.enums import PersonState
from eboard.people.models import Person


class Found(NamedTuple):
    """What decides whether a fetch gets anything, and whether it is new; nothing more is looked up for that.

    What the person may change about a subscription shows in ``subscribed_at``, everything else in the versions.
    """

    id: UUID
    extent: Extent
    subscribed_at: datetime  # or changed since
    revoked_at: datetime | None
    state: PersonState
    version: int
    changed_at: datetime
    agenda_version: int
    agenda_changed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the address still answers: not revoked, and its person still has an account."""
        return self.revoked_at is None and self.state is PersonState.ACTIVE

    @property
    def shown_version(self) -> tuple[int, int]:
        """What rises with every change to what this subscription shows."""
        return self.version, self.agenda_version if self.extent is Extent.MINUTES else 0

    @property
    def shown_since(self) -> datetime:
        """When what it shows changed last."""
        moments = [self.changed_at, self.subscribed_at]
        if self.extent is Extent.MINUTES and self.agenda_changed_at is not None:
            moments.append(self.agenda_changed_at)
        return max(moments)


# Tables in place of mapped classes: this runs for every fetch, and the mapper would double its price.
_row, _person, _version = (cast("Table", model.__table__) for model in (Subscription, Person, FeedVersion))
_BY_HASH = Glance(
    select(
        *(_row.c[name] for name in ("id", "extent", "changed_at", "revoked_at")),
        _person.c.state,
        *(_version.c[name] for name in ("version", "changed_at", "agenda_version", "agenda_changed_at")),
    )
    .join_from(_row, _person, _person.c.id == _row.c.person_id)
    .join(_version, _version.c.target_id == _row.c.target_id)
    .where(_row.c.token_hash == bindparam("token_hash", b""))
)


def by_token(token: str) -> Found | None:
    """The subscription an address leads to, also a revoked one."""
    row = _BY_HASH(token_hash=hash_token(token))
    return Found._make(row) if row is not None else None
