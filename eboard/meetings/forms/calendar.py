"""What part of the calendar is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from eboard.boards.recurrence import WEEK, week_of
from eboard.meetings.calendar import DAY, month_grid, next_month, previous_month

LIST_WEEKS = 6
VIEWS = ("week", "month", "list")


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """A view of the calendar around a day."""

    view: str
    day: date

    @classmethod
    def parse(cls, arguments: Mapping[str, str], *, today: date) -> "CalendarQuery":
        """Read the address; whatever makes no sense means this week."""
        view = arguments.get("view", VIEWS[0])
        try:
            day = date.fromisoformat(arguments.get("day", ""))
        except ValueError:
            day = today
        sensible = date(2000, 1, 1) < day < date(2200, 1, 1)
        return cls(view if view in VIEWS else VIEWS[0], day if sensible else today)

    @property
    def first(self) -> date:
        """The first day shown."""
        if self.view == "month":
            return month_grid(self.day)[0]
        return week_of(self.day) if self.view == "week" else self.day

    @property
    def end(self) -> date:
        """The day after the last one shown."""
        if self.view == "month":
            return month_grid(self.day)[1]
        return self.first + (WEEK if self.view == "week" else LIST_WEEKS * WEEK)

    @property
    def month(self) -> int:
        """The month whose days are not outside; 0 for views without one."""
        return self.day.month if self.view == "month" else 0

    @property
    def earlier(self) -> date:
        """The day of the view before."""
        return previous_month(self.day) if self.view == "month" else self.day - self._step

    @property
    def later(self) -> date:
        """The day of the view after."""
        return next_month(self.day) if self.view == "month" else self.day + self._step

    @property
    def _step(self) -> timedelta:
        return WEEK if self.view == "week" else LIST_WEEKS * WEEK

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.end - DAY
