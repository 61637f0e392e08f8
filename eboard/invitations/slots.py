"""When a person's own cases begin in a meeting, and which of them moved since he or she was told: pure functions.

An agenda is provisional until its list closes. The slots of that moment are what a person goes by; from then on a slot
that moves by ten minutes or more, and a case that is added, is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eboard.meetings.agenda import Slot, slots
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import Meeting

NOTICEABLE = 10  # minutes
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OwnSlot:
    """A slot that is new to its person, or begins at another time than he or she was told."""

    slot: Slot
    was_at: datetime | None  # None: it was added


def own_slots(meeting: Meeting, person_id: UUID) -> list[Slot]:
    """The slots of the listed cases a person presents or referred."""
    return [
        slot
        for slot in slots(meeting)
        if slot.item.state in OPEN_ITEMS and person_id in {slot.item.presenter_id, slot.item.case.referrer_id}
    ]


def offsets(meeting: Meeting, own: list[Slot]) -> dict[str, int]:
    """Minutes from the start of the meeting by agenda item: a meeting that moves as a whole moves nobody's slot."""
    return {str(slot.item.id): (slot.starts_at - meeting.starts_at) // MINUTE for slot in own}


def moved_slots(meeting: Meeting, own: list[Slot], told: Mapping[str, int] | None) -> list[OwnSlot]:
    """Those that are news to their person; without ``told`` only cases that were added after the list closed."""
    found = []
    for slot in own:
        before = (told or {}).get(str(slot.item.id))
        at = (slot.starts_at - meeting.starts_at) // MINUTE
        if before is None and (told is not None or slot.item.late_reason):
            found.append(OwnSlot(slot, None))
        elif before is not None and abs(at - before) >= NOTICEABLE:
            found.append(OwnSlot(slot, meeting.starts_at + before * MINUTE))
    return found


def told_now(meeting: Meeting, own: list[Slot], told: Mapping[str, int] | None) -> dict[str, int]:
    """What a person goes by once the news are told: small shifts add up until they are worth a note."""
    now = offsets(meeting, own)
    small = {key: at for key, at in (told or {}).items() if key in now and abs(now[key] - at) < NOTICEABLE}
    return now | small


def is_stale(meeting: Meeting, person_id: UUID, told: Mapping[str, int] | None) -> bool:
    """Whether what is stored of a person's slots has to be looked at: nothing is, something moved, or one is gone."""
    own = own_slots(meeting, person_id)
    if told is None:
        return bool(own)
    return bool(moved_slots(meeting, own, told)) or not told.keys() <= offsets(meeting, own).keys()
