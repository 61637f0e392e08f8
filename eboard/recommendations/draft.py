"""An outcome as plain values, whether it comes from a form, from the tables or from a signed version."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from eboard.recommendations.enums import (
    Change,
    Considered,
    Guideline,
    Intent,
    Priority,
    Result,
)
from eboard.recommendations.models import Discussion, Dissent, Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One recommendation."""

    kind: str | None = None  # a code of the pick list
    text: str = ""
    intent: Intent | None = None
    priority: Priority = Priority.ROUTINE
    owner: str = ""
    due_on: date | None = None
    evidence: str = ""
    guideline: Guideline | None = None
    outside_reason: str = ""
    is_available_locally: bool | None = None
    alternative: str = ""
    trial_name: str = ""
    trial_identifier: str = ""
    trial_site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Who disagreed, with what and why."""

    person_id: UUID | None = None
    opinion: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that is said about one case."""

    result: Result | None = None
    result_reason: str = ""
    agreed_diagnosis: str = ""
    stage_confirmed: Considered | None = None
    agreed_stage: str = ""
    summary: str = ""
    staging_discussed: Considered | None = None
    guideline_discussed: Considered | None = None
    trial_discussed: Considered | None = None
    genetics_discussed: Considered | None = None
    supportive_care_discussed: Considered | None = None
    preference_considered: Considered | None = None
    comorbidity_considered: Considered | None = None
    change: Change | None = None
    recommendations: tuple[Advice, ...] = ()
    dissents: tuple[Disagreement, ...] = ()


FIELDS = tuple(field.name for field in fields(Draft) if field.name not in {"recommendations", "dissents"})
_KINDS: Mapping[str, type] = {
    "result": Result,
    "change": Change,
    "intent": Intent,
    "priority": Priority,
    "guideline": Guideline,
    "due_on": date,
    "person_id": UUID,
    "stage_confirmed": Considered,
    **{name: Considered for name in FIELDS if name.endswith(("_discussed", "_considered"))},
}


def read(discussion: Discussion) -> Draft:
    """What stands in the tables."""
    return Draft(
        **{name: getattr(discussion, name) for name in FIELDS},
        recommendations=tuple(_advice(row) for row in discussion.recommendations),
        dissents=tuple(_disagreement(row) for row in discussion.dissents),
    )


def _advice(row: Recommendation) -> Advice:
    return Advice(**{field.name: getattr(row, field.name) for field in fields(Advice)})


def _disagreement(row: Dissent) -> Disagreement:
    return Disagreement(person_id=row.person_id, opinion=row.opinion, reason=row.reason)


def to_plain(draft: Draft) -> dict[str, Any]:
    """The values as JSON holds them."""
    plain: dict[str, Any] = _plain(asdict(draft))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool) else str(value)


def from_plain(plain: Mapping[str, Any]) -> Draft:
    """The values of a signed version; what an old one does not know yet was not said."""
    return Draft(
        **_typed({name: plain[name] for name in FIELDS if name in plain}),
        recommendations=tuple(Advice(**_typed(row)) for row in plain["recommendations"]),
        dissents=tuple(Disagreement(**_typed(row)) for row in plain["dissents"]),
    )


def _typed(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in plain.items()}


def _value(name: str, value: Any) -> Any:
    kind = _KINDS.get(name)
    if value is None or kind is None:
        return value
    return date.fromisoformat(value) if kind is date else kind(value)
