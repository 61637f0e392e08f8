"""A report as it was handed in, as JSON with its stamp, and what differs from it today."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.reports.facts import key_of
from eboard.reports.figures import FIGURES, belongs
from eboard.reports.ground import Ground
from eboard.reports.models import FrozenReport
from eboard.reports.report import report_of
from eboard.reports.scope import Scope
from eboard.reports.values import Cell, Report, plain, report_from

FORMAT = 1


def content_of(ground: Ground) -> dict[str, Any]:
    """All figures, the packs they were judged by, and for each case on an agenda which figures counted it."""
    return {
        "format": FORMAT,
        "report": plain(report_of(ground)),
        "packs": [{"version": part.key, "label": part.label} for part in ground.settings.parts],
        "figures": list(FIGURES),
        "items": {item: [case_id, mask] for item, (case_id, mask) in masks_of(ground, list(FIGURES)).items()},
    }


def masks_of(ground: Ground, figures: Sequence[str]) -> dict[str, tuple[str, int]]:
    """For each agenda item its case, and the figures that count it as the bits of a number."""
    settings = ground.listed.settings
    bits = [(1 << place, figure) for place, figure in enumerate(figures) if figure in FIGURES]
    return {
        key_of(fact.item_id).hex: (
            key_of(fact.case_id).hex,
            sum(bit for bit, figure in bits if belongs(figure, fact, settings[fact.meeting_id])),
        )
        for fact in ground.listed.facts
    }


def stamp(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical JSON: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(frozen: FrozenReport) -> bool:
    """Whether the content is what was frozen."""
    return stamp(frozen.content) == frozen.sha256


def reported(frozen: FrozenReport) -> Report:
    """The report as it was handed in."""
    return report_from(frozen.content["report"])


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not what was reported; a side is None where its table had no such line."""

    table: str
    line: str
    column: str
    then: Cell | None
    now: Cell | None


def differences(then: Report, now: Report) -> list[Difference]:
    """The figures that differ, in the order of today's report, then those that are gone."""
    before, after = dict(then.cells()), dict(now.cells())
    names = _names(then) | _names(now)
    return [
        Difference(*names[key], before.get(key), after.get(key))
        for key in (*after, *(key for key in before if key not in after))
        if _said(before.get(key)) != _said(after.get(key))
    ]


def _said(cell: Cell | None) -> tuple[float | None, str]:
    return (None, "") if cell is None else (cell.number, cell.text)


def _names(report: Report) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    return {
        (table.key, line.key, column.key): (table.title, line.label, column.label)
        for table in report.tables
        for line in table.lines
        for column in table.columns
    }


def changed_cases(content: Mapping[str, Any], ground: Ground) -> list[UUID]:
    """The cases that are counted otherwise than they were, each once."""
    before = {item: tuple(known) for item, known in content["items"].items()}
    after = masks_of(ground, content["figures"])
    changed = [one[0] for item, one in after.items() if before.get(item) != one]
    gone = [str(one[0]) for item, one in before.items() if item not in after]
    return [UUID(hex=case_id) for case_id in dict.fromkeys([*changed, *gone])]


def frozen_reports(scope: Scope) -> Sequence[FrozenReport]:
    """What was frozen of a board or organization, the newest first."""
    return db.session.scalars(_of(scope).order_by(FrozenReport.frozen_at.desc(), FrozenReport.id.desc())).all()


def frozen_report(scope: Scope, report_id: UUID) -> FrozenReport:
    """One of them; raises AbsentError."""
    found = db.session.scalar(_of(scope).where(FrozenReport.id == report_id))
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def frozen_as(scope: Scope, sha256: str) -> FrozenReport | None:
    """What was frozen with the same content."""
    return db.session.scalars(_of(scope).where(FrozenReport.sha256 == sha256)).first()


def _of(scope: Scope) -> Select[FrozenReport]:
    mine = (
        FrozenReport.board_id == scope.board_id
        if scope.board_id is not None
        else FrozenReport.organization_id == scope.organization_id
    )
    return select(FrozenReport).where(mine).options(joinedload(FrozenReport.frozen_by))
