"""The boards as they are written down."""

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache

from eboard.boards.enums import Repeat, TumorSite
from eboard.demo.network import DATA
from eboard.people.enums import Specialty


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
    turns: tuple[str, ...]
    minutes: int
    chair: Specialty
    deputy: Specialty
    panel: tuple[Specialty, ...]


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
                "turns": tuple(row.get("turns", ())),
                "clock": time.fromisoformat(row["clock"]),
                "chair": Specialty.of(row["chair"]),
                "deputy": Specialty.of(row["deputy"]),
                "panel": tuple(map(Specialty.of, row["panel"])),
            }
        )
        for row in rows
    )
