"""Pages of letters that leave the network: one for the care team, one for the doctor outside."""

from eboard.outside.views import opening, sharing
from eboard.outside.views.blueprint import blueprint

__all__ = ["blueprint", "opening", "sharing"]
