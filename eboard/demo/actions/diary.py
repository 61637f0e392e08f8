"""What is to happen when: everything is written down in full, and played in order until the present."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.mail.actions import quietly

Act = Callable[[], None]


class Diary:
    """Acts by moment; an act may write further ones down while it is played."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def write(self, moment: datetime, act: Act) -> None:
        """Let ``act`` happen at ``moment``."""
        heappush(self._acts, (moment, next(self._order), act))

    def play(self, until: datetime) -> None:
        """Play what happens until ``until``, one unit of work a day; nobody gets mail about it.

        What would happen later is not played: a case whose acceptance lies ahead stays submitted.
        """
        while self._acts and self._acts[0][0] <= until:
            evening = min(_midnight_after(self._acts[0][0]), until)
            with time.at(evening), quietly(), unit_of_work():
                self._play_day(evening)

    def _play_day(self, evening: datetime) -> None:
        while self._acts and self._acts[0][0] <= evening:
            moment, _, act = heappop(self._acts)
            with time.at(moment):
                act()


def _midnight_after(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
