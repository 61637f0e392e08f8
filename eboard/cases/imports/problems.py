"""What an import finds wrong, without a word of what stood in the cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel.support import LazyProxy

from eboard.core.i18n import lazy as _


class Problem(StrEnum):
    """A kind of finding."""

    NOT_A_CHOICE = "not_a_choice"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    NOT_A_CODE = "not_a_code"
    NOT_A_CATEGORY = "not_a_category"
    NOT_ASSESSABLE = "not_assessable"
    UNREADABLE_TEXT = "unreadable_text"
    UNKNOWN_ORGAN = "unknown_organ"
    SITES_DISAGREE = "sites_disagree"
    CODES_DISAGREE = "codes_disagree"
    SEX_DISAGREES = "sex_disagrees"
    STAGE_DISAGREES = "stage_disagrees"
    EDITION_DISAGREES = "edition_disagrees"
    NO_KEY = "no_key"
    SECOND_TIME = "second_time"
    CELLS = "cells"


SENTENCES: Mapping[Problem, LazyProxy] = {
    Problem.NOT_A_CHOICE: _("This is not one of the words that are understood."),
    Problem.NOT_A_NUMBER: _("This is not a whole number."),
    Problem.OUT_OF_RANGE: _("This number cannot be true."),
    Problem.NOT_A_DATE: _("This is not a date in the past, such as 2024, 2024-03 or 2024-03-09."),
    Problem.NOT_A_CODE: _("This is not a code of the expected form."),
    Problem.NOT_A_CATEGORY: _("This is not a category of the expected form."),
    Problem.NOT_ASSESSABLE: _("This says that the stage could not be assessed."),
    Problem.UNREADABLE_TEXT: _("This text is too long or holds characters that cannot be printed."),
    Problem.UNKNOWN_ORGAN: _("This organ is not known by this name."),
    Problem.SITES_DISAGREE: _("Code, organ and histology name different diseases; they and the stage are left out."),
    Problem.CODES_DISAGREE: _("Code and organ name different parts of the body; neither is taken."),
    Problem.SEX_DISAGREES: _("The sex and the organ contradict each other; the sex is not taken."),
    Problem.STAGE_DISAGREES: _("The stage contradicts the M category or the histology; it is left out."),
    Problem.EDITION_DISAGREES: _("This staging edition was not in use in the year of the diagnosis."),
    Problem.NO_KEY: _("The row has no key."),
    Problem.SECOND_TIME: _("The key stood in an earlier row."),
    Problem.CELLS: _("The row has more or fewer cells than the heading."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of one row (1 is the first below the heading) and column ("" for the row as a whole)."""

    row: int
    column: str
    problem: Problem
    is_bad: bool = False

    @property
    def sentence(self) -> str:
        """The problem in words."""
        return str(SENTENCES[self.problem])


class OddError(Exception):
    """A cell that cannot be stored as if it were true."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
