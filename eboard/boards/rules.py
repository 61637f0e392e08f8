"""The rules a board keeps, as one value read from the JSON of a rule pack's version.

A figure that is absent is not demanded; of an outcome, what is usual is. `sources` names the published source of each
figure, in the words of the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from eboard.boards.enums import USUALLY_NEEDED, DissentReaders, OutcomeField
from eboard.boards.models import Board, RulePack, RulePackVersion
from eboard.core.enums import Labelled
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.enums import Specialty


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a pack demands; shares are percent, deadlines as their names say."""

    required: Mapping[Specialty, int] = field(default_factory=dict)  # specialty to the least number of people
    least_specialties: int = 0  # different specialties in the meeting
    attendance_goal: int | None = None  # percent of meetings a member attends
    prospective_share: int | None = None  # percent of presentations
    presented_share: int | None = None  # percent of the yearly analytic caseload
    interval_days: int | None = None  # longest time between two meetings
    cutoff_hours: int | None = None  # before the start
    outcome_days: int | None = None  # working days until the outcome is back with the care team
    elements: tuple[str, ...] = ()  # discussion elements that have to be answered
    needed: tuple[OutcomeField, ...] = USUALLY_NEEDED  # what else has to stand in an outcome before it is signed
    dissent_readers: DissentReaders = DissentReaders.CARE_TEAM
    dissent_named: bool = True  # whether a letter says who disagreed
    dissent_printed: bool = True  # whether a dissent is in a letter on paper
    note_only: bool = False  # whether a standard-of-care case may be listed without discussion
    consent_needed: bool = True  # whether the patient is asked before the case is shared
    deviations_logged: bool = False  # whether a departure from the guideline or recommendation needs its reason
    panel_access_days: int = 30  # how long after a meeting its panel may open the cases
    sources: Mapping[str, str] = field(default_factory=dict)  # name of the figure to where it comes from


PERCENT = frozenset({"attendance_goal", "prospective_share", "presented_share"})
FLAGS = frozenset({"note_only", "consent_needed", "deviations_logged", "dissent_named", "dissent_printed"})
SHAPED = frozenset({"required", "elements", "needed", "dissent_readers", "sources"})
NAMES = tuple(one.name for one in fields(Rules))
WHOLE = 100
SPECIALTIES = {str(one): one for one in Specialty}
OUTCOME_FIELDS = {str(one): one for one in OutcomeField}
READERS = {str(one): one for one in DissentReaders}
Member = TypeVar("Member", bound=Labelled)


def parse_rules(data: Mapping[str, Any]) -> Rules:
    """Read the JSON of a version; raises DomainError with a sentence for a name or a figure that cannot be."""
    for name, value in data.items():
        _check(name, value)
    values = dict(data)
    if "required" in values:
        values["required"] = {_specialty(name): _count("required", least) for name, least in values["required"].items()}
    if "elements" in values:
        values["elements"] = tuple(values["elements"])
    if "needed" in values:
        values["needed"] = tuple(_member(OUTCOME_FIELDS, name, "needed") for name in values["needed"])
    if "dissent_readers" in values:
        values["dissent_readers"] = _member(READERS, values["dissent_readers"], "dissent_readers")
    return Rules(**values)


def in_force_on(pack: RulePack, day: date) -> RulePackVersion | None:
    """The version of a pack that counts on ``day``; before the first one, the first."""
    counting = [version for version in pack.versions if version.in_force_from <= day] or pack.versions[:1]
    return counting[-1] if counting else None


def rules_on(board: Board, day: date) -> Rules:
    """The rules a board keeps on ``day``."""
    version = in_force_on(board.rule_pack, day)
    return parse_rules(version.rules) if version else Rules()


def _check(name: str, value: Any) -> None:
    if name not in NAMES:
        raise DomainError(_("“%(name)s” is not a rule.", name=name))
    if name in SHAPED or value is None:
        return
    if name in FLAGS:
        if not isinstance(value, bool):
            raise DomainError(_("“%(name)s” is yes or no.", name=name), field=name)
        return
    _count(name, value)
    if name in PERCENT and value > WHOLE:
        raise DomainError(_("A share is at most 100 percent."), field=name)


def _count(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DomainError(_("“%(name)s” is a whole number, not below zero.", name=name), field=name)
    return value


def _member(known: Mapping[str, Member], name: Any, field_name: str) -> Member:
    if name not in known:
        raise DomainError(_("“%(name)s” cannot be chosen here.", name=name), field=field_name)
    return known[name]


def _specialty(name: str) -> Specialty:
    if name not in SPECIALTIES:
        raise DomainError(_("“%(name)s” is not a specialty.", name=name), field="required")
    return SPECIALTIES[name]
