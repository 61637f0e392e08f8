"""How long each step took: medians and 90th percentiles, from the nomination to the care team's reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from eboard.core.i18n import lazy as _
from eboard.reports.facts import Fact
from eboard.reports.figures import Counted
from eboard.reports.packs import Setting

DAY = 86_400  # seconds
NINETY = 0.9


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its two ends."""

    key: str
    label: object
    begins: Callable[[Fact, Setting], float | None]  # seconds since 1970
    ends: Callable[[Fact, Setting], float | None]

    def days(self, fact: Fact, setting: Setting) -> float | None:
        """How long it took; None where an end is missing, or lies before the beginning by a later correction."""
        begin, end = self.begins(fact, setting), self.ends(fact, setting)
        return None if begin is None or end is None or end < begin else (end - begin) / DAY


def _submitted(fact: Fact, _setting: Setting) -> float | None:
    return fact.submitted_at


def _accepted(fact: Fact, _setting: Setting) -> float | None:
    return fact.accepted_at


def _discussed(_fact: Fact, setting: Setting) -> float | None:
    return setting.ends_at


def _signed(fact: Fact, _setting: Setting) -> float | None:
    return fact.signed_at


def _read(fact: Fact, _setting: Setting) -> float | None:
    return fact.read_at


STAGES = (
    Stage("accepted", _("From submission to acceptance"), _submitted, _accepted),
    Stage("discussed", _("From acceptance to discussion"), _accepted, _discussed),
    Stage("signed", _("From discussion to the signed letter"), _discussed, _signed),
    Stage("read", _("From the letter to its first reading"), _signed, _read),
    Stage("whole", _("From submission to the signed letter"), _submitted, _signed),
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
    found = [stage.days(fact, cases.settings[fact.meeting_id]) for fact in cases.facts]
    days = sorted(one for one in found if one is not None)
    return Spread(len(days), rounded(median(days)) if days else None, percentile(days, NINETY), len(found) - len(days))


def percentile(rising: Sequence[float], share: float) -> float | None:
    """The least value that at least ``share`` of them do not exceed (nearest rank); None of none."""
    return rounded(rising[max(0, ceil(share * len(rising)) - 1)]) if rising else None


def rounded(days: float) -> float:
    """Days with one place."""
    return round(days, 1)
