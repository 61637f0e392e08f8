"""Who is needed when: the minutes of a meeting in which a person's own cases stand on the agenda.

A case needs its presenter, its referring physician, and everybody who brings a specialty it asks for. Who chairs or
coordinates is needed throughout. So is everybody as long as the agenda is empty, and a guest without a case: nobody
can say yet when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eboard.meetings.agenda import Slot, slots
from eboard.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What decides about the minutes one person is needed in one meeting."""

    person_id: UUID
    brings: frozenset[str] = frozenset()  # values of Specialty
    leads: bool = False  # chairs or coordinates
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a meeting, and how many cases fall into it."""

    starts_at: datetime
    ends_at: datetime
    cases: int


@dataclass(frozen=True, slots=True)
class Needed:
    """When somebody is needed: in these blocks, or in the whole meeting."""

    blocks: tuple[Block, ...] = ()
    is_whole: bool = False

    @property
    def cases(self) -> int:
        """How many cases fall into the blocks."""
        return sum(block.cases for block in self.blocks)

    @property
    def minutes(self) -> int:
        """How long the blocks are together; 0 when nobody can say."""
        return sum((block.ends_at - block.starts_at) // timedelta(minutes=1) for block in self.blocks)


def needed(meeting: Meeting, part: Part) -> Needed:
    """The minutes of a person in a meeting, blocks that touch as one."""
    listed = [slot for slot in slots(meeting) if slot.item.minutes]
    mine = [slot for slot in listed if needs(slot.item, part)]
    if part.leads or not listed or (part.is_guest and not mine):
        return Needed(is_whole=True)
    return Needed(tuple(_joined(mine)))


def needs(item: AgendaItem, part: Part) -> bool:
    """Whether a case on an agenda needs this person."""
    is_own = part.person_id in {item.presenter_id, item.case.referrer_id}
    return is_own or not part.brings.isdisjoint(item.case.specialties)


def first_minute(meeting: Meeting, found: Needed) -> int | None:
    """How many minutes after the start somebody is needed first; None without a block."""
    return int((found.blocks[0].starts_at - meeting.starts_at) / timedelta(minutes=1)) if found.blocks else None


def _joined(mine: Sequence[Slot]) -> list[Block]:
    blocks: list[Block] = []
    for slot in mine:
        if blocks and blocks[-1].ends_at == slot.starts_at:
            last = blocks.pop()
            blocks.append(Block(last.starts_at, slot.ends_at, last.cases + 1))
        else:
            blocks.append(Block(slot.starts_at, slot.ends_at, 1))
    return blocks
