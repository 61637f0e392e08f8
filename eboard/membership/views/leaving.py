"""An organization leaves the network: what that ends, and doing it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.ending import leave_network
from eboard.access.parting import parting_of
from eboard.core.i18n import gettext as _
from eboard.membership.forms import DestructionForm
from eboard.people.models import Organization
from eboard.retention.returns import last_return

blueprint = Blueprint("leaving", __name__)


@blueprint.route("/organizations/<uuid:organization_id>/leave", methods=["GET", "POST"])
def leave(organization_id: UUID) -> Response | str | tuple[str, int]:
    """Show in numbers what ends and what stays, then let it happen; the page may be sent again."""
    access.confirm_recently()
    actor = access.actor()
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_END)
    form = DestructionForm.of(organization)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: leave_network(
                actor=actor, organization=organization, farewell=form.farewell, destroys=form.destroys.data
            )
        )
        if done:
            flash(_("It is done. This page says what is left of %(name)s.", name=organization.name), "ok")
            return redirect(url_for(".leave", organization_id=organization.id), 303)
    page = render_template(
        "membership/leave.html",
        form=form,
        organization=organization,
        numbers=parting_of(organization),
        returned=last_return(organization.id),
    )
    return page, form.status
