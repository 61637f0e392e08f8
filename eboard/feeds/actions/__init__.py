"""What changes subscriptions, and the versions that say that a feed shows something new."""

from eboard.feeds.actions.expiring import expire, warn
from eboard.feeds.actions.subscribing import NewFeed, create, note_uses, revoke, rotate
from eboard.feeds.actions.versions import leap_versions, raise_versions

__all__ = ["NewFeed", "create", "expire", "leap_versions", "note_uses", "raise_versions", "revoke", "rotate", "warn"]
