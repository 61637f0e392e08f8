"""One cell at a time: text in, a value out, or OddError."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from eboard.cases.enums import (
    Consent,
    DiscussionKind,
    Laterality,
    Prospective,
    Reason,
    Sex,
    Urgency,
)
from eboard.cases.imports.organs import TOPOGRAPHY
from eboard.cases.imports.problems import OddError, Problem
from eboard.core import time
from eboard.core.enums import Labelled
from eboard.core.folding import fold

Member = TypeVar("Member", bound=Labelled)
Rule = Callable[[str], Any]

LONGEST_TEXT = 2000
OLDEST, LIMIT_OF_AGE = 120, 90  # years; 90 stands for 90 and over
FIRST_YEAR = 1900
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
ICD10 = re.compile(r"[CD]\d{2}(\.\d{1,4})?")
MORPHOLOGY = re.compile(r"[89]\d{3}/[0-9]")
TOPOGRAPHIC = re.compile(r"C\d{2}\.\d")
ECOG, FRAILTY = (0, 4), (1, 9)


def text(cell: str) -> str:
    """Free text on one or more lines."""
    if len(cell) > LONGEST_TEXT or not cell.replace("\n", "").replace("\t", "").isprintable():
        raise OddError(Problem.UNREADABLE_TEXT)
    return cell


def whole(first: int, last: int) -> Rule:
    """A whole number from ``first`` to ``last``."""

    def rule(cell: str) -> int:
        if not (cell.isascii() and cell.isdigit()):
            raise OddError(Problem.NOT_A_NUMBER)
        if not first <= int(cell) <= last:
            raise OddError(Problem.OUT_OF_RANGE)
        return int(cell)

    return rule


def age(cell: str) -> int:
    """Years; 90 and over become 90."""
    return min(int(whole(0, OLDEST)(cell)), LIMIT_OF_AGE)


def choice(kind: type[Member]) -> Rule:
    """A member of an enum by its stored value, in any case."""
    members = {member.value: member for member in kind}

    def rule(cell: str) -> Member:
        found = members.get(fold(cell).replace(" ", "_"))
        if found is None:
            raise OddError(Problem.NOT_A_CHOICE)
        return found

    return rule


def matching(pattern: re.Pattern[str]) -> Rule:
    """A code of one form, in capitals."""

    def rule(cell: str) -> str:
        if not pattern.fullmatch(cell.upper()):
            raise OddError(Problem.NOT_A_CODE)
        return cell.upper()

    return rule


def organ(cell: str) -> str:
    """The topography code of an organ's name."""
    found = TOPOGRAPHY.get(fold(cell))
    if found is None:
        raise OddError(Problem.UNKNOWN_ORGAN)
    return found


def partial_date(cell: str) -> str:
    """A year, a month or a day that is not in the future."""
    if not PARTIAL_DATE.fullmatch(cell):
        raise OddError(Problem.NOT_A_DATE)
    day = _day(cell + "0000-01-01"[len(cell) :])
    if not (day.year >= FIRST_YEAR and day <= time.now().date()):
        raise OddError(Problem.NOT_A_DATE)
    return cell


def target_date(cell: str) -> date:
    """A day of this century, for which clocks can be computed."""
    day = _day(cell)
    if not time.FIRST_YEAR <= day.year <= time.LAST_YEAR:
        raise OddError(Problem.NOT_A_DATE)
    return day


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise OddError(Problem.NOT_A_DATE) from None


# The fields of a case that a single cell can fill.
RULES: Mapping[str, Rule] = {
    "age": age,
    "sex": choice(Sex),
    "question": text,
    "reason": choice(Reason),
    "prior_plan": text,
    "discussion_kind": choice(DiscussionKind),
    "prospective": choice(Prospective),
    "diagnosis": text,
    "icd10": matching(ICD10),
    "morphology": matching(MORPHOLOGY),
    "topography": matching(TOPOGRAPHIC),
    "organ": organ,
    "laterality": choice(Laterality),
    "diagnosed_on": partial_date,
    "metastatic_sites": text,
    "biomarkers": text,
    "previous_treatment": text,
    "ecog": whole(*ECOG),
    "comorbidity": text,
    "frailty": whole(*FRAILTY),
    "patient_wishes": text,
    "psychosocial": text,
    "consent": choice(Consent),
    "urgency": choice(Urgency),
    "urgency_reason": text,
    "target_date": target_date,
}
