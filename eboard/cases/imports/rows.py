"""A row of cells becomes the values of a draft, and findings by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eboard.boards.enums import TumorSite
from eboard.cases.enums import Sex
from eboard.cases.imports.columns import KEY
from eboard.cases.imports.organs import ANY_SITE, sites_of_code, sites_of_histology
from eboard.cases.imports.problems import Finding, OddError, Problem
from eboard.cases.imports.stages import STAGE_FIELDS, staging_of
from eboard.cases.imports.values import RULES, text

DISEASE = ("icd10", "topography", "morphology", "diagnosis")
_WOMEN, _MEN = frozenset({TumorSite.GYNECOLOGIC}), frozenset({TumorSite.PROSTATE})
RESIDUAL = {"R0", "R1", "R2", "RX"}
YES, NO = "yes", "no"
IN_SITU = "/2"
UNSPECIFIC = frozenset({"", "9"})  # no fourth character, or the one for “unspecified”


@dataclass(slots=True)
class DraftRow:
    """What a row is worth: its key, the values that can be stored, and what was odd."""

    number: int
    key: str
    columns: Mapping[str, str]  # from the file's own name of each to its field
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def complain(self, name: str, problem: Problem) -> None:
        """Note a problem by the file's own name of the column."""
        column = next((column for column, field in self.columns.items() if field == name), name)
        self.findings.append(Finding(self.number, column, problem))


def read_row(number: int, cells: Mapping[str, str], columns: Mapping[str, str]) -> DraftRow:
    """Read the cells of row ``number``; ``columns`` maps the file's columns to fields."""
    given = {columns[column]: bare for column, cell in cells.items() if column in columns and (bare := cell.strip())}
    row = DraftRow(number, given.get(KEY, ""), columns)
    for name, rule in RULES.items():
        if name in given:
            _take(row, name, rule, given[name])
    _read_notes(row, given)
    _settle_disease(row, given)
    return row


def _take(row: DraftRow, name: str, rule: Any, cell: str) -> None:
    try:
        row.values[name] = rule(cell)
    except OddError as error:
        row.complain(name, error.problem)


def _read_notes(row: DraftRow, given: Mapping[str, str]) -> None:
    """What has no field of its own joins the text it belongs to; a bare “no” is no answer to a wider question."""
    if "treatments" in given:
        _take(row, "previous_treatment", text, given["treatments"])
    if residual := _known(row, given, "residual_tumor", RESIDUAL):
        _append(row, "previous_treatment", f"residual tumor {residual}")
    for name, note in (
        ("prior_malignancy", "earlier malignancy"),
        ("synchronous_malignancy", "synchronous malignancy"),
    ):
        if _known(row, given, name, {YES, NO}) == YES:
            _append(row, "diagnosis", note)


def _known(row: DraftRow, given: Mapping[str, str], name: str, words: set[str]) -> str:
    if name not in given:
        return ""
    found = next((word for word in words if word.lower() == given[name].lower()), "")
    if not found:
        row.complain(name, Problem.NOT_A_CHOICE)
    return found


def _append(row: DraftRow, name: str, note: str) -> None:
    """Notes follow a text that is there; alone they would pass for the whole answer."""
    if name in row.values:
        row.values[name] = f"{row.values[name]}; {note}"


def _settle_disease(row: DraftRow, given: Mapping[str, str]) -> None:
    """Derive the tumor site; where the cells name different diseases, store none of them."""
    values = row.values
    if "organ" in values:
        values.setdefault("topography", values.pop("organ"))
    sites = _sites(values)
    if not sites:
        _refuse(row, given, ("icd10", "topography", "organ", "morphology"), Problem.SITES_DISAGREE)
        for name in DISEASE:
            values.pop(name, None)
        return
    if not _codes_agree(values.get("icd10", ""), values.get("topography", "")):
        _refuse(row, given, ("icd10", "topography", "organ"), Problem.CODES_DISAGREE)
        del values["icd10"], values["topography"]
    if len(sites) == 1:
        values["site"] = next(iter(sites))
    _check_sex(row, sites)
    _stage(row, given)


def _refuse(row: DraftRow, given: Mapping[str, str], names: tuple[str, ...], problem: Problem) -> None:
    for name in names:
        if name in given:
            row.complain(name, problem)


def _codes_agree(icd10: str, topography: str) -> bool:
    """The same block, and the same part of it unless one of them names no part."""
    if not icd10 or not topography:
        return True
    parts = icd10[4:5], topography[4:5]
    return icd10[:3] == topography[:3] and (parts[0] == parts[1] or not UNSPECIFIC.isdisjoint(parts))


def _sites(values: Mapping[str, Any]) -> frozenset[TumorSite]:
    by_code = [sites_of_code(values[name]) for name in ("icd10", "topography") if name in values]
    by_histology = [sites_of_histology(values["morphology"])] if "morphology" in values else []
    return ANY_SITE.intersection(*by_code, *by_histology)


def _check_sex(row: DraftRow, sites: frozenset[TumorSite]) -> None:
    impossible = {Sex.MALE: _WOMEN, Sex.FEMALE: _MEN}.get(row.values.get("sex", Sex.UNKNOWN))
    if sites == impossible:
        row.complain("sex", Problem.SEX_DISAGREES)
        del row.values["sex"]


def _stage(row: DraftRow, given: Mapping[str, str]) -> None:
    staging = staging_of(
        {name: given[name] for name in STAGE_FIELDS if name in given},
        diagnosed_on=row.values.get("diagnosed_on", ""),
        in_situ=row.values.get("morphology", "").endswith(IN_SITU),
        complain=row.complain,
    )
    if staging.is_answered:
        row.values["staging"] = staging.to_json()
