"""The cases behind a figure, as ids; a view narrows them to those its reader may see."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.models import AgendaItem
from eboard.reports.facts import Fact, key_of
from eboard.reports.fates import cases_with
from eboard.reports.figures import FIGURES, label_of
from eboard.reports.ground import Ground
from eboard.reports.turnaround import STAGES
from eboard.reports.where import Where

AT_ONCE = 5_000  # parameters of one query
STAGE_OF = {stage.key: stage for stage in STAGES}


def cases_behind(ground: Ground, figure: str, place: Where | None) -> list[UUID]:
    """The ids of the cases that a figure counts, each once; raises ValueError for a figure that does not exist."""
    kind, _dot, value = figure.partition(".")
    if kind in {"fate", "reason"} and value:
        return _of_fate(ground, kind, value, place)
    settings = ground.listed.settings
    if figure in FIGURES:
        found: Sequence[Fact] = ground.listed.belonging(figure).facts
    elif kind in {"step", "no-step"} and value in STAGE_OF:
        stage, wanted = STAGE_OF[value], kind == "step"
        found = [
            fact
            for fact in ground.presented.facts
            if (stage.days(fact, settings[fact.meeting_id]) is not None) is wanted
        ]
    else:
        raise ValueError("no such figure")
    meant = [fact for fact in found if place is None or place.holds(fact, settings[fact.meeting_id])]
    meant.sort(key=lambda fact: settings[fact.meeting_id].order)
    return list(dict.fromkeys(key_of(fact.case_id) for fact in meant))


def _of_fate(ground: Ground, kind: str, value: str, place: Where | None) -> list[UUID]:
    organization = place.value if place is not None else ""
    answer = {"followed": value} if kind == "fate" else {"reason": value}
    return cases_with(ground.scope, ground.period, time.now(), **answer, organization=organization)


def readable(ids: Sequence[UUID], criterion: ColumnElement[bool]) -> list[UUID]:
    """Those of some cases that meet a criterion, in their order."""
    seen: set[UUID] = set()
    for start in range(0, len(ids), AT_ONCE):
        seen.update(db.session.scalars(select(Case.id).where(Case.id.in_(ids[start : start + AT_ONCE]), criterion)))
    return [one for one in ids if one in seen]


def with_ids(rows: Select[Case], ids: Sequence[UUID]) -> list[Case]:
    """The cases among ``rows`` with these ids, in their order, with their organizations."""
    found = db.session.scalars(rows.where(Case.id.in_(ids)).options(joinedload(Case.organization)))
    known = {case.id: case for case in found}
    return [known[one] for one in ids if one in known]


def late_reasons(items: Collection[UUID]) -> dict[UUID, str]:
    """Why cases were listed past the cut-off, by case."""
    found = db.session.execute(
        select(AgendaItem.case_id, AgendaItem.late_reason).where(AgendaItem.id.in_(items), AgendaItem.late_reason != "")
    )
    return {row.case_id: row.late_reason for row in found}


def name_of(figure: str) -> str:
    """The name of a figure, where it has one of its own."""
    return label_of(figure) if figure in FIGURES else ""
