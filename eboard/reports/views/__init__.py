"""Pages of reports."""

from eboard.reports.views import cases, choosing, entering, freezing, meetings, papers, show
from eboard.reports.views.blueprint import blueprint

__all__ = ["blueprint", "cases", "choosing", "entering", "freezing", "meetings", "papers", "show"]
