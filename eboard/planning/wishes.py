"""What coordinators wish for cases, as pins and exclusions of a problem.

A wish counts as long as its case waits or is listed, and its meeting is among those that are planned. What stands on an
agenda that is not to be rearranged stays there, whatever was wished before somebody put it there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from eboard.planning.enums import PinKind, WishKind
from eboard.planning.models import Wish
from eboard.planning.values import Pin

FIRST = 1  # the position


def ruled_out(wishes: Sequence[Wish], standing: Mapping[UUID, UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """The meetings each case is not to come to; ``standing`` maps a case to the meeting where it stays."""
    found: dict[UUID, frozenset[UUID]] = {}
    for wish in wishes:
        if wish.kind is WishKind.NOT_HERE and wish.meeting_id is not None and wish.case_id not in standing:
            found[wish.case_id] = found.get(wish.case_id, frozenset()) | {wish.meeting_id}
    return found


def pins_of(
    wishes: Sequence[Wish], cases: Collection[UUID], meetings: Collection[UUID], standing: Mapping[UUID, UUID]
) -> Iterator[Pin]:
    """The wishes that count, as pins."""
    for wish in wishes:
        if wish.case_id in cases and (pin := _pin(wish, cases, meetings, standing.get(wish.case_id))) is not None:
            yield pin


def _pin(wish: Wish, cases: Collection[UUID], meetings: Collection[UUID], stays_in: UUID | None) -> Pin | None:
    if wish.kind is WishKind.AFTER:
        if wish.after_id not in cases:
            return None
        return Pin(kind=PinKind.AFTER, case_id=wish.case_id, after_id=wish.after_id, is_wish=True)
    if wish.kind is WishKind.NOT_HERE or wish.meeting_id not in meetings or stays_in not in {None, wish.meeting_id}:
        return None
    if wish.kind is WishKind.FIRST:
        return Pin(
            kind=PinKind.POSITION,
            case_id=wish.case_id,
            meeting_id=wish.meeting_id,
            position=FIRST,
            is_wish=True,
        )
    if stays_in is not None:
        return None
    return Pin(kind=PinKind.SITTING, case_id=wish.case_id, meeting_id=wish.meeting_id, is_wish=True)
