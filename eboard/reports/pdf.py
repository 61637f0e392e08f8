"""A report as PDF."""

from pathlib import Path
from typing import Any

from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.core.typesetting import typeset
from eboard.reports.shielding import LEGEND
from eboard.reports.values import Report, Table, shown

LAYOUT = (Path(__file__).parent / "report.typ").read_bytes()
MET, MISSED = "✓", "✗"


def pdf_of(report: Report) -> bytes:
    """The PDF of a report; only where `core.typesetting.IS_AVAILABLE`."""
    return typeset(LAYOUT, data_of(report))


def data_of(report: Report) -> dict[str, Any]:
    """What the layout prints."""
    return {
        "language": locale().language,
        "title": report.title,
        "period": report.period,
        "packs": list(report.packs),
        "legend": _legend(report) if report.is_shielded else "",
        "minutes": list(report.minutes),
        "labels": {"minutes": _("For the minutes"), "report": _("Report"), "source": _("Source")},
        "tables": [_table(table) for table in report.tables if table.lines],
    }


def _legend(report: Report) -> str:
    """How to read a report whose first table is left out."""
    presented = _("Cases presented: %(number)s.", number=shown(report.presented))
    return f"{presented} {LEGEND}"


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "sentence": table.sentence,
        "source": table.source,
        "head": [table.head, *(column.label for column in table.columns)],
        "lines": [
            {"label": line.label, "note": line.note, "met": _met(line.met), "cells": [shown(one) for one in line.cells]}
            for line in table.lines
        ],
    }


def _met(met: bool | None) -> str:  # noqa: FBT001 - the third answer is that there is no goal
    return "" if met is None else MET if met else MISSED
