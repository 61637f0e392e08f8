"""Rows an import stores in a second, with the audit on, on SQLite; beside reading the same rows without storing them.

Run: python -m benchmarks.imports [FILE]   (FILE: a GDC clinical table; rows are made up without one)
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from click.testing import CliRunner
from flask.cli import ScriptInfo

from benchmarks.measure import row
from benchmarks.work_list import make_app
from eboard.cases.commands import import_cases
from tests.world import make_world

ROWS = 5_000
HEADING = "case_submitter_id\tage_at_index\tgender\ticd_10_code\tmorphology\tprimary_diagnosis\tajcc_pathologic_t\n"


def made_up(path: Path) -> Path:
    chance = random.Random(0)
    lines = []
    for number in range(ROWS):
        age, part, size = chance.randrange(20, 99), chance.randrange(1, 9), chance.randrange(1, 5)
        lines.append(f"X-{number}\t{age}\tfemale\tC50.{part}\t8500/3\tCarcinoma\tT{size}\n")
    path.write_text(HEADING + "".join(lines))
    return path


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else made_up(folder / "cases.tsv")
        count = len(file.read_text().splitlines()) - 1
        app = make_app(f"sqlite:///{folder}/benchmark.sqlite", folder)
        with app.app_context():
            make_world()
        for label, options in (("read and checked", ["--dry-run"]), ("stored", [])):
            arguments = [str(file), "--organization", "NORTH", "--board", "GI", "--preset", "gdc", *options]
            arguments += ["--report", str(folder / "report.csv")]
            begin, cpu = time.perf_counter(), time.process_time()
            result = CliRunner().invoke(import_cases, arguments, obj=ScriptInfo(create_app=lambda: app))
            assert result.exit_code == 0, result.output
            wall, busy = time.perf_counter() - begin, time.process_time() - cpu
            row(f"{count:,} rows {label}", f"{count / wall:,.0f} rows/s", f"{count / busy:,.0f} per CPU second")


if __name__ == "__main__":
    main()
