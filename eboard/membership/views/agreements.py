"""The agreements of organizations with the network, for its administrator."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.membership.actions import end_agreement, record_agreement
from eboard.membership.agreements import standing_of, standings, today_at
from eboard.membership.enums import Cover
from eboard.membership.forms import TermsForm
from eboard.people.models import Organization
from eboard.people.views.directory import managed

blueprint = Blueprint("agreements", __name__)
TO_LOOK_AT = (Cover.ENDED, Cover.MISSING, Cover.ENDING)


@blueprint.get("/agreements")
def index() -> str:
    """How each organization stands, those to look at first."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    found = standings(managed(actor))
    return render_template(
        "membership/agreements.html",
        urgent=[one for one in found if one.cover in TO_LOOK_AT],
        others=[one for one in found if one.cover not in TO_LOOK_AT],
    )


@blueprint.route("/organizations/<uuid:organization_id>/agreements", methods=["GET", "POST"])
def show(organization_id: UUID) -> Response | str | tuple[str, int]:
    """The agreements of one organization; recording the first one or a renewal."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    form = TermsForm()
    if form.validate_on_submit():
        done, _row = form.perform(lambda: record_agreement(actor=actor, organization=organization, terms=form.terms))
        if done:
            flash(_("The agreement is recorded."), "ok")
            return redirect(url_for(".show", organization_id=organization.id), 303)
    page = render_template(
        "membership/agreement.html", form=form, standing=standing_of(organization), today=today_at(organization)
    )
    return page, form.status


@blueprint.post("/organizations/<uuid:organization_id>/agreements/<uuid:agreement_id>/end")
def end(organization_id: UUID, agreement_id: UUID) -> Response:
    """End one before its day."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    agreement = next((one for one in standing_of(organization).agreements if one.id == agreement_id), None)
    if agreement is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    end_agreement(actor=actor, agreement=agreement)
    flash(_("The agreement has ended."), "ok")
    return redirect(url_for(".show", organization_id=organization.id), 303)
