"""When each case of an order begins, and where the break falls."""

from collections.abc import Iterable

from eboard.meetings.breaks import begins
from eboard.planning.values import Candidate, Sitting, Slot


def layout(sitting: Sitting, order: Iterable[Candidate]) -> list[Slot]:
    """The cases of a sitting with their minutes."""
    slots, before = [], 0
    for candidate in order:
        slots.append(Slot(begins(sitting.minutes, before, candidate.minutes), candidate.minutes, candidate.case_id))
        before += candidate.minutes
    return slots
