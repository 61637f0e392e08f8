"""Kinds of busy time."""

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class BusyKind(Labelled):
    """How a stretch of time is taken (FBTYPE, RFC 5545 section 3.2.9)."""

    BUSY = "BUSY", _("Busy"), "late"
    TENTATIVE = "BUSY-TENTATIVE", _("Tentative"), "warn"
    UNAVAILABLE = "BUSY-UNAVAILABLE", _("Away"), "late"
