"""The video services of an organization."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.conferences import actions
from eboard.conferences.forms import ProviderForm
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import providers_of
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

blueprint = Blueprint("providers", __name__)

Page = Response | str | tuple[str, int]


@blueprint.get("/organizations/<uuid:organization_id>/video")
def listed(organization_id: UUID) -> Page:
    """The services boards of this organization may use."""
    organization = _organization(organization_id)
    rows = providers_of(organization.id)
    return render_template("conferences/providers.html", organization=organization, providers=rows)


@blueprint.route("/organizations/<uuid:organization_id>/video/new", methods=["GET", "POST"])
def new(organization_id: UUID) -> Page:
    """Add a service."""
    organization = _organization(organization_id)
    form = ProviderForm(version=0)
    if form.validate_on_submit():
        done, _provider = form.perform(
            lambda: actions.register_provider(actor=access.actor(), organization=organization, facts=form.facts)
        )
        if done:
            return _saved(organization.id)
    return render_template("conferences/provider.html", form=form, provider=None, back=organization.id), form.status


@blueprint.route("/video/<uuid:provider_id>", methods=["GET", "POST"])
def edit(provider_id: UUID) -> Page:
    """Change a service."""
    provider = access.load(access.actor(), ConferenceProvider, provider_id, Permission.PROVIDER_MANAGE)
    form = ProviderForm(
        kind=provider.kind.value,
        name=provider.name,
        url=provider.url,
        app_id=provider.app_id,
        version=provider.row_version,
    )
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: actions.change_provider(
                actor=access.actor(), provider=provider, facts=form.facts, version=form.version.data
            )
        )
        if done:
            return _saved(provider.organization_id)
    return render_template(
        "conferences/provider.html", form=form, provider=provider, back=provider.organization_id
    ), form.status


def _organization(organization_id: UUID) -> Organization:
    return access.load(access.actor(), Organization, organization_id, Permission.ORGANIZATION_MANAGE)


def _saved(organization_id: UUID) -> Response:
    flash(_("The video service is saved. Every join address leads to it from now on."), "ok")
    return redirect(url_for("providers.listed", organization_id=organization_id), 303)
