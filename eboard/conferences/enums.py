"""Kinds of providers."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class ProviderKind(Labelled):
    """How a room is made."""

    FIXED = "fixed", _("Fixed link")
    JITSI = "jitsi", "Jitsi"


class ProviderEvent(StrEnum):
    """What is recorded of a video service."""

    REGISTERED = "conference_provider.registered"
    CHANGED = "conference_provider.changed"
