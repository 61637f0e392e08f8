"""A planned meeting as bars: for everybody it needs, when he or she is there and for which minutes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from eboard.planning.layout import layout
from eboard.planning.presence import there, whole
from eboard.planning.values import Attendee, Candidate, Problem, Sitting, Slot


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one minute of a meeting up to another."""

    first: int
    end: int
    origin: datetime  # the start of the meeting

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.first

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.origin + timedelta(minutes=self.first)

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.origin + timedelta(minutes=self.end)


@dataclass(frozen=True, slots=True)
class Bar:
    """One person of a meeting."""

    name: str
    present: tuple[Stretch, ...]
    needed: tuple[Stretch, ...]  # stretches that touch as one
    is_throughout: bool  # there from the start to the end


def bars(
    problem: Problem, sitting: Sitting, order: Sequence[Candidate], known: Collection[UUID] | None = None
) -> list[Bar]:
    """The people that the cases of a sitting need, in the order in which they are needed first.

    Of cases that are not ``known`` to the reader nothing is told; None stands for all.
    """
    slots = [slot for slot in layout(sitting, order) if known is None or slot.case_id in known]
    found = [bar for one in sitting.attendees if (bar := _bar(problem, sitting, one, slots)) is not None]
    return sorted(found, key=lambda bar: (bar.needed[0].first, bar.name))


def _bar(problem: Problem, sitting: Sitting, attendee: Attendee, slots: Iterable[Slot]) -> Bar | None:
    mine = [slot for slot in slots if slot.minutes and _needs(problem.by_case[slot.case_id], attendee)]
    if not mine:
        return None
    mask = there(sitting, attendee.away)
    return Bar(
        name=attendee.name,
        present=tuple(_runs(sitting, mask)),
        needed=tuple(_joined(sitting, mine)),
        is_throughout=mask == whole(sitting),
    )


def _needs(candidate: Candidate, attendee: Attendee) -> bool:
    if candidate.presenter_id == attendee.person_id:
        return True
    return attendee.person_id not in candidate.recused and not candidate.needs.isdisjoint(attendee.specialties)


def _runs(sitting: Sitting, mask: int) -> Iterator[Stretch]:
    """The stretches of set bits."""
    edges = [at for at in range(sitting.minutes + 1) if (mask >> at & 1) != (mask >> at - 1 & 1 if at else 0)]
    yield from (Stretch(first, end, sitting.starts_at) for first, end in pairwise(edges) if mask >> first & 1)


def _joined(sitting: Sitting, slots: Iterable[Slot]) -> list[Stretch]:
    found: list[Stretch] = []
    for slot in slots:
        end = slot.starts + slot.minutes
        if found and found[-1].end == slot.starts:
            found[-1] = Stretch(found[-1].first, end, sitting.starts_at)
        else:
            found.append(Stretch(slot.starts, end, sitting.starts_at))
    return found
