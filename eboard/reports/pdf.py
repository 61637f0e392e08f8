"""A report as PDF: its own layout, set by the typesetter that sets the packets of meetings."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.preparation.pdf import ACCESSIBLE, IS_AVAILABLE, _families, _fonts
from eboard.reports.values import Report, Table, shown

if IS_AVAILABLE:
    import typst

LAYOUT = (Path(__file__).parent / "report.typ").read_bytes()
MET, MISSED = "✓", "✗"


def pdf_of(report: Report) -> bytes:
    """The PDF of a report; only where `IS_AVAILABLE`. Its texts are data, never markup."""
    with TemporaryDirectory(prefix="eboard-report-") as folder:
        compiler = typst.Compiler(
            root=folder,
            font_paths=_fonts(),
            package_path=folder,
            package_cache_path=folder,
            sys_inputs={"report": json.dumps({**data_of(report), "fonts": _families()})},
        )
        try:
            return _compiled(compiler, pdf_standards=ACCESSIBLE)
        except typst.TypstError:  # a script that no installed font knows cannot be tagged
            return _compiled(compiler)


def _compiled(compiler: Any, **options: Any) -> bytes:
    made: bytes = compiler.compile(input=LAYOUT, format="pdf", timestamp=time.now().replace(microsecond=0), **options)
    return made


def data_of(report: Report) -> dict[str, Any]:
    """What the layout prints."""
    return {
        "language": locale().language,
        "title": report.title,
        "period": report.period,
        "packs": list(report.packs),
        "minutes": list(report.minutes),
        "labels": {"minutes": _("For the minutes"), "report": _("Report"), "source": _("Source")},
        "tables": [_table(table) for table in report.tables if table.lines],
    }


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
