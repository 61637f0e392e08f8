"""What becomes of the cases, in the order it is dealt out."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import cycle


class Fate(StrEnum):
    """What becomes of a case."""

    # on the agenda of a meeting
    RECOMMENDED = "recommended"
    NO_RECOMMENDATION = "no_recommendation"
    DEFERRED = "deferred"
    NOT_DISCUSSED = "not_discussed"
    ROLLED_OVER = "rolled_over"
    NOTED_THERE = "noted_there"

    # never on an agenda
    BEGUN = "begun"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    NOTED = "noted"
    DECLINED = "declined"
    CONVERTED = "converted"
    WITHDRAWN = "withdrawn"
    IN_ERROR = "in_error"


F = Fate
_ON_AGENDA = (
    F.RECOMMENDED, F.RECOMMENDED, F.DEFERRED, F.RECOMMENDED, F.RECOMMENDED, F.NO_RECOMMENDATION, F.RECOMMENDED,
    F.RECOMMENDED, F.NOT_DISCUSSED, F.RECOMMENDED, F.NOTED_THERE, F.RECOMMENDED, F.RECOMMENDED, F.ROLLED_OVER,
)  # fmt: skip
_WAITING = (
    F.SUBMITTED, F.ACCEPTED, F.DRAFTED, F.RETURNED, F.SUBMITTED, F.PROPOSED, F.BEGUN, F.ACCEPTED, F.DECLINED,
    F.SUBMITTED, F.NOTED, F.CONVERTED, F.ACCEPTED, F.WITHDRAWN, F.DRAFTED, F.IN_ERROR,
)  # fmt: skip


def on_agenda() -> Iterator[Fate]:
    """Fates of cases that reach a meeting, without end; about two thirds end in a recommendation."""
    return cycle(_ON_AGENDA)


def waiting() -> Iterator[Fate]:
    """Fates of the others, without end."""
    return cycle(_WAITING)
