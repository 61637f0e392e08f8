"""Kinds of pins and of what keeps a case out of a sitting."""

from enum import StrEnum


class PinKind(StrEnum):
    """What a coordinator fixed."""

    SITTING = "sitting"  # the case comes in this sitting
    POSITION = "position"  # at this place of it
    AFTER = "after"  # right after another case


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
