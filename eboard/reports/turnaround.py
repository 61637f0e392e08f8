"""How long each step took: medians and 90th percentiles, from the nomination to the care team's reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from eboard.core.i18n import lazy as _
from eboard.reports.figures import Counted

DAY = 86_400  # seconds
NINETY = 0.9


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its two ends."""

    key: str
    label: object
    begins: str  # a field of a fact, in seconds since 1970, or the end of its meeting
    ends: str

    def days(self, cases: Counted) -> list[float | None]:
        """How long it took in each case; None where an end is missing, or lies before the beginning by a correction."""
        return [
            None if begin is None or end is None or end < begin else (end - begin) / DAY
            for begin, end in zip(_instants(cases, self.begins), _instants(cases, self.ends), strict=True)
        ]


def _instants(cases: Counted, name: str) -> list[float | None]:
    if name != DISCUSSED:
        return cases.column(name)
    return [cases.settings[meeting].ends_at for meeting in cases.column("meeting_id")]


DISCUSSED = "discussed"
STAGES = (
    Stage("accepted", _("From submission to acceptance"), "submitted_at", "accepted_at"),
    Stage("discussed", _("From acceptance to discussion"), "accepted_at", DISCUSSED),
    Stage("signed", _("From discussion to the signed letter"), DISCUSSED, "signed_at"),
    Stage("read", _("From the letter to its first reading"), "signed_at", "read_at"),
    Stage("whole", _("From submission to the signed letter"), "submitted_at", "signed_at"),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long a step took, in days; ``missing`` counts cases that have not come to its end."""

    measured: int
    median: float | None
    ninetieth: float | None
    missing: int


def spread_of(stage: Stage, cases: Counted) -> Spread:
    """The spread of one step."""
    spread: Spread = cases.once(("spread", stage.key), lambda: _spread(stage.days(cases)))
    return spread


def _spread(found: Sequence[float | None]) -> Spread:
    days = sorted(one for one in found if one is not None)
    return Spread(len(days), rounded(_middle(days)) if days else None, percentile(days, NINETY), len(found) - len(days))


def _middle(rising: Sequence[float]) -> float:
    """The median of what is in order already."""
    return (rising[(len(rising) - 1) // 2] + rising[len(rising) // 2]) / 2


def percentile(rising: Sequence[float], share: float) -> float | None:
    """The least value that at least ``share`` of them do not exceed (nearest rank); None of none."""
    return rounded(rising[max(0, ceil(share * len(rising)) - 1)]) if rising else None


def rounded(days: float) -> float:
    """Days with one place."""
    return round(days, 1)
