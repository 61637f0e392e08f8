"""Rows an import stores in a second, with the audit on, on SQLite; beside a bare insert of the same file's cells.

Run: python -m benchmarks.imports [FILE]   (FILE: a GDC clinical table; rows are made up without one)
"""

import csv
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner
from flask.cli import ScriptInfo

from benchmarks.measure import Spent, row, spent
from benchmarks.work_list import make_app
from eboard.cases.commands import BATCH, import_cases
from tests.world import make_world

ROWS, RUNS = 5_000, 5
HEADING = "case_submitter_id\tage_at_index\tgender\ticd_10_code\tmorphology\tprimary_diagnosis\tajcc_pathologic_t\n"


def made_up(path: Path) -> Path:
    chance = random.Random(0)
    lines = []
    for number in range(ROWS):
        age, part, size = chance.randrange(20, 99), chance.randrange(1, 9), chance.randrange(1, 5)
        lines.append(f"X-{number}\t{age}\tfemale\tC50.{part}\t8500/3\tCarcinoma\tT{size}\n")
    path.write_text(HEADING + "".join(lines))
    return path


def insert_bare(file: Path, folder: Path) -> None:
    """The floor: the cells as they are, into one table without an index, in batches of the same size."""
    with file.open(newline="") as opened:
        heading, *lines = csv.reader(opened, delimiter="\t")
    database = sqlite3.connect(folder / "bare.sqlite")
    database.executescript(f"PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL; CREATE TABLE bare ({','.join(heading)})")
    for first in range(0, len(lines), BATCH):
        with database:
            database.executemany(f"INSERT INTO bare VALUES ({','.join('?' * len(heading))})", lines[first:][:BATCH])
    database.close()


def run_import(file: Path, folder: Path, *options: str) -> Spent:
    """Into a new database; what its making takes is not counted."""
    app = make_app(f"sqlite:///{folder}/benchmark.sqlite", folder)
    with app.app_context():
        make_world()
    arguments = [str(file), "--organization", "NORTH", "--board", "GI", "--preset", "gdc", *options]
    arguments += ["--report", str(folder / "report.csv")]

    def run() -> None:
        result = CliRunner().invoke(import_cases, arguments, obj=ScriptInfo(create_app=lambda: app))
        assert result.exit_code == 0, result.output

    return spent(run)


def in_a_new_folder(call: Callable[[Path], Spent]) -> Spent:
    with tempfile.TemporaryDirectory() as name:
        return call(Path(name))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else made_up(Path(name) / "cases.tsv")
        count = len(file.read_text().splitlines()) - 1
        ways: dict[str, Callable[[Path], Spent]] = {
            "inserted bare (the floor)": lambda folder: spent(lambda: insert_bare(file, folder)),
            "read and checked": lambda folder: run_import(file, folder, "--dry-run"),
            "imported": lambda folder: run_import(file, folder),
        }
        row(f"{count:,} rows", "rows/s", "per CPU s", "x floor (CPU)")
        floor = 0.0
        for label, way in ways.items():
            walls, cpus = zip(*(in_a_new_folder(way) for _ in range(RUNS)), strict=True)
            wall, cpu = statistics.median(walls), statistics.median(cpus)
            floor = floor or cpu
            row(label, f"{count / wall * 1000:,.0f}", f"{count / cpu * 1000:,.0f}", f"{cpu / floor:.1f}")


if __name__ == "__main__":
    main()
