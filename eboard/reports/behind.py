"""What stands behind a figure, as ids; a view narrows them to what its reader may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from eboard.core import time
from eboard.core.db import Row, db
from eboard.meetings.models import AgendaItem
from eboard.reports.facts import Fact, key_of
from eboard.reports.fates import cases_with
from eboard.reports.figures import FIGURES
from eboard.reports.ground import Ground
from eboard.reports.turnaround import STAGES
from eboard.reports.where import Where

Model = TypeVar("Model", bound=Row)
AT_ONCE = 5_000  # parameters of one query
STAGE_OF = {stage.key: stage for stage in STAGES}


@dataclass(frozen=True, slots=True)
class Behind:
    """The cases that a figure counts, each once, and the figure: it counts some cases more than once."""

    ids: list[UUID]
    number: int


def cases_behind(ground: Ground, figure: str, place: Where | None) -> Behind:
    """The cases that a figure counts, in order of time; raises ValueError for a figure that does not exist."""
    kind, _dot, value = figure.partition(".")
    if kind in {"fate", "reason"} and value:
        return _of_fate(ground, kind, value, place)
    settings = ground.listed.settings
    if figure in FIGURES:
        found: Sequence[Fact] = ground.listed.belonging(figure).facts
    elif kind in {"step", "no-step"} and value in STAGE_OF:
        presented, wanted = ground.presented, kind == "step"
        days = STAGE_OF[value].days(presented)
        found = [fact for fact, taken in zip(presented.facts, days, strict=True) if (taken is not None) is wanted]
    else:
        raise ValueError("no such figure")
    meant = [fact for fact in found if place is None or place.holds(fact, settings[fact.meeting_id])]
    meant.sort(key=lambda fact: settings[fact.meeting_id].order)
    return _each_once([key_of(fact.case_id) for fact in meant])


def _each_once(ids: Sequence[UUID]) -> Behind:
    return Behind(list(dict.fromkeys(ids)), len(ids))


def _of_fate(ground: Ground, kind: str, value: str, place: Where | None) -> Behind:
    organization = place.value if place is not None else ""
    answer = {"followed": value} if kind == "fate" else {"reason": value}
    return _each_once(cases_with(ground.scope, ground.period, time.now(), **answer, organization=organization))


def readable(ids: Sequence[UUID], rows: Select[Any], *, within: Select[Any] | None = None) -> list[UUID]:
    """Those of some ids that are among ``rows``, in their order.

    Ids in their thousands cost more to send than to find: ``within`` selects a little more than them instead.
    """
    [model] = rows.columns_clause_froms
    found = rows.with_only_columns(model.c.id)
    chosen = [within] if within is not None else [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]
    seen: set[UUID] = set()
    for some in chosen:
        seen.update(db.session.scalars(found.where(model.c.id.in_(some))))
    return [one for one in ids if one in seen]


def with_ids(rows: Select[Model], ids: Sequence[UUID]) -> list[Model]:
    """Those among ``rows`` with these ids, in their order."""
    [model] = rows.columns_clause_froms
    known = {row.id: row for row in db.session.scalars(rows.where(model.c.id.in_(ids)))}
    return [known[one] for one in ids if one in known]


def late_reasons(items: Collection[UUID]) -> dict[UUID, str]:
    """Why cases were listed past the cut-off, by case."""
    found = db.session.execute(
        select(AgendaItem.case_id, AgendaItem.late_reason).where(AgendaItem.id.in_(items), AgendaItem.late_reason != "")
    )
    return {row.case_id: row.late_reason for row in found}
