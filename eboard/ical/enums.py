"""The closed sets of values that stand in our calendar objects."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """STATUS of a VEVENT (RFC 5545 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Role(StrEnum):
    """ROLE of an attendee (RFC 5545 3.2.16)."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"


class Partstat(StrEnum):
    """PARTSTAT, what an attendee has answered (RFC 5545 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


class Method(StrEnum):
    """METHOD of an invitation (RFC 5546 1.4); feeds have none."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    DECLINECOUNTER = "DECLINECOUNTER"


class Variant(StrEnum):
    """How much a feed tells: everything, or only that the time is taken."""

    FULL = "full"
    BUSY = "busy"
