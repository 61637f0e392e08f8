"""The target-date clock of a case: days left, and whether the next meeting comes in time (slack)."""

from dataclasses import dataclass
from datetime import date

from eboard.cases.enums import Pace

CLOSE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock shows; slack is the days from the next meeting (from today without one) to the target."""

    target: date
    days_left: int
    slack: int

    @property
    def is_missed(self) -> bool:
        """Whether the target is still ahead but comes before the next meeting."""
        return self.slack < 0 <= self.days_left

    @property
    def pace(self) -> Pace:
        """Late once the target has passed or lies before the next meeting."""
        if min(self.days_left, self.slack) < 0:
            return Pace.LATE
        return Pace.CLOSE if self.slack <= CLOSE_DAYS else Pace.ON_TRACK


def clock_of(target: date | None, *, today: date, next_meeting: date | None) -> Clock | None:
    """The clock of a case, or None if it has no target date."""
    if target is None:
        return None
    return Clock(target, (target - today).days, (target - (next_meeting or today)).days)
