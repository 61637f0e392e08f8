"""Freezing a report, and reading a frozen one beside today's figures."""

from uuid import UUID

from flask import flash, redirect, render_template
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.i18n import gettext as _
from eboard.reports.actions import freeze as freeze_report
from eboard.reports.behind import readable
from eboard.reports.freezing import changed_cases, differences, frozen_report, is_whole, reported
from eboard.reports.ground import ground_of
from eboard.reports.periods import Period
from eboard.reports.report import report_of
from eboard.reports.views.blueprint import SUBJECT, blueprint, load_full_subject, period_in_address
from eboard.reports.views.cases import page_of


@blueprint.post(f"{SUBJECT}/frozen")
def freeze(kind: str, subject_id: UUID) -> Response:
    """Keep the report of the period in the address as it stands now."""
    subject = load_full_subject(kind, subject_id)
    ground = ground_of(subject.scope, period_in_address(subject))
    frozen = freeze_report(actor=access.actor(), ground=ground)
    flash(_("Frozen. What was reported stays as it is; later corrections are shown beside it."), "ok")
    return redirect(subject.url("frozen", frozen_id=frozen.id), 303)


@blueprint.get(f"{SUBJECT}/frozen/<uuid:frozen_id>")
def frozen(kind: str, subject_id: UUID, frozen_id: UUID) -> str:
    """What was reported, what is different today, and which cases changed."""
    subject = load_full_subject(kind, subject_id)
    row = frozen_report(subject.scope, frozen_id)
    period = Period(row.first_day, row.last_day)
    then, ground = reported(row), ground_of(subject.scope, period)
    changed = changed_cases(row.content, ground)
    mine = readable(changed, access.visible(access.actor(), Case, Permission.CASE_READ))
    return render_template(
        "reports/frozen.html",
        subject=subject,
        row=row,
        report=then,
        is_whole=is_whole(row),
        differences=differences(then, report_of(ground)),
        page=page_of(mine),
        total=len(changed),
        today_url=subject.url("show", period),
    )
