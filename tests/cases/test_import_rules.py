"""The rules of an import, cell by cell and row by row: what is taken, what is odd, and that odd is never stored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.boards.enums import TumorSite as Site
from eboard.cases.enums import Sex, Urgency
from eboard.cases.imports.columns import COLUMNS, Preset
from eboard.cases.imports.organs import ANY_SITE, TOPOGRAPHY, sites_of_code, sites_of_histology
from eboard.cases.imports.problems import SENTENCES, Problem
from eboard.cases.imports.rows import DraftRow, read_row
from eboard.cases.imports.values import RULES
from eboard.cases.staging import Staging
from eboard.core import time
from tests.conftest import NOW

P = Problem
OURS, GDC = COLUMNS[Preset.EBOARD], COLUMNS[Preset.GDC]


def read(**cells: str) -> DraftRow:
    with time.at(NOW):
        return read_row(7, {"key": "K1", **cells}, OURS)


def problems(row: DraftRow) -> list[tuple[str, Problem]]:
    return [(finding.column, finding.problem) for finding in row.findings]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("age", "64", 64),
        ("age", "89", 89),
        ("age", "90", 90),
        ("age", "104", 90),
        ("sex", "Female", Sex.FEMALE),
        ("urgency", "URGENT", Urgency.URGENT),
        ("icd10", "c50.9", "C50.9"),
        ("icd10", "C19", "C19"),
        ("morphology", "8500/3", "8500/3"),
        ("topography", "C34.1", "C34.1"),
        ("diagnosed_on", "2024", "2024"),
        ("diagnosed_on", "2024-02", "2024-02"),
        ("diagnosed_on", "2024-02-29", "2024-02-29"),
        ("ecog", "0", 0),
        ("frailty", "9", 9),
        ("question", " Surgery or not? ", "Surgery or not?"),
    ],
)
def test_a_cell_that_can_be_true_is_taken(name: str, cell: str, value: Any) -> None:
    row = read(**{name: cell})
    assert (row.values[name], problems(row)) == (value, [])


@pytest.mark.parametrize(
    ("name", "cell", "problem"),
    [
        ("age", "old", P.NOT_A_NUMBER),
        ("age", "-3", P.NOT_A_NUMBER),
        ("age", "٣٤", P.NOT_A_NUMBER),
        ("age", "121", P.OUT_OF_RANGE),
        ("sex", "f", P.NOT_A_CHOICE),
        ("icd10", "I10", P.NOT_A_CODE),
        ("icd10", "C5", P.NOT_A_CODE),
        ("morphology", "8500", P.NOT_A_CODE),
        ("topography", "C34", P.NOT_A_CODE),
        ("organ", "Third lung", P.UNKNOWN_ORGAN),
        ("diagnosed_on", "2026-03-03", P.NOT_A_DATE),
        ("diagnosed_on", "1899", P.NOT_A_DATE),
        ("diagnosed_on", "2023-02-29", P.NOT_A_DATE),
        ("diagnosed_on", "03/2024", P.NOT_A_DATE),
        ("target_date", "soon", P.NOT_A_DATE),
        ("target_date", "1999-12-31", P.NOT_A_DATE),
        ("target_date", "9999-12-31", P.NOT_A_DATE),
        ("ecog", "5", P.OUT_OF_RANGE),
        ("frailty", "0", P.OUT_OF_RANGE),
        ("question", "x" * 2001, P.UNREADABLE_TEXT),
        ("question", "a\x00b", P.UNREADABLE_TEXT),
    ],
)
def test_an_odd_cell_is_a_warning_and_is_not_stored(name: str, cell: str, problem: Problem) -> None:
    row = read(**{name: cell})
    assert (problems(row), row.values) == ([(name, problem)], {})


def test_a_day_to_meet_is_a_date() -> None:
    assert read(target_date="2026-04-01").values["target_date"].isoformat() == "2026-04-01"


def test_an_empty_cell_says_nothing() -> None:
    row = read(age="", sex="  ", stage_group="")
    assert (row.key, row.values, row.findings) == ("K1", {}, [])


@pytest.mark.parametrize(
    ("cells", "site"),
    [
        ({"icd10": "C50.9"}, Site.BREAST),
        ({"organ": "Ovary"}, Site.GYNECOLOGIC),
        ({"organ": "Rectosigmoid junction", "icd10": "C19"}, Site.COLORECTAL),
        ({"organ": "Colon, NOS", "icd10": "C18.9", "morphology": "8140/3"}, Site.COLORECTAL),
        ({"icd10": "C43.5", "morphology": "8720/3"}, Site.SKIN),
    ],
)
def test_the_site_follows_from_code_and_organ(cells: dict[str, str], site: Site) -> None:
    row = read(**cells)
    assert (row.values["site"], row.findings) == (site, [])


@pytest.mark.parametrize(
    "cells",
    [
        {"icd10": "C18.7", "organ": "Prostate gland"},
        {"icd10": "C18.7", "organ": "Sigmoid colon", "morphology": "9700/3"},
        {"icd10": "C50.9", "topography": "C34.1"},
        {"organ": "Ovary", "morphology": "8720/3"},
    ],
)
def test_cells_that_name_different_diseases_are_all_left_out(cells: dict[str, str]) -> None:
    row = read(diagnosis="Something", stage_group="Stage IIA", age="60", **cells)
    assert row.values == {"age": 60}
    assert problems(row) == [
        (name, P.SITES_DISAGREE) for name in ("icd10", "topography", "organ", "morphology") if name in cells
    ]


def test_cells_that_name_different_parts_of_one_organ_leave_the_diagnosis() -> None:
    row = read(icd10="C34.1", organ="Lower lobe, lung", diagnosis="Squamous cell carcinoma")
    assert row.values == {"diagnosis": "Squamous cell carcinoma", "site": Site.LUNG}
    assert problems(row) == [("icd10", P.CODES_DISAGREE), ("organ", P.CODES_DISAGREE)]


def test_an_unspecified_part_agrees_with_any() -> None:
    row = read(icd10="C34.9", organ="Lower lobe, lung")
    assert (row.values["icd10"], row.values["topography"], row.findings) == ("C34.9", "C34.3", [])


@pytest.mark.parametrize(("sex", "organ"), [("male", "Ovary"), ("female", "Prostate gland")])
def test_a_sex_that_the_organ_contradicts_is_not_taken(sex: str, organ: str) -> None:
    row = read(sex=sex, organ=organ)
    assert "sex" not in row.values
    assert problems(row) == [("sex", P.SEX_DISAGREES)]


def stage(**cells: str) -> tuple[Staging, list[tuple[str, Problem]]]:
    row = read(**cells)
    return Staging.from_json(row.values.get("staging", {})), problems(row)


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ({"p_t": "T2a", "p_n": "N0 (i-)", "p_m": "M0"}, ["pT2a pN0(i-) pM0"]),
        ({"c_t": "cT3", "c_n": "N1", "c_m": "MX"}, ["cT3 cN1 cMX"]),
        ({"p_m": "cM0 (i+)"}, ["cM0(i+)"]),
        ({"p_m": "cM1", "c_m": "M0"}, ["cM0", "pM1"]),
        ({"stage_group": "Stage IIIC"}, ["IIIC"]),
        ({"figo": "Stage IVB"}, ["FIGO IVB"]),
        ({"stage_group": "Stage IV", "p_m": "M0", "c_m": "M1"}, ["cM1", "pM0", "IV"]),
        ({"stage_group": "Stage 0", "morphology": "8500/2"}, ["0"]),
    ],
)
def test_stages_are_read_as_they_are_written(cells: dict[str, str], parts: list[str]) -> None:
    staging, found = stage(**cells)
    assert (staging.parts, found) == (parts, [])


@pytest.mark.parametrize(
    ("cells", "finding", "parts"),
    [
        ({"p_t": "T9"}, ("p_t", P.NOT_A_CATEGORY), []),
        ({"p_t": "T2", "c_n": "maybe"}, ("c_n", P.NOT_A_CATEGORY), ["pT2"]),
        ({"stage_group": "Stage X"}, ("stage_group", P.NOT_ASSESSABLE), []),
        ({"stage_group": "Stage VII"}, ("stage_group", P.NOT_A_CATEGORY), []),
        ({"figo": "Stage VII"}, ("figo", P.NOT_A_CATEGORY), []),
        ({"stage_group": "Stage IV", "p_t": "T3", "p_m": "M0"}, ("stage_group", P.STAGE_DISAGREES), ["pT3"]),
        ({"stage_group": "Stage II", "morphology": "8500/2"}, ("stage_group", P.STAGE_DISAGREES), []),
        ({"edition": "9th", "p_t": "T1"}, ("edition", P.NOT_A_CHOICE), ["pT1"]),
        ({"edition": "7th", "diagnosed_on": "2004", "p_t": "T1"}, ("edition", P.EDITION_DISAGREES), ["pT1"]),
        ({"edition": "2nd", "diagnosed_on": "2007", "p_t": "T1"}, ("edition", P.EDITION_DISAGREES), ["pT1"]),
    ],
)
def test_a_stage_that_cannot_be_true_is_left_out(
    cells: dict[str, str], finding: tuple[str, Problem], parts: list[str]
) -> None:
    staging, found = stage(**cells)
    assert (staging.parts, staging.edition, found) == (parts, "", [finding])


@pytest.mark.parametrize(
    ("edition", "year", "stored"),
    [("6th", "2003", "6"), ("6th", "2002", "6"), ("7", "2018", "7"), ("8th", "2026", "8"), ("5th", "", "5")],
)
def test_an_edition_counts_in_its_years_and_one_beside(edition: str, year: str, stored: str) -> None:
    staging, found = stage(edition=edition, diagnosed_on=year, p_t="T1")
    assert (staging.edition, found) == (stored, [])


def gdc(**cells: str) -> DraftRow:
    with time.at(NOW):
        return read_row(1, {"case_submitter_id": "X-1", **cells}, GDC)


def test_notes_join_the_text_they_belong_to() -> None:
    row = gdc(
        primary_diagnosis="Carcinoma",
        prior_malignancy="yes",
        synchronous_malignancy="Yes",
        treatments_given="Chemotherapy",
        residual_disease="R1",
    )
    assert row.values == {
        "diagnosis": "Carcinoma; earlier malignancy; synchronous malignancy",
        "previous_treatment": "Chemotherapy; residual tumor R1",
    }


def test_a_note_alone_does_not_pass_for_the_answer_and_a_no_is_no_answer() -> None:
    row = gdc(prior_malignancy="yes", residual_disease="R0", synchronous_malignancy="No")
    assert (row.values, row.findings) == ({}, [])


def test_warnings_name_the_column_of_the_file() -> None:
    row = gdc(gender="x", residual_disease="R7", ajcc_pathologic_t="T9")
    assert [(finding.row, finding.column) for finding in row.findings] == [
        (1, "gender"),
        (1, "residual_disease"),
        (1, "ajcc_pathologic_t"),
    ]


def test_every_problem_has_a_sentence_and_every_organ_a_site() -> None:
    assert SENTENCES.keys() == set(Problem)
    assert [name for name, code in TOPOGRAPHY.items() if sites_of_code(code) == ANY_SITE] == []
    assert sites_of_code("D05.1") == sites_of_histology("8140/3") == ANY_SITE


CELLS = st.text(max_size=30) | st.sampled_from(["Stage IV", "M1", "C50.9", "8720/3", "Ovary", "male", "2004", "7th"])


@given(cells=st.dictionaries(st.sampled_from(sorted(OURS)), CELLS))
def test_no_cell_stops_the_import_and_no_finding_quotes_one(cells: dict[str, str]) -> None:
    row = read(**cells)
    assert set(row.values) <= {*RULES, "site", "staging"}
    for finding in row.findings:
        assert finding.column in OURS
        assert finding.sentence == str(SENTENCES[finding.problem])
