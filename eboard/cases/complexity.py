"""Complexity of a case: a short point score that everybody can see and recompute. Pure.

The facts that count are those the literature names as making a discussion longer (``docs/concepts.md``); the points
are eBoard's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.boards.enums import TumorSite
from eboard.cases.enums import DiscussionKind, Reason
from eboard.cases.models import Case
from eboard.cases.staging import Staging
from eboard.core.i18n import lazy as _

RARE_SITES = frozenset({TumorSite.SARCOMA, TumorSite.BRAIN, TumorSite.UNKNOWN_PRIMARY})
LIMITED_ECOG = 2
FRAIL = 5  # Rockwood Clinical Frailty Scale: mildly frail
MANY_SPECIALTIES = 4


@dataclass(frozen=True, slots=True)
class Factor:
    """A fact that makes a case complex, and its points."""

    label: LazyProxy
    points: int
    applies: Callable[[Case], bool]


def _is_metastatic(case: Case) -> bool:
    stage = Staging.from_json(case.staging or {})
    return bool((case.metastatic_sites or "").strip()) or stage.is_metastatic


def _is_limited(case: Case) -> bool:
    return (case.ecog or 0) >= LIMITED_ECOG or (case.frailty or 0) >= FRAIL


FACTORS: tuple[Factor, ...] = (
    Factor(_("rare tumor or unknown primary"), 2, lambda case: case.site in RARE_SITES),
    Factor(_("recurrence, or earlier treatment failed"), 2, lambda case: case.reason is Reason.RECURRENCE),
    Factor(_("metastatic"), 1, _is_metastatic),
    Factor(_("frail, or limited in daily life"), 1, _is_limited),
    Factor(_("molecular findings or a trial"), 1, lambda case: case.reason in {Reason.MOLECULAR, Reason.TRIAL}),
    Factor(_("discussed before"), 1, lambda case: case.discussion_kind is DiscussionKind.AGAIN),
    Factor(_("four or more specialties"), 1, lambda case: len(case.specialties or []) >= MANY_SPECIALTIES),
)


def factors(case: Case) -> list[Factor]:
    """What makes this case complex, the heaviest first."""
    return [factor for factor in FACTORS if factor.applies(case)]


def points(case: Case) -> int:
    """The score: 0 for a plain case."""
    return sum(factor.points for factor in factors(case))
