"""The dates of a series with their instants, and those the clocks make impossible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from eboard.boards.models import Series
from eboard.boards.queries import holidays
from eboard.boards.recurrence import pattern_of, turns
from eboard.core.errors import DomainError
from eboard.core.time import instant, now


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A date of a series with its clock: its start, or the sentence that says why the clocks do not allow it."""

    day: date
    clock: time
    starts_at: datetime | None
    problem: str = ""

    @property
    def is_ahead(self) -> bool:
        """Whether a meeting can still be made of it."""
        return self.starts_at is not None and self.starts_at > now()


def occurrences(series: Series, start: date, until: date) -> Iterator[Occurrence]:
    """The dates of a series from one day to another, both included."""
    free = holidays(series.board.organization_id, start, until)
    clocks = series.clocks
    for turn, day in turns(pattern_of(series), start=start, until=until, holidays=free):
        clock = clocks[turn % len(clocks)]
        try:
            yield Occurrence(day, clock, instant(day, clock, series.zone))
        except DomainError as error:
            yield Occurrence(day, clock, None, error.message)


def impossible(series: Series, start: date, until: date) -> list[Occurrence]:
    """The dates a coordinator has to plan by hand: their time does not exist, or exists twice."""
    return [found for found in occurrences(series, start, until) if found.problem]
