"""Kinds and variants of feeds."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class FeedKind(Labelled):
    """Whose meetings a feed shows."""

    PERSON = "person", _("My meetings")
    BOARD = "board", _("All meetings of a board")
    ORGANIZATION = "organization", _("All meetings of an organization")


class Variant(Labelled):
    """How much a feed says."""

    FULL = "full", _("With board and link")
    BUSY = "busy", _("Busy times only")


class Extent(Labelled):
    """How much of a meeting its entry takes up."""

    MEETING = "meeting", _("Whole meetings")
    MINUTES = "minutes", _("Only the minutes I am needed")


class FeedEvent(StrEnum):
    """What is recorded of a subscription."""

    CREATED = "subscription.created"
    ROTATED = "subscription.rotated"
    REVOKED = "subscription.revoked"
    WARNED = "subscription.warned"
    EXPIRED = "subscription.expired"
