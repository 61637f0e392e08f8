"""The boards as they are written down."""

import tomllib
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

from eboard.boards.enums import Repeat, TumorSite
from eboard.demo.network import DATA
from eboard.people.enums import Specialty

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPlan:
    """A board: its host, its meetings on the host's clocks, and its panel."""

    code: str
    name: str
    host: str
    sites: tuple[TumorSite, ...]
    vignettes: str
    repeat: Repeat
    weekday: str
    weeks: tuple[str, ...]
    clock: time
    minutes: int
    chair: Specialty
    deputy: Specialty
    panel: tuple[Specialty, ...]

    def days(self, first: date, last: date) -> list[date]:
        """The days from ``first`` to ``last`` on which the board meets."""
        day = first + timedelta(days=(DAYS.index(self.weekday) - first.weekday()) % 7)
        days = [day + WEEK * week for week in range((last - day).days // 7 + 1)]
        if self.repeat is Repeat.FORTNIGHTLY:
            return days[::2]
        if self.repeat is Repeat.MONTHLY:
            return [one for one in days if str((one.day - 1) // 7 + 1) in self.weeks]
        return days


@cache
def board_plans() -> tuple[BoardPlan, ...]:
    """All boards, in the order they are founded."""
    rows = tomllib.loads((DATA / "boards.toml").read_text(encoding="utf-8"))["board"]
    return tuple(
        BoardPlan(
            **{
                **row,
                "sites": tuple(map(TumorSite.of, row["sites"])),
                "repeat": Repeat.of(row["repeat"]),
                "weeks": tuple(row.get("weeks", ())),
                "clock": time.fromisoformat(row["clock"]),
                "chair": Specialty.of(row["chair"]),
                "deputy": Specialty.of(row["deputy"]),
                "panel": tuple(map(Specialty.of, row["panel"])),
            }
        )
        for row in rows
    )
