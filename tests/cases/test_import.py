"""Importing files: what is stored, what is reported, and that a second time changes nothing."""

import csv
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from eboard.audit.models import AuditEntry
from eboard.cases.commands import import_cases
from eboard.cases.enums import CaseState, Origin
from eboard.cases.imports.columns import COLUMNS, Preset
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.errors import DomainError
from tests.world import World

Run = Callable[..., Result]
HEADING = "key,age,sex,diagnosis,icd10"
GDC_FILE = Path(__file__).parents[3] / "shared" / "data" / "gdc_clinical.tsv"


@pytest.fixture
def run(app: Flask, world: World, tmp_path: Path) -> Run:
    def call(content: str | bytes | Path, *options: str, organization: str = "NORTH", board: str = "GI") -> Result:
        path = content if isinstance(content, Path) else tmp_path / "cases.csv"
        if not isinstance(content, Path):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        arguments = [str(path), "--organization", organization, "--board", board, *options]
        arguments += ["--report", str(tmp_path / "report.csv")]
        return CliRunner().invoke(import_cases, arguments, obj=ScriptInfo(create_app=lambda: app))

    return call


def reported(tmp_path: Path) -> list[tuple[str, ...]]:
    with (tmp_path / "report.csv").open(newline="") as file:
        return [tuple(line[:3]) for line in csv.reader(file)][1:]


def stored() -> list[Case]:
    return list(db.session.scalars(select(Case).order_by(Case.number)))


def test_rows_become_incomplete_drafts_with_what_is_missing(run: Run, world: World) -> None:
    result = run(f"{HEADING}\nK1,64,female,Carcinoma of the breast,C50.9\nK2,,,,\n")
    assert result.exit_code == 0, result.output
    assert "2 imported as drafts, incomplete, 0 already there, 0 left out." in result.output
    first, second = stored()
    assert (first.state, first.origin, first.is_ready) == (CaseState.DRAFT, Origin.IMPORTED, False)
    assert (first.organization_id, first.board_id, first.age) == (world.north.id, world.board.id, 64)
    assert ("diagnosis" in first.missing, "diagnosis" in second.missing, "ecog" in first.missing) == (False, True, True)
    assert first.search_text.endswith("carcinoma of the breast c50.9")
    assert {row.event for row in db.session.scalars(select(AuditEntry))} == {"case.imported"}
    assert db.session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq)).all() == [1, 2]


def test_the_key_of_the_file_is_not_stored(run: Run) -> None:
    run(f"{HEADING}\nMRN-778899,64,,,\n")
    [case] = stored()
    assert case.import_key is not None
    assert "778899" not in case.import_key


def test_a_repeat_changes_nothing_and_new_rows_still_come_in(run: Run) -> None:
    run(f"{HEADING}\nK1,64,,,\n")
    [first] = stored()
    before = (first.number, first.row_version, first.changed_at)
    result = run(f"{HEADING}\nK1,99,,,\nK2,50,,,\n")
    assert "1 imported as drafts, incomplete, 1 already there, 0 left out." in result.output
    again, _new = stored()
    assert (again.number, again.row_version, again.changed_at, again.age) == (*before, 64)


def test_a_file_that_is_there_in_full_stores_nothing(run: Run) -> None:
    run(f"{HEADING}\nK1,64,,,\n")
    assert "0 imported as drafts, incomplete, 1 already there, 0 left out." in run(f"{HEADING}\nK1,64,,,\n").output
    assert len(stored()) == 1


def test_the_same_key_of_another_organization_is_another_case(run: Run) -> None:
    run(f"{HEADING}\nK1,64,,,\n")
    run(f"{HEADING}\nK1,64,,,\n", organization="SOUTH")
    keys = {case.import_key for case in stored()}
    assert len(keys) == 2


def test_bad_rows_are_reported_and_the_others_imported(run: Run, tmp_path: Path) -> None:
    result = run(f"{HEADING}\nK1,64,,,\n,30,,,\nK1,30,,,\nK3,1,2\n\n,,,,\nK4,200,,,\n")
    assert "2 imported as drafts, incomplete, 0 already there, 3 left out." in result.output
    assert "1 warning; see" in result.output
    assert reported(tmp_path) == [
        ("2", "key", "left out"),
        ("3", "key", "left out"),
        ("4", "", "left out"),
        ("7", "age", "warning"),
    ]


def test_the_report_is_for_its_owner_and_quotes_no_cell(
    run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "report.csv").write_text("old")
    (tmp_path / "report.csv").chmod(0o644)
    result = run(f"{HEADING}\nK1,Zebra,Zebra,,Zebra\n")
    assert stat.S_IMODE((tmp_path / "report.csv").stat().st_mode) == 0o600
    assert "Zebra" not in (tmp_path / "report.csv").read_text() + result.output + caplog.text
    assert len(reported(tmp_path)) == 3


def test_a_dry_run_reports_and_stores_nothing(run: Run, tmp_path: Path) -> None:
    result = run(f"{HEADING}\nK1,200,,,\n", "--dry-run")
    assert "1 would be imported, 0 already there, 0 left out." in result.output
    assert reported(tmp_path) == [("1", "age", "warning")]
    assert stored() == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_byte_order_mark_and_capitals_do_not_matter(run: Run, separator: str) -> None:
    run(f"\ufeff KEY {separator}Age\nK1{separator}64\n")
    assert [case.age for case in stored()] == [64]


def test_columns_that_nobody_reads_are_named(run: Run) -> None:
    assert "Not read: shoe_size" in run("key,age,shoe_size\nK1,64,43\n").output


@pytest.mark.parametrize(
    "content",
    ["", "age\n64\n", "key,key\nK1,K1\n", b"\xff\xfe\n", b"key,age\nK1,\xff\n", 'key,age\nK1,"' + "x" * 200_000],
    ids=["empty", "no key", "twice", "heading not UTF-8", "row not UTF-8", "endless cell"],
)
def test_a_file_of_another_kind_is_refused_with_a_sentence(run: Run, content: str | bytes) -> None:
    result = run(content)
    assert isinstance(result.exception, DomainError)
    assert stored() == []


@pytest.mark.parametrize("options", [{"organization": "NOWHERE"}, {"board": "NOWHERE"}])
def test_an_unknown_code_is_refused(run: Run, options: dict[str, str]) -> None:
    assert isinstance(run("key\nK1\n", **options).exception, DomainError)


def test_more_rows_than_a_batch_keep_their_order_of_numbers(run: Run) -> None:
    run("key,age\n" + "".join(f"K{n},{n % 90}\n" for n in range(1001)))
    assert [case.age for case in stored()] == [n % 90 for n in range(1001)]


@pytest.mark.skipif(
    not GDC_FILE.exists(), reason="the shared folder with the public clinical data is not beside this checkout"
)
def test_the_public_clinical_data_comes_in_whole(run: Run, tmp_path: Path) -> None:
    result = run(GDC_FILE, "--preset", "gdc")
    assert "2618 imported as drafts, incomplete, 0 already there, 0 left out." in result.output
    assert db.session.scalar(select(func.count()).where(Case.is_ready)) == 0
    columns = {column for _row, column, _kind in reported(tmp_path)}
    assert columns <= COLUMNS[Preset.GDC].keys()
    assert "2618 already there" in run(GDC_FILE, "--preset", "gdc").output
