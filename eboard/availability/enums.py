"""Kinds of busy time, and how people stand to a time."""

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class BusyKind(Labelled):
    """How a stretch of time is taken (FBTYPE, RFC 5545 section 3.2.9)."""

    BUSY = "BUSY", _("Busy"), "late"
    TENTATIVE = "BUSY-TENTATIVE", _("Tentative"), "warn"
    UNAVAILABLE = "BUSY-UNAVAILABLE", _("Away"), "late"


class Availability(Labelled):
    """How a person stands to a stretch of time, on his or her own clocks; of several, the last counts."""

    FREE = "free", _("Free"), "ok"
    EARLY_OR_LATE = "early-or-late", _("Early or late"), "warn"
    NIGHT = "night", _("Night"), "neutral"
    WEEKEND = "weekend", _("Weekend"), "neutral"
    HOLIDAY = "holiday", _("Holiday"), "neutral"
    TENTATIVE = "tentative", _("Tentative"), "warn"
    BUSY = "busy", _("Busy"), "late"
    AWAY = "away", _("Away"), "late"


MISSING = frozenset({Availability.BUSY, Availability.AWAY})
