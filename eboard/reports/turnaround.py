"""How long each step took: medians and 90th percentiles, from the nomination to the care team's reading."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from eboard.core.i18n import lazy as _
from eboard.reports.facts import Fact

DAY = timedelta(days=1)
NINETY = 0.9


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its two ends."""

    key: str
    label: object
    begins: Callable[[Fact], datetime | None]
    ends: Callable[[Fact], datetime | None]


STAGES = (
    Stage("accepted", _("From submission to acceptance"), lambda one: one.submitted_at, lambda one: one.accepted_at),
    Stage("discussed", _("From acceptance to discussion"), lambda one: one.accepted_at, lambda one: one.ends_at),
    Stage("signed", _("From discussion to the signed letter"), lambda one: one.ends_at, lambda one: one.signed_at),
    Stage("read", _("From the letter to its first reading"), lambda one: one.signed_at, lambda one: one.read_at),
    Stage("whole", _("From submission to the signed letter"), lambda one: one.submitted_at, lambda one: one.signed_at),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """How long a step took, in days; ``missing`` counts cases that have not come to its end."""

    measured: int
    median: float | None
    ninetieth: float | None
    missing: int


def spread_of(stage: Stage, facts: Iterable[Fact]) -> Spread:
    """The spread of one step; an end that lies before its beginning, by a later correction, counts as missing."""
    days, missing = [], 0
    for fact in facts:
        begin, end = stage.begins(fact), stage.ends(fact)
        if begin is None or end is None or end < begin:
            missing += 1
        else:
            days.append((end - begin) / DAY)
    days.sort()
    return Spread(len(days), rounded(median(days)) if days else None, percentile(days, NINETY), missing)


def percentile(rising: Sequence[float], share: float) -> float | None:
    """The least value that at least ``share`` of them do not exceed (nearest rank); None of none."""
    return rounded(rising[max(0, ceil(share * len(rising)) - 1)]) if rising else None


def rounded(days: float) -> float:
    """Days with one place."""
    return round(days, 1)
