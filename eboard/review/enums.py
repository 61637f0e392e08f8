"""Kinds of oddities, and what the audit says about looking at them."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class OddityKind(Labelled):
    """Why something is worth a look."""

    MANY = "many", _("Many cases"), "warn"
    NO_TASK = "no_task", _("No task there"), "late"
    IDENTITY = "identity", _("Identity without a part"), "late"
    OFF_HOURS = "off_hours", _("Off hours"), "warn"
    REFUSED = "refused", _("Refused in a row"), "late"


class ReviewEvent(StrEnum):
    """What the audit says about a review."""

    LOOKED_AT = "review.looked_at"
