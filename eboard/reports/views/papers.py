"""A report to take along: each table as CSV, the whole as PDF."""

from uuid import UUID

from flask import flash, redirect
from werkzeug import Response

from eboard import access
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE
from eboard.core.web.downloads import as_file
from eboard.reports.export import csv_of
from eboard.reports.pdf import pdf_of
from eboard.reports.periods import Period
from eboard.reports.views.blueprint import SUBJECT, blueprint, load_subject, period_in_address, reckon


@blueprint.get(f"{SUBJECT}/tables/<table>.csv")
def csv(kind: str, subject_id: UUID, table: str) -> Response:
    """One table."""
    access.confirm_recently()
    subject = load_subject(kind, subject_id)
    period = period_in_address(subject)
    report = reckon(subject, period)[1]
    found = report.table(table)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    name = f"{found.key}-{_dates(period)}.csv"
    return as_file(csv_of(report, found), media_type="text/csv; charset=utf-8", name=name)


@blueprint.get(f"{SUBJECT}/report.pdf")
def pdf(kind: str, subject_id: UUID) -> Response:
    """All tables; where no PDF can be made, the page, which prints."""
    access.confirm_recently()
    subject = load_subject(kind, subject_id)
    period = period_in_address(subject)
    if not IS_AVAILABLE:
        flash(_("PDF is not installed on this system. This page prints the same."), "warn")
        return redirect(subject.url("show", period), 303)
    name = f"report-{_dates(period)}.pdf"
    return as_file(pdf_of(reckon(subject, period)[1]), media_type="application/pdf", name=name)


def _dates(period: Period) -> str:
    return f"{period.first}-{period.last}"
