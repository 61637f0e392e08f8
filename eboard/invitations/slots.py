"""The first minute at which somebody is needed in a meeting, as it was last told and as it is."""

from eboard.meetings.models import Meeting
from eboard.meetings.needed import Needed, first_minute

NOT_NEEDED = -1  # no case on the agenda needs the person


def slot_of(meeting: Meeting, found: Needed) -> int | None:
    """Minutes after the start, or NOT_NEEDED; None for who is there throughout, and while nobody can say.

    It counts from the start, because a meeting that moves as a whole is told by its invitation.
    """
    if found.is_whole:
        return None
    first = first_minute(meeting, found)
    return NOT_NEEDED if first is None else first


def has_moved(told: int | None, slot: int | None, *, threshold: int) -> bool:
    """Whether a person who was told one first minute should hear of the other."""
    if told is None or slot is None:
        return False
    if NOT_NEEDED in {told, slot}:
        return told != slot
    return abs(slot - told) > threshold
