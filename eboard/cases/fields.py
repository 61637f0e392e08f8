"""The fields of a case that its care team edits: their labels, and their values as people read them. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from babel.support import LazyProxy

from eboard.cases.models import Case
from eboard.cases.staging import Staging
from eboard.core.enums import Labelled
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.people.enums import Specialty

OLDEST = 90  # ages over 89 identify people, so 90 stands for all of them

LABELS: Mapping[str, LazyProxy] = {
    "board_id": _("Board"),
    "referrer_id": _("Referring physician"),
    "presenter_id": _("Presenter"),
    "age": _("Age"),
    "sex": _("Sex"),
    "question": _("Question to the board"),
    "reason": _("Reason"),
    "discussion_kind": _("Which discussion is it?"),
    "prospective": _("Can treatment still change?"),
    "prior_plan": _("Your plan before the board"),
    "site": _("Tumor site"),
    "diagnosis": _("Diagnosis"),
    "icd10": _("ICD-10"),
    "morphology": _("ICD-O-3 morphology"),
    "topography": _("ICD-O-3 topography"),
    "laterality": _("Side"),
    "diagnosed_on": _("Date of diagnosis"),
    "metastatic_sites": _("Metastatic sites"),
    "biomarkers": _("Biomarkers and genomics"),
    "previous_treatment": _("Previous treatment and response"),
    "staging": _("Stage"),
    "ecog": _("ECOG performance status"),
    "comorbidity": _("Comorbidity"),
    "frailty": _("Frailty (Rockwood)"),
    "patient_wishes": _("What the patient knows and wants"),
    "wishes_not_asked": _("Wishes not yet asked"),
    "psychosocial": _("Psychosocial situation"),
    "patient_language": _("Language"),
    "consent": _("Consent to sharing in the network"),
    "urgency": _("Urgency"),
    "urgency_reason": _("Reason for the urgency"),
    "target_date": _("Target date"),
    "specialties": _("Specialties needed"),
    "presenter_availability": _("When the presenter can attend"),
    "minutes": _("Minutes asked for"),
}
FREE_TEXTS = (
    "question",
    "prior_plan",
    "diagnosis",
    "metastatic_sites",
    "biomarkers",
    "previous_treatment",
    "comorbidity",
    "patient_wishes",
    "psychosocial",
    "urgency_reason",
    "presenter_availability",
)


def current(case: Case) -> dict[str, Any]:
    """The editable values of a case."""
    return {name: getattr(case, name) for name in LABELS}


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, (UUID, date, StrEnum)):
        return str(value)
    return value


def shown(name: str, value: Any) -> str:
    """A value, also one that `plain` made, as a person reads it; the people and boards are named by the page."""
    if value is None or value in ("", [], {}):
        return gettext("not given")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return _worded(name)(value)


def _worded(name: str) -> Callable[[Any], str]:
    kind = Case.__table__.c[name].type.python_type
    if issubclass(kind, Labelled):
        return lambda value: kind.of(value).label
    return WORDED.get(name, str)


def specialties_text(values: Iterable[str]) -> str:
    """The labels of specialties."""
    return ", ".join(Specialty.of(value).label for value in values)


def age_text(age: int | None) -> str:
    """The age in years; 90 and over are one group."""
    if age is None:
        return ""
    return f"{OLDEST}+" if age >= OLDEST else str(age)


def stage_text(stored: Mapping[str, Any]) -> str:
    """The stage in one line."""
    stage = Staging.from_json(stored)
    if stage.is_unknown:
        return gettext("not yet known")
    edition = [gettext("edition %(number)s", number=stage.edition)] if stage.edition else []
    return " · ".join([*stage.parts, *edition]) if stage.parts else ""


WORDED: Mapping[str, Callable[[Any], str]] = {
    "staging": stage_text,
    "age": age_text,
    "specialties": specialties_text,
}
