"""What was changed in a case after acceptance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.cases.fields import LABELS, current, plain, shown
from eboard.cases.models import Case, CaseVersion
from eboard.cases.queries.boards import board_names
from eboard.cases.queries.colleagues import names_of
from eboard.core.db import db


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One save after acceptance."""

    number: int
    at: datetime
    by: str
    differences: Sequence[Difference]


def edits_of(case: Case) -> list[Edit]:
    """All edits after acceptance, the newest first; each compares with what the next one found."""
    versions = db.session.scalars(
        select(CaseVersion)
        .where(CaseVersion.case_id == case.id)
        .order_by(CaseVersion.number.desc())
        .options(joinedload(CaseVersion.by))
    ).all()
    after: dict[str, Any] = {name: plain(value) for name, value in current(case).items()}
    names = _names(versions, after)
    edits = []
    for version in versions:
        edits.append(
            Edit(version.number, version.at, version.by.name if version.by else "", _compare(version, after, names))
        )
        after = {**after, **version.before}
    return edits


def _compare(version: CaseVersion, after: Mapping[str, Any], names: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(str(LABELS[name]), worded(name, version.before[name], names), worded(name, after[name], names))
        for name in LABELS
        if name in version.before
    ]


def worded(name: str, value: Any, names: Mapping[str, str]) -> str:
    """A value as people read it; ``names`` holds the names of people and boards by their id as text."""
    return names.get(str(value), shown(name, value)) if name.endswith("_id") else shown(name, value)


def _names(versions: Sequence[CaseVersion], after: Mapping[str, Any]) -> dict[str, str]:
    values = [*(version.before for version in versions), after]
    return names_in(values) if versions else {}


def names_in(values: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of all people and boards that stand in sets of values, by their id as text."""
    people = {
        UUID(str(found)) for one in values for name in ("referrer_id", "presenter_id") if (found := one.get(name))
    }
    boards = {UUID(str(found)) for one in values if (found := one.get("board_id"))}
    return {str(id_): name for id_, name in (names_of(people) | board_names(boards)).items()}
