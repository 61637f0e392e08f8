"""The holidays of an organization."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.actions.holidays import add_holiday, remove_holiday
from eboard.boards.forms.holidays import HolidayForm
from eboard.boards.queries import coming_holidays, one_holiday
from eboard.boards.views.blueprint import Page, blueprint
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization


@blueprint.get("/organizations/<uuid:organization_id>/holidays")
def holidays(organization_id: UUID) -> Page:
    """The coming holidays; everybody may read them."""
    organization = access.load(access.actor(), Organization, organization_id, Permission.ORGANIZATION_READ)
    return _page(organization, HolidayForm())


@blueprint.post("/organizations/<uuid:organization_id>/holidays")
def new_holiday(organization_id: UUID) -> Page:
    """Add a holiday."""
    actor = access.actor()
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    form = HolidayForm()
    if form.validate_on_submit():
        done, _holiday = form.perform(
            lambda: add_holiday(actor=actor, organization=organization, day=form.day.data, name=form.name.data)
        )
        if done:
            flash(_("Saved. Series leave this day out from now on; planned meetings stay."), "ok")
            return _to(organization)
    return _page(organization, form)


@blueprint.post("/organizations/<uuid:organization_id>/holidays/<uuid:holiday_id>/remove")
def drop_holiday(organization_id: UUID, holiday_id: UUID) -> Response:
    """Take a holiday back."""
    actor = access.actor()
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    remove_holiday(actor=actor, holiday=one_holiday(organization.id, holiday_id))
    flash(_("The holiday is gone."), "ok")
    return _to(organization)


def _page(organization: Organization, form: HolidayForm) -> tuple[str, int]:
    return render_template(
        "boards/holidays.html",
        organization=organization,
        form=form,
        holidays=coming_holidays(organization.id),
        may=access.permissions(access.actor(), organization),
    ), form.status


def _to(organization: Organization) -> Response:
    return redirect(url_for("boards.holidays", organization_id=organization.id))
