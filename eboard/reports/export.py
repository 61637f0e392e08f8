"""One table as CSV (RFC 4180), UTF-8 with its mark, that a spreadsheet opens and never runs."""

import csv
from io import StringIO

from eboard.core.i18n import gettext as _
from eboard.reports.enums import Kind
from eboard.reports.values import Cell, Report, Table, shown

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet reads a cell that begins so as a formula
MARK = "\ufeff"


def csv_of(report: Report, table: Table) -> str:
    """The table under its title, with the period and every line's note."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([safe(report.title), safe(table.title), safe(report.period)])
    writer.writerow([safe(table.head), *(safe(column.label) for column in table.columns), _("Note")])
    for line in table.lines:
        writer.writerow([safe(line.label), *(_written(cell) for cell in line.cells), safe(line.note)])
    return MARK + file.getvalue()


def _written(cell: Cell) -> str:
    """A number as a program reads it; anything else as it stands on the page."""
    if cell.hidden is None and cell.kind is not Kind.TEXT:
        return (
            "" if cell.number is None else f"{cell.number:g}" if cell.kind is not Kind.COUNT else f"{cell.number:.0f}"
        )
    return safe(shown(cell))


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text
