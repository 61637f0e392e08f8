"""The cases behind a figure, as ids; a view narrows them to those its reader may see."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Case
from eboard.core.db import db
from eboard.meetings.models import AgendaItem
from eboard.reports import where as parts
from eboard.reports.facts import Fact
from eboard.reports.fates import UNANSWERED, Fate
from eboard.reports.figures import FIGURES, RULES
from eboard.reports.ground import Ground
from eboard.reports.turnaround import STAGES
from eboard.reports.where import Where

AT_ONCE = 5_000  # parameters of one query
STAGE_OF = {stage.key: stage for stage in STAGES}


def cases_behind(ground: Ground, figure: str, place: Where | None) -> list[UUID]:
    """The ids of the cases that a figure counts, each once; raises ValueError for a figure that does not exist."""
    kind, _dot, value = figure.partition(".")
    if kind in {"fate", "reason"} and value:
        return _once(one.case_id for one in ground.fates if _is_meant(one, kind, value) and _is_there(one, place))
    if figure in FIGURES:
        found: Sequence[Fact] = ground.listed.belonging(figure).facts
    elif kind in {"step", "no-step"} and value in STAGE_OF:
        found = [one for one in ground.presented.facts if _was_measured(one, value) is (kind == "step")]
    else:
        raise ValueError("no such figure")
    settings = ground.settings.of
    return _once(one.case_id for one in found if place is None or place.holds(one, settings[one.meeting_id]))


def _is_meant(fate: Fate, kind: str, value: str) -> bool:
    return fate.reason == value if kind == "reason" else (fate.followed or UNANSWERED) == value


def _is_there(fate: Fate, place: Where | None) -> bool:
    return place is None or (place.kind == parts.ORGANIZATION and fate.organization_id.hex == place.value)


def _was_measured(fact: Fact, stage: str) -> bool:
    begin, end = STAGE_OF[stage].begins(fact), STAGE_OF[stage].ends(fact)
    return begin is not None and end is not None and begin <= end


def _once(ids: Iterator[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))


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
    return str(RULES[figure][0]) if figure in RULES else ""
