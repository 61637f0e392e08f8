"""Administration: the provider of an organization."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.db import unit_of_work
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.web import patient
from eboard.people.models import Organization
from eboard.signon.actions.providers import approve_provider, save_provider, stop_provider
from eboard.signon.actions.trips import back_address
from eboard.signon.calls import SignOnError
from eboard.signon.discovery import discover
from eboard.signon.forms import ApprovalForm, ProviderForm
from eboard.signon.models import IdentityProvider
from eboard.signon.queries import provider_of

blueprint = Blueprint("identity_providers", __name__, url_prefix="/organizations")

Page = Response | str | tuple[str, int]


@blueprint.route("/<uuid:organization_id>/sign-on", methods=["GET", "POST"])
def edit(organization_id: UUID) -> Page:
    """Describe the provider."""
    access.confirm_recently()
    organization = _organization(organization_id)
    row = provider_of(organization.id)
    form = ProviderForm(
        obj=row, version=row.row_version if row else 0, allows_password=organization.allows_password, secret=""
    )
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: save_provider(
                actor=access.actor(), organization=organization, facts=form.facts, version=form.version.data
            )
        )
        if done:
            flash(_("It is saved. It lets people in once the network has approved it."), "ok")
            return _back(organization_id)
    return _page(organization, row, form, ApprovalForm(formdata=None, obj=row)), form.status


@blueprint.post("/<uuid:organization_id>/sign-on/approve")
def approve(organization_id: UUID) -> Page:
    """Let it let people in, for the network."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    organization = _organization(organization_id)
    row = _provider(organization)
    access.confirm_recently()
    form = ApprovalForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: approve_provider(
                actor=actor,
                provider=row,
                enforces_second_factor=form.enforces_second_factor.data,
                agreement=form.agreement.data or "",
            )
        )
        if done:
            flash(_("It is approved. The sign-in page offers it from now on."), "ok")
            return _back(organization_id)
    described = ProviderForm(formdata=None, obj=row, version=row.row_version, secret="")
    return _page(organization, row, described, form), form.status


@blueprint.post("/<uuid:organization_id>/sign-on/stop")
def stop(organization_id: UUID) -> Response:
    """Let nobody in by it from now on."""
    access.confirm_recently()
    organization = _organization(organization_id)
    stop_provider(actor=access.actor(), provider=_provider(organization))
    flash(_("It lets nobody in any more. Passwords count again."), "ok")
    return _back(organization_id)


@blueprint.post("/<uuid:organization_id>/sign-on/try")
@patient
def try_out(organization_id: UUID) -> Response:
    """Ask it what it can do."""
    with unit_of_work():
        row = _provider(_organization(organization_id))
    try:
        discover(row.issuer)
    except SignOnError as error:
        flash(error.problem.label, "error")
    else:
        flash(_("It answers, and can do what is needed."), "ok")
    return _back(organization_id)


def _organization(organization_id: UUID) -> Organization:
    return access.load(access.actor(), Organization, organization_id, Permission.ORGANIZATION_MANAGE)


def _provider(organization: Organization) -> IdentityProvider:
    row = provider_of(organization.id)
    if row is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return row


def _page(organization: Organization, row: IdentityProvider | None, form: ProviderForm, approval: ApprovalForm) -> str:
    return render_template(
        "signon/provider.html",
        organization=organization,
        provider=row,
        form=form,
        approval=approval,
        may_approve=access.holds(access.actor(), Permission.NETWORK_MANAGE),
        back_address=back_address(row.id) if row else "",
    )


def _back(organization_id: UUID) -> Response:
    return redirect(url_for("identity_providers.edit", organization_id=organization_id), 303)
