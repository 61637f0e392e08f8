"""Mails about subscriptions; they never carry the address."""

from datetime import datetime

from eboard.feeds.models import Subscription
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write


def address_made(subscription: Subscription, *, base_url: str) -> Message:
    """Tells the person that a new address was made."""
    return _about(subscription, "address_made", f"address:{subscription.token_hash.hex()}", base_url)


def address_revoked(subscription: Subscription, *, base_url: str) -> Message:
    """Tells the person that an address answers no more."""
    return _about(subscription, "address_revoked", f"address:{subscription.id}:revoked", base_url)


def address_expiring(subscription: Subscription, *, ends_at: datetime, base_url: str) -> Message:
    """Tells the person that an address nobody fetches is about to end."""
    key = f"address:{subscription.token_hash.hex()}:expiring:{ends_at:%Y%m%d}"
    return _about(subscription, "address_expiring", key, base_url, ends_at=ends_at)


def address_expired(subscription: Subscription, *, base_url: str) -> Message:
    """Tells the person that an address ended because nobody fetched it."""
    return _about(subscription, "address_expired", f"address:{subscription.id}:revoked", base_url)


def _about(subscription: Subscription, folder: str, key: str, base_url: str, **facts: object) -> Message:
    values = {"name": subscription.name, "page_url": f"{base_url}/subscriptions", **facts}
    return write(subscription.person, f"feeds/mail/{folder}", values, kind=NoticeKind.ACCOUNT, dedupe_key=key)
