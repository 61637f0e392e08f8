"""The agenda as arithmetic: what is on it, when each case starts, how much time is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eboard.meetings.breaks import begins
from eboard.meetings.enums import SHOWN_ITEMS
from eboard.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Slot:
    """An agenda item and when it begins and ends if everything before it keeps its time."""

    item: AgendaItem
    starts_at: datetime
    ends_at: datetime
    number: int  # counts from 1
    follows_break: bool = False


def shown(meeting: Meeting) -> list[AgendaItem]:
    """The items of a meeting that were not taken off, in order."""
    return sorted((item for item in meeting.items if item.state in SHOWN_ITEMS), key=lambda item: item.position)


def minutes_used(items: Iterable[AgendaItem]) -> int:
    """The minutes the items take together."""
    return sum(item.minutes for item in items)


def slots(meeting: Meeting) -> list[Slot]:
    """The items in order, each with its start and end; a long meeting has its break between them."""
    found: list[Slot] = []
    before, at = 0, meeting.starts_at
    for number, item in enumerate(shown(meeting), start=1):
        starts_at = meeting.starts_at + timedelta(minutes=begins(meeting.minutes, before, item.minutes))
        found.append(
            Slot(item, starts_at, starts_at + timedelta(minutes=item.minutes), number, follows_break=starts_at > at)
        )
        before, at = before + item.minutes, found[-1].ends_at
    return found


def renumber(items: Sequence[AgendaItem]) -> None:
    """Give the items the positions 1, 2, 3 … in this order."""
    for position, item in enumerate(items, start=1):
        item.position = position


def moved(items: Sequence[AgendaItem], item: AgendaItem, steps: int) -> list[AgendaItem]:
    """The items with one of them moved by some places, at most to an end."""
    rest = [other for other in items if other is not item]
    place = min(max(list(items).index(item) + steps, 0), len(rest))
    return [*rest[:place], item, *rest[place:]]
