"""A report on one page."""

from uuid import UUID

from flask import render_template

from eboard.core.typesetting import IS_AVAILABLE
from eboard.reports.freezing import frozen_reports
from eboard.reports.shielding import LEGEND
from eboard.reports.views.blueprint import SUBJECT, asked_period, blueprint, load_subject, reckon


@blueprint.get(SUBJECT)
def show(kind: str, subject_id: UUID) -> tuple[str, int]:
    """The figures of a period; a period that is none is refused beside its field."""
    subject = load_subject(kind, subject_id)
    form, period = asked_period(subject)
    report = reckon(subject, period)[1] if period is not None else None
    return render_template(
        "reports/report.html",
        subject=subject,
        form=form,
        period=period,
        report=report,
        frozen=[] if subject.is_shielded else frozen_reports(subject.scope),
        has_pdf=IS_AVAILABLE,
        legend=LEGEND,
    ), form.status
