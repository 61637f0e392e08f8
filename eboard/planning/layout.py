"""When each case of an order begins, and where the break falls."""

from collections.abc import Iterable

from eboard.planning.values import BREAK_AFTER, BREAK_MINUTES, Candidate, Sitting, Slot


def begins(sitting: Sitting, before: int, minutes: int) -> int:
    """The minute at which a case begins that has ``before`` minutes of cases before it.

    The break comes before the first case that would end after the first hour.
    """
    comes_later = sitting.has_break and before + minutes > BREAK_AFTER
    return before + BREAK_MINUTES * comes_later


def layout(sitting: Sitting, order: Iterable[Candidate]) -> list[Slot]:
    """The cases of a sitting with their minutes."""
    slots, before = [], 0
    for candidate in order:
        slots.append(Slot(begins(sitting, before, candidate.minutes), candidate.minutes, candidate.case_id))
        before += candidate.minutes
    return slots
