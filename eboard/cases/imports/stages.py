"""The staging cells of a row together: categories, group, edition, the site's own set."""

import re
from collections.abc import Callable, Mapping

from eboard.cases.imports.problems import Problem
from eboard.cases.schemes import SCHEMES
from eboard.cases.staging import TNM, Staging, normalize, normalize_group

STAGE_FIELDS = ("edition", "c_t", "c_n", "c_m", "p_t", "p_n", "p_m", "stage_group", "figo")
Complain = Callable[[str, Problem], None]

# The years of diagnosis for which each edition of the TNM classification was in use.
EDITIONS = {1: (1978, 1983), 2: (1984, 1988), 3: (1989, 1992), 4: (1993, 1997), 5: (1998, 2002), 6: (2003, 2009),
            7: (2010, 2017), 8: (2018, 9999)}  # fmt: skip
GRACE_YEARS = 1  # centers changed over in the course of a year
_EDITION = re.compile(r"([1-8])(st|nd|rd|th)?", re.IGNORECASE)
_CLINICAL = re.compile(r"^c(?=[tnm])", re.IGNORECASE)


def staging_of(cells: Mapping[str, str], *, diagnosed_on: str, in_situ: bool, complain: Complain) -> Staging:
    """The stage that these cells tell; what cannot be true is complained of by field and left out."""
    given = {name: _category(name, cells[name], complain) if name in cells else "" for name in STAGE_FIELDS[1:7]}
    _move_clinical(cells, given)
    group = _group(cells.get("stage_group", ""), complain)
    if group.startswith("IV") and given["p_m"].startswith("0") and not given["c_m"].startswith("1"):
        complain("stage_group", Problem.STAGE_DISAGREES)
        group = given["p_m"] = ""
    if in_situ and group and not group.startswith("0"):
        complain("stage_group", Problem.STAGE_DISAGREES)
        group = ""
    return Staging(
        edition=_edition(cells.get("edition", ""), diagnosed_on, complain),
        clinical=TNM(t=given["c_t"], n=given["c_n"], m=given["c_m"]),
        pathological=TNM(t=given["p_t"], n=given["p_n"], m=given["p_m"]),
        group=group,
        own=_own(cells.get("figo", ""), complain),
    )


def _category(name: str, cell: str, complain: Complain) -> str:
    try:
        return normalize(name[-1], "".join(cell.split()))
    except ValueError:
        complain(name, Problem.NOT_A_CATEGORY)
        return ""


def _move_clinical(cells: Mapping[str, str], given: dict[str, str]) -> None:
    """A category with the prefix c is clinical, in whatever column it stands."""
    for letter in "tnm":
        if _CLINICAL.match(cells.get(f"p_{letter}", "")) and not given[f"c_{letter}"]:
            given[f"c_{letter}"], given[f"p_{letter}"] = given[f"p_{letter}"], ""


def _group(cell: str, complain: Complain) -> str:
    if cell.upper().removeprefix("STAGE").strip() == "X":
        complain("stage_group", Problem.NOT_ASSESSABLE)
        return ""
    try:
        return normalize_group(cell)
    except ValueError:
        complain("stage_group", Problem.NOT_A_CATEGORY)
        return ""


def _own(cell: str, complain: Complain) -> dict[str, str]:
    figo = re.sub(r"^stage\s+", "", cell, flags=re.IGNORECASE)
    if figo and not SCHEMES["figo"].accepts(figo):
        complain("figo", Problem.NOT_A_CATEGORY)
        return {}
    return {"figo": figo} if figo else {}


def _edition(cell: str, diagnosed_on: str, complain: Complain) -> str:
    if not cell:
        return ""
    found = _EDITION.fullmatch(cell)
    if found is None:
        complain("edition", Problem.NOT_A_CHOICE)
        return ""
    first, last = EDITIONS[int(found[1])]
    if diagnosed_on and not first - GRACE_YEARS <= int(diagnosed_on[:4]) <= last + GRACE_YEARS:
        complain("edition", Problem.EDITION_DISAGREES)
        return ""
    return found[1]
