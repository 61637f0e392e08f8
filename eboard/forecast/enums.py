"""How likely a specialty is to be there, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Outlook(Labelled):
    """A chance in a word."""

    LIKELY = "likely", _("likely"), "ok"
    UNSURE = "unsure", _("unsure"), "warn"
    UNLIKELY = "unlikely", _("unlikely"), "late"


class ForecastEvent(StrEnum):
    """What the audit says about forecasts."""

    WARNED = "forecast.warned"  # what may be missing was told to the coordinators
