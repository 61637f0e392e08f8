"""The report of an import: one line a finding, without what stood in the file."""

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from eboard.cases.imports.problems import Finding

OWNER_ONLY = 0o600
HEADING = ("row", "column", "kind", "problem")


class Report:
    """A CSV file that its owner alone may read; it counts what it was told."""

    def __init__(self, path: Path) -> None:
        self.path, self.bad, self.warnings = path, 0, 0

    def __enter__(self) -> Self:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        os.fchmod(descriptor, OWNER_ONLY)  # an older file of that name may have been open to others
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(HEADING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, finding: Finding) -> None:
        """Write one line."""
        self._writer.writerow(
            (finding.row, finding.column, "left out" if finding.is_bad else "warning", finding.sentence)
        )
        if finding.is_bad:
            self.bad += 1
        else:
            self.warnings += 1
