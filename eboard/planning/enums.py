"""Kinds of pins and wishes, what keeps a case out of a sitting, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class PinKind(StrEnum):
    """What a coordinator fixed."""

    SITTING = "sitting"  # the case comes in this sitting
    POSITION = "position"  # at this place of it
    AFTER = "after"  # right after another case


class WishKind(Labelled):
    """What a coordinator wishes for a case."""

    HERE = "here", _("In this meeting")
    FIRST = "first", _("First in this meeting")
    AFTER = "after", _("Right after another case")
    NOT_HERE = "not_here", _("Not in this meeting")


class Bar(StrEnum):
    """What keeps a case out of a sitting."""

    CLOSED = "closed"  # the cut-off has passed
    RULED_OUT = "ruled_out"  # a coordinator said: not in this one
    PRESENTER_AWAY = "presenter_away"
    NOBODY_FOR = "nobody_for"  # a needed specialty is not there at any minute that would do
    NEVER_TOGETHER = "never_together"  # each is there, but not at the same minutes
    TOO_LONG = "too_long"  # longer than the sitting
    PREPARED_FULL = "prepared_full"  # whoever prepares has as many cases as he or she can
    FULL = "full"  # the time goes to cases that come first
    PINNED = "pinned"  # a coordinator put it elsewhere


class PlanningEvent(StrEnum):
    """What the audit says about proposals."""

    ACCEPTED = "proposal.accepted"
    UNDONE = "proposal.undone"
    WISHED = "proposal.wished"
    WISH_DROPPED = "proposal.wish_dropped"
