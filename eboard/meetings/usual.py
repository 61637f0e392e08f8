"""How many minutes a case usually gets: what was asked for, else what the board's own discussions took.

The clock of each discussion is the evidence: the median of the last ones, for complex and standard cases apart. Until a
board has measured enough of them the network's figures stand: four to twelve minutes suit complex lists (IHE).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import ceil
from statistics import median

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext

COMPLEX_POINTS = 3
ENOUGH = 8  # discussions of a band, so that no single evening decides
LAST = 50  # discussions of a band that count, so that figures follow how a board works today
MINUTE = timedelta(minutes=1)
SHORTEST, LONGEST = MINUTE / 2, 60 * MINUTE  # outside of these somebody slipped, or forgot the clock


class Band(StrEnum):
    """How demanding a case is."""

    STANDARD = "standard"
    COMPLEX = "complex"

    @classmethod
    def of(cls, complexity: int) -> "Band":
        """The band of a number of complexity points."""
        return cls.COMPLEX if complexity >= COMPLEX_POINTS else cls.STANDARD


NETWORK = {Band.COMPLEX: 10, Band.STANDARD: 5}


@dataclass(frozen=True, slots=True)
class Figure:
    """Minutes, and how many discussions they were measured at; with too few of them the minutes are the network's."""

    minutes: int
    discussions: int = 0

    @property
    def is_measured(self) -> bool:
        """Whether the board's own discussions say so."""
        return self.discussions >= ENOUGH

    @property
    def source(self) -> str:
        """Where the minutes come from, as a few words."""
        if self.is_measured:
            return ngettext("median of %(n)s discussion", "median of the last %(n)s discussions", self.discussions)
        return ngettext(
            "the network’s figure, with %(n)s discussion measured so far",
            "the network’s figure, with %(n)s discussions measured so far",
            self.discussions,
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """The minutes of one case, and where they come from."""

    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class UsualMinutes:
    """The figures of one board."""

    figures: Mapping[Band, Figure]

    def of(self, case: Case) -> Planned:
        """The minutes a case gets unless somebody says otherwise."""
        if case.state is CaseState.NOTED:
            return Planned(0, _("noted without discussion"))
        if case.minutes:
            return Planned(case.minutes, _("asked for"))
        figure = self.figures[Band.of(case.complexity)]
        return Planned(figure.minutes, figure.source)


def learned(discussions: Iterable[tuple[int, timedelta]]) -> UsualMinutes:
    """The figures of a board whose discussions, the latest first, had these complexity points and took this long."""
    taken: dict[Band, list[timedelta]] = {band: [] for band in Band}
    for complexity, length in discussions:
        if SHORTEST <= length <= LONGEST:
            taken[Band.of(complexity)].append(length)
    return UsualMinutes({band: _figure(band, lengths[:LAST]) for band, lengths in taken.items()})


def _figure(band: Band, lengths: list[timedelta]) -> Figure:
    if len(lengths) < ENOUGH:
        return Figure(NETWORK[band], len(lengths))
    return Figure(ceil(median(length / MINUTE for length in lengths)), len(lengths))
