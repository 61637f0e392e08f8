"""Why an entry says what it says, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class EntryReason(Labelled):
    """Why an entry has the credit it has."""

    COUNTED = "counted", _("counted"), "ok"
    TOO_SHORT = "too_short", _("too short for credit"), "neutral"
    NO_DISCLOSURE = "no_disclosure", _("no disclosure before the meeting"), "warn"


class CmeEvent(StrEnum):
    """What is done about continuing education."""

    ACTIVITY_MADE = "cme.activity_made"
    ACTIVITY_CHANGED = "cme.activity_changed"
    DISCLOSED = "cme.disclosed"
    ASKED = "cme.asked"
    COUNTED = "cme.counted"
    EVALUATED = "cme.evaluated"
    CERTIFIED = "cme.certified"
    FORGOTTEN = "cme.forgotten"
