"""How long the ledger is kept: ACCME asks for each learner's participation for six years."""

from datetime import datetime

from eboard.core.time import wall

YEARS = 6


def last_year_over(moment: datetime) -> int:
    """The latest year whose activities may be forgotten; the year ends everywhere before it counts as over."""
    return wall(moment, "Etc/GMT+12").year - YEARS - 1


def is_over(year: int, moment: datetime) -> bool:
    """Whether six full years have passed since a year ended."""
    return year <= last_year_over(moment)
