"""Subscribing, and taking an address back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import hash_token, new_token
from eboard.core.web.settings import settings
from eboard.feeds.emails import address_made, address_revoked
from eboard.feeds.enums import Extent, FeedEvent, FeedKind, Variant
from eboard.feeds.models import FeedVersion, Subscription
from eboard.feeds.queries import allowed, count_of, may_subscribe
from eboard.mail.actions import queue
from eboard.people.enums import FeedPolicy
from eboard.people.models import Person

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """What a person wants to subscribe to."""

    kind: FeedKind
    target_id: UUID
    name: str
    variant: Variant = Variant.FULL
    extent: Extent = Extent.MEETING
    shows_declined: bool = False
    alarm_minutes: int | None = None


def create(*, actor: Actor, person: Person, wish: NewFeed) -> tuple[Subscription, str]:
    """Make a subscription and its token, which is shown once and stored as a hash.

    Raises DomainError for a feed that is not the person's to see, for more than an organization of his or hers allows,
    for one address too many, and for a name that is missing or too long.
    """
    _check_limits(person, wish)
    if not may_subscribe(person.id, wish.kind, wish.target_id):
        raise DomainError(_("This calendar is not open to you."), field="shows")
    if not 0 < len(wish.name.strip()) <= LONGEST_NAME:
        raise DomainError(_("Give the calendar a name of at most %(n)s characters.", n=LONGEST_NAME), field="name")
    token = new_token()
    row = Subscription(
        person_id=person.id,
        person=person,
        kind=wish.kind,
        target_id=wish.target_id,
        variant=wish.variant,
        extent=wish.extent if wish.kind is FeedKind.PERSON else Extent.MEETING,
        name=wish.name.strip(),
        shows_declined=wish.shows_declined,
        alarm_minutes=wish.alarm_minutes,
        token_hash=hash_token(token),
    )
    db.session.add(row)
    if db.session.get(FeedVersion, wish.target_id) is None:
        db.session.add(FeedVersion(target_id=wish.target_id, changed_at=time.now()))
    _note(actor, FeedEvent.CREATED, row)
    queue(address_made(row, base_url=settings().base_url))
    return row, token


def _check_limits(person: Person, wish: NewFeed) -> None:
    policy = allowed(person.id)
    if policy is FeedPolicy.NONE:
        raise DomainError(_("Your organization does not allow subscribed calendars."))
    if policy is FeedPolicy.BUSY and wish.variant is Variant.FULL:
        raise DomainError(_("Your organization allows busy times only."), field="variant")
    most = settings().feed_addresses_per_person
    if count_of(person.id) >= most:
        raise DomainError(_("You have %(most)s addresses, and that is the limit. Revoke one first.", most=most))


def rotate(*, actor: Actor, subscription: Subscription) -> str:
    """Replace the address: a fresh token, and the old one leads nowhere; raises DomainError once revoked."""
    if subscription.revoked_at is not None:
        raise DomainError(_("This address was revoked. Make a new one."))
    token = new_token()
    subscription.token_hash = hash_token(token)
    subscription.address_made_at, subscription.warned_at = time.now(), None
    _note(actor, FeedEvent.ROTATED, subscription)
    queue(address_made(subscription, base_url=settings().base_url))
    return token


def revoke(*, actor: Actor, subscription: Subscription) -> None:
    """Make an address answer no more; doing it twice changes nothing."""
    if subscription.revoked_at is None:
        subscription.revoked_at = time.now()
        _note(actor, FeedEvent.REVOKED, subscription)
        queue(address_revoked(subscription, base_url=settings().base_url))


def note_uses(uses: Mapping[UUID, tuple[int, datetime]]) -> None:
    """Add fetches counted elsewhere to their subscriptions: how many, and when the last was."""
    for subscription_id, (fetches, last) in uses.items():
        db.session.execute(
            update(Subscription)
            .where(Subscription.id == subscription_id)
            .values(
                fetches=Subscription.fetches + fetches,
                last_used_at=last,
                warned_at=None,
                changed_at=Subscription.changed_at,  # what the feed shows has not changed
            )
            .execution_options(synchronize_session=False)
        )


def _note(actor: Actor, event: FeedEvent, row: Subscription) -> None:
    record(actor=actor, event=event, subject=row, person_id=row.person_id, kind=row.kind, variant=row.variant)
