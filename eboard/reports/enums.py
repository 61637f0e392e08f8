"""Periods to choose from, how a cell is read, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Preset(Labelled):
    """A period that is chosen by its name."""

    THIS_YEAR = "this-year", _("This year")
    LAST_YEAR = "last-year", _("Last year")
    THIS_QUARTER = "this-quarter", _("This quarter")
    LAST_QUARTER = "last-quarter", _("Last quarter")
    THIS_MONTH = "this-month", _("This month")
    LAST_MONTH = "last-month", _("Last month")


class Kind(StrEnum):
    """How the number of a cell is read."""

    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    TEXT = "text"


class Secrecy(StrEnum):
    """What has to happen to a table before somebody reads it who may read none of its cases."""

    FREE = "free"  # nothing: it counts no cases
    ACROSS = "across"  # the cells of a line add up to the total of the line
    DOWN = "down"  # the cells of a column add up to the total of the report
    CLOSED = "closed"  # it stands in too many relations to the others, and is left out


class Hidden(StrEnum):
    """Why a number is not shown."""

    SMALL = "small"  # it is below five
    KEPT = "kept"  # it is below five, or would give away one that is


class ReportEvent(StrEnum):
    """What the audit says about reports."""

    FROZEN = "report.frozen"
    CASELOAD_ENTERED = "report.caseload_entered"
