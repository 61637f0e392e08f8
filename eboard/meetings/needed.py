"""Who is needed when: the minutes of a meeting in which a person's own cases stand on the agenda.

A case needs its presenter, its referring physician, and everybody who brings a specialty it asks for. Who chairs or
coordinates is needed throughout. So is everybody as long as the agenda is empty, and a guest without a case: nobody
can say yet when.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from eboard.meetings.agenda import shown
from eboard.meetings.breaks import begins
from eboard.meetings.models import AgendaItem, Meeting

MINUTE = timedelta(minutes=1)


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


class Need(NamedTuple):
    """What a case on an agenda takes: minutes, its own people, and specialties."""

    minutes: int
    people: Collection[UUID | None]  # the presenter and the referring physician
    specialties: frozenset[str]

    def is_for(self, part: Part) -> bool:
        """Whether the case needs this person."""
        return part.person_id in self.people or not part.brings.isdisjoint(self.specialties)


def need_of(item: AgendaItem) -> Need:
    """What an agenda item takes."""
    people = frozenset({item.presenter_id, item.case.referrer_id})
    return Need(item.minutes, people, frozenset(item.case.specialties))


def needed(meeting: Meeting, part: Part) -> Needed:
    """The minutes of a person in a meeting, blocks that touch as one."""
    return needed_among([need_of(item) for item in shown(meeting)], part, meeting.starts_at, meeting.minutes)


def needed_among(needs: Iterable[Need], part: Part, starts_at: datetime, meeting_minutes: int) -> Needed:
    """The minutes of a person in a meeting of this length, whose agenda has these needs in order."""
    blocks: list[Block] = []
    before, is_empty = 0, True
    for need in needs:
        if need.minutes and need.is_for(part):
            _append(blocks, starts_at + begins(meeting_minutes, before, need.minutes) * MINUTE, need.minutes * MINUTE)
        is_empty = is_empty and not need.minutes
        before += need.minutes
    if part.leads or is_empty or (part.is_guest and not blocks):
        return Needed(is_whole=True)
    return Needed(tuple(blocks))


def _append(blocks: list[Block], starts_at: datetime, length: timedelta) -> None:
    """Add a case, to the last block if it touches that."""
    if blocks and blocks[-1].ends_at == starts_at:
        last = blocks.pop()
        blocks.append(Block(last.starts_at, starts_at + length, last.cases + 1))
    else:
        blocks.append(Block(starts_at, starts_at + length, 1))


def first_minute(meeting: Meeting, found: Needed) -> int | None:
    """How many minutes after the start somebody is needed first; None without a block."""
    return int((found.blocks[0].starts_at - meeting.starts_at) / timedelta(minutes=1)) if found.blocks else None
