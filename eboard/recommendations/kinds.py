"""The pick list of recommendations: as eBoard comes with it, with what the network changed and added.

A code is for ever: follow-up and statistics count by it. What a network stored of a kind wins over how it was shipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.recommendations.enums import KindGroup, RecommendationKind
from eboard.recommendations.models import AdviceKind

K, G = RecommendationKind, KindGroup
STEP = 10  # between the positions of kinds as they come, so that others fit between
GROUPS = {
    G.TREATMENT: (
        K.SURGERY, K.RADIOTHERAPY, K.SYSTEMIC_START, K.SYSTEMIC_CONTINUE, K.SYSTEMIC_STOP, K.SYSTEMIC_MAINTENANCE,
        K.LOCAL_ABLATION, K.TRANSPLANT,
    ),
    G.WATCHING: (K.WATCHFUL_WAITING, K.EARLY_RESTAGING, K.CONTINUE_FOLLOW_UP),
    G.DIAGNOSTICS: (K.FURTHER_DIAGNOSTICS, K.PATHOLOGY_REVIEW, K.MOLECULAR_TESTING),
    G.TRIAL: (K.TRIAL,),
    G.OTHER_SERVICE: (K.OTHER_BOARD, K.GENETIC_COUNSELLING),
    G.SUPPORT: (K.PALLIATIVE_CARE, K.PAIN_SERVICE, K.PSYCHO_ONCOLOGY, K.REHABILITATION, K.NUTRITION),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One entry of the pick list; ``version`` is 0 while it is as eBoard comes with it."""

    code: str
    label: str
    group: KindGroup
    position: int
    is_retired: bool = False
    version: int = 0


def kinds() -> list[Kind]:
    """All entries, also retired ones, in the order of the list; one query."""
    found = {kind.code: kind for kind in _shipped()}
    for row in db.session.scalars(select(AdviceKind)):
        found[row.code] = _stored(row)
    groups = list(KindGroup)
    return sorted(found.values(), key=lambda kind: (groups.index(kind.group), kind.position, kind.label, kind.code))


def kind_of(code: str) -> Kind:
    """The entry with a code; raises AbsentError."""
    found = next((kind for kind in kinds() if kind.code == code), None)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def row_of(code: str) -> AdviceKind | None:
    """What the network stored of a kind."""
    return db.session.scalar(select(AdviceKind).where(AdviceKind.code == code))


def labels() -> dict[str, str]:
    """What each code means; one query."""
    return {kind.code: kind.label for kind in kinds()}


def offered(every: Iterable[Kind], chosen: str | None) -> list[Kind]:
    """What can be chosen: what is not retired, and what is chosen already."""
    return [kind for kind in every if not kind.is_retired or kind.code == chosen]


def _shipped() -> Iterable[Kind]:
    for group, members in GROUPS.items():
        for number, member in enumerate(members, start=1):
            yield Kind(code=member.value, label=member.label, group=group, position=number * STEP)


def _stored(row: AdviceKind) -> Kind:
    return Kind(
        code=row.code,
        label=row.label,
        group=row.group,
        position=row.position,
        is_retired=row.is_retired,
        version=row.row_version,
    )
