"""What is done with reports: freezing one, and entering the caseload of a site."""

from eboard.reports.actions.caseload import enter_caseload
from eboard.reports.actions.freezing import freeze

__all__ = ["enter_caseload", "freeze"]
