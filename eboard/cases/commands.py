"""Commands of cases."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TextIO

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.boards.models import Board
from eboard.cases.actions.imports import count_new, import_rows
from eboard.cases.imports.columns import COLUMNS, Preset
from eboard.cases.imports.files import Sheet, count_rows, open_sheet
from eboard.cases.imports.problems import Finding
from eboard.cases.imports.report import Report
from eboard.cases.imports.rows import DraftRow
from eboard.cases.queries.codes import board_by_code, organization_by_code
from eboard.core.db import read_only, unit_of_work
from eboard.core.i18n import ngettext
from eboard.people.models import Organization

BATCH = 1_000
Store = Callable[[list[DraftRow]], int]


@click.command("import-cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "organization_code", required=True, metavar="CODE", help="Who nominates the cases.")
@click.option("--board", "board_code", required=True, metavar="CODE", help="The board they are drafted for.")
@click.option(
    "--preset",
    type=click.Choice([preset.value for preset in Preset]),
    default=Preset.EBOARD.value,
    show_default=True,
    help="Column map.",
)
@click.option("--report", "report_path", type=click.Path(dir_okay=False, path_type=Path),
              default=Path("import-report.csv"), show_default=True, help="Where findings are written.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Check and report; store nothing.")
@with_appcontext
def import_cases(
    file: Path, organization_code: str, board_code: str, preset: str, report_path: Path, *, dry_run: bool
) -> None:
    """Import FILE (CSV or TSV with a heading) as incomplete drafts. Importing it again changes nothing."""
    organization, board = organization_by_code(organization_code), board_by_code(board_code)
    store = _counting(organization) if dry_run else _storing(organization, board)
    with file.open(encoding="utf-8-sig", newline="") as opened, Report(report_path) as report:
        total, stored = _import(opened, COLUMNS[Preset(preset)], count_rows(file), report, store)
    click.echo(_summary(total, stored, report, dry_run=dry_run))


def _storing(organization: Organization, board: Board) -> Store:
    actor = Actor(via=Via.COMMAND)

    def store(rows: list[DraftRow]) -> int:
        with unit_of_work():
            return import_rows(actor=actor, organization=organization, board=board, rows=rows)

    return store


def _counting(organization: Organization) -> Store:
    def count(rows: list[DraftRow]) -> int:
        with read_only():
            return count_new(organization=organization, rows=rows)

    return count


def _import(file: TextIO, columns: Mapping[str, str], length: int, report: Report, store: Store) -> tuple[int, int]:
    sheet = open_sheet(file, columns)
    if sheet.ignored:
        click.echo(f"Not read: {', '.join(sheet.ignored)}", err=True)
    total = stored = 0
    with click.progressbar(length=length, label="Importing", file=sys.stderr) as bar:
        for batch in _batches(_good(sheet, report)):
            stored += store(batch)
            total += len(batch)
            bar.update(len(batch))
    return total, stored


def _good(sheet: Sheet, report: Report) -> Iterator[DraftRow]:
    """The rows that can be stored; every finding goes into the report."""
    for row in sheet.rows:
        if isinstance(row, Finding):
            report.add(row)
            continue
        for finding in row.findings:
            report.add(finding)
        yield row


def _batches(rows: Iterable[DraftRow]) -> Iterator[list[DraftRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _summary(total: int, stored: int, report: Report, *, dry_run: bool) -> str:
    done = "would be imported" if dry_run else "imported as drafts, incomplete"
    lines = [
        f"{stored} {done}, {total - stored} already there, {report.bad} left out.",
        ngettext("%(n)s warning", "%(n)s warnings", report.warnings) + f"; see {report.path}.",
    ]
    return "\n".join(lines)
