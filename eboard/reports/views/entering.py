"""Entering the analytic caseload of an organization."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization
from eboard.reports.actions import enter_caseload
from eboard.reports.caseload import caseloads_of
from eboard.reports.forms import CaseloadForm
from eboard.reports.views.blueprint import blueprint

Answer = tuple[str, int] | Response


@blueprint.route("/organizations/<uuid:organization_id>/caseload", methods=["GET", "POST"])
def caseload(organization_id: UUID) -> Answer:
    """What was entered, by year and site; entering one again corrects it."""
    actor = access.actor()
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_REPORT)
    form = CaseloadForm(year=time.wall(time.now(), organization.zone).year)
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: enter_caseload(
                actor=actor,
                organization=organization,
                year=form.year.data,
                site=form.site.data,
                number=form.number.data,
            )
        )
        if done:
            flash(_("Saved. Reports count with it from now on."), "ok")
            return redirect(url_for(".caseload", organization_id=organization.id), 303)
    return render_template(
        "reports/caseload.html", form=form, organization=organization, loads=caseloads_of(organization.id)
    ), form.status
