"""Kinds of providers."""

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class ProviderKind(Labelled):
    """How a room is made."""

    FIXED = "fixed", _("Fixed link")
    JITSI = "jitsi", "Jitsi"
