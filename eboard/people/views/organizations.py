"""Administration: organizations."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.membership.actions import join_network
from eboard.membership.agreements import standing_of
from eboard.membership.forms import JoiningForm
from eboard.people.actions.organizations import change_organization
from eboard.people.enums import OrganizationKind, Weekday
from eboard.people.forms.organizations import OrganizationForm
from eboard.people.models import Organization
from eboard.people.views.directory import managed

blueprint = Blueprint("organizations", __name__, url_prefix="/organizations")


@blueprint.get("/")
def index() -> str:
    """The organizations this administrator looks after."""
    actor = access.actor()
    access.require_any(actor, Organization, Permission.ORGANIZATION_MANAGE)
    return render_template(
        "people/admin/organizations.html",
        organizations=managed(actor),
        may_add=access.holds(actor, Permission.NETWORK_MANAGE),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def add() -> Response | str | tuple[str, int]:
    """Take one into the network, under an agreement."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    form = JoiningForm()
    if form.validate_on_submit():
        done, row = form.perform(
            lambda: join_network(actor=actor, code=form.code.data, facts=form.facts, terms=form.terms)
        )
        if done and row is not None:
            flash(_("%(name)s is in the network.", name=row.name), "ok")
            return redirect(url_for("organizations.index"), 303)
    return render_template("people/admin/organization.html", form=form, organization=None), form.status


@blueprint.route("/<uuid:organization_id>", methods=["GET", "POST"])
def edit(organization_id: UUID) -> Response | str | tuple[str, int]:
    """Change one."""
    actor = access.actor()
    row = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    form = OrganizationForm(
        obj=row,
        version=row.row_version,
        weekend=[day for day in Weekday if day.value in row.weekend],
    )
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_organization(actor=actor, organization=row, facts=form.facts, version=form.version.data)
        )
        if done:
            flash(_("%(name)s is saved.", name=row.name), "ok")
            return redirect(url_for("organizations.index"), 303)
    page = render_template(
        "people/admin/organization.html",
        form=form,
        organization=row,
        standing=standing_of(row),
        is_hub=row.kind is OrganizationKind.HUB,
        may_agree=access.holds(actor, Permission.NETWORK_MANAGE),
    )
    return page, form.status
