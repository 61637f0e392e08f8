"""A report to take along: each table as CSV, the whole as PDF."""

from uuid import UUID

from flask import flash, make_response, redirect
from werkzeug import Response

from eboard import access
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE
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
    return _file(csv_of(report, found).encode(), "text/csv; charset=utf-8", f"{found.key}-{_dates(period)}.csv")


@blueprint.get(f"{SUBJECT}/report.pdf")
def pdf(kind: str, subject_id: UUID) -> Response:
    """All tables; where no PDF can be made, the page, which prints."""
    access.confirm_recently()
    subject = load_subject(kind, subject_id)
    period = period_in_address(subject)
    if not IS_AVAILABLE:
        flash(_("PDF is not installed on this system. This page prints the same."), "warn")
        return redirect(subject.url("show", period), 303)
    return _file(pdf_of(reckon(subject, period)[1]), "application/pdf", f"report-{_dates(period)}.pdf")


def _dates(period: Period) -> str:
    return f"{period.first}-{period.last}"


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
