"""Addresses that nobody uses end: a secret that lies about unused can only be found by the wrong people."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.audit import record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.feeds.emails import address_expired, address_expiring
from eboard.feeds.enums import FeedEvent
from eboard.feeds.models import Subscription
from eboard.feeds.queries import due_to_end, due_to_warn
from eboard.mail.actions import queue


def warn(subscription_id: UUID) -> None:
    """Tell the person that an address ends unless it is fetched; nothing if it was fetched meanwhile."""
    row = db.session.scalar(select(Subscription).where(Subscription.id == subscription_id, due_to_warn()))
    if row is None:
        return
    row.warned_at = time.now()
    queue(address_expiring(row, ends_at=row.warned_at + _notice(), base_url=settings().base_url))
    _note(FeedEvent.WARNED, row)


def expire(subscription_id: UUID) -> None:
    """Revoke an address whose person was warned in time; nothing if it was fetched meanwhile."""
    row = db.session.scalar(select(Subscription).where(Subscription.id == subscription_id, due_to_end()))
    if row is None:
        return
    row.revoked_at = time.now()
    queue(address_expired(row, base_url=settings().base_url))
    _note(FeedEvent.EXPIRED, row)


def _notice() -> timedelta:
    return timedelta(days=settings().feed_warning_days)


def _note(event: FeedEvent, row: Subscription) -> None:
    record(actor=SYSTEM, event=event, subject=row, person_id=row.person_id)
