"""What the audit says about attendance."""

from enum import StrEnum


class AttendanceEvent(StrEnum):
    """What is done about attendance."""

    BEGUN = "attendance.begun"
    ENDED = "attendance.ended"
    WENT_ON = "attendance.went_on"  # silence was no leaving
    PROXY_NAMED = "attendance.proxy_named"
    ADDED = "attendance.added"
    CORRECTED = "attendance.corrected"
    REMOVED = "attendance.removed"
    HEADS_COUNTED = "attendance.heads_counted"
    WALKED_IN = "attendance.walked_in"
    WALKED_OUT = "attendance.walked_out"
    WALK_IN_CONFIRMED = "attendance.walk_in_confirmed"
    WALK_IN_DISMISSED = "attendance.walk_in_dismissed"
