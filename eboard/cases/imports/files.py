"""Reading a CSV or TSV file: its heading, and its rows as cells by column."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from eboard.cases.imports.columns import KEY
from eboard.cases.imports.problems import Finding, Problem
from eboard.cases.imports.rows import DraftRow, read_row
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

SEPARATORS = "\t;,"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file: its heading, which of its columns nobody reads, and its rows."""

    heading: list[str]
    ignored: list[str]
    rows: Iterator[DraftRow | Finding]


def count_rows(path: Path) -> int:
    """Roughly how many rows there are, for the progress bar."""
    with path.open("rb") as file:
        return max(0, sum(1 for _line in file) - 1)


def open_sheet(file: TextIO, columns: Mapping[str, str]) -> Sheet:
    """Read the heading; raises DomainError if the file is not of the expected shape."""
    first = _next_line(file)
    separator = max(SEPARATORS, key=first.count)
    heading = [name.strip().lower() for name in next(csv.reader([first], delimiter=separator), [])]
    if KEY not in {columns.get(name) for name in heading}:
        wanted = next(column for column, name in columns.items() if name == KEY)
        raise DomainError(_("The file has no column “%(name)s”. docs/import.md lists the columns.", name=wanted))
    if len(set(heading)) != len(heading):
        raise DomainError(_("Two columns of the file have the same name."))
    ignored = [name for name in heading if name not in columns]
    return Sheet(heading, ignored, _rows(csv.reader(file, delimiter=separator), heading, columns))


def _next_line(file: TextIO) -> str:
    try:
        return file.readline()
    except UnicodeDecodeError:
        raise DomainError(_("The file is not UTF-8 text. Save it as CSV in UTF-8.")) from None


def _rows(reader: Iterator[list[str]], heading: list[str], columns: Mapping[str, str]) -> Iterator[DraftRow | Finding]:
    key_column = next(name for name in heading if columns.get(name) == KEY)
    seen: set[str] = set()
    for number, cells in enumerate(_readable(reader), 1):
        if not any(cells):
            continue
        if len(cells) != len(heading):
            yield Finding(number, "", Problem.CELLS, is_bad=True)
            continue
        row = read_row(number, dict(zip(heading, cells, strict=True)), columns)
        if not row.key or row.key in seen:
            problem = Problem.SECOND_TIME if row.key else Problem.NO_KEY
            yield Finding(number, key_column, problem, is_bad=True)
            continue
        seen.add(row.key)
        yield row


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except (UnicodeDecodeError, csv.Error):
        raise DomainError(
            _(
                "The file cannot be read to its end: save it as CSV in UTF-8. Import again afterwards; "
                "what is already there is not imported twice."
            )
        ) from None
