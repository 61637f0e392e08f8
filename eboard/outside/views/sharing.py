"""The care team gives a letter to a doctor outside, sees what became of it, takes it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.outside.actions import give_link, revoke_link
from eboard.outside.actions.giving import Given
from eboard.outside.enums import USABLE_STATES
from eboard.outside.forms import GiveForm
from eboard.outside.queries import link_in, links_of
from eboard.outside.views.blueprint import blueprint
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.views.letters import identity_for

Page = Response | tuple[str, int]


@blueprint.route("/letters/<uuid:version_id>/outside", methods=["GET", "POST"])
def index(version_id: UUID) -> Page:
    """Who was given the letter, and a form to give it to somebody."""
    version = _version(version_id)
    form = GiveForm()
    given = None
    if form.validate_on_submit():
        access.confirm_recently()
        if form.names_patient.data:
            identity_for(version)
        _done, given = form.perform(lambda: _give(version, form))
    page = render_template(
        "outside/index.html",
        version=version,
        form=GiveForm(formdata=None) if given else form,
        given=given,
        links=links_of(version),
        usable=USABLE_STATES,
        moment=time.now(),
    )
    return page, form.status


@blueprint.post("/letters/<uuid:version_id>/outside/<uuid:link_id>/revoke")
def revoke(version_id: UUID, link_id: UUID) -> Response:
    """Take a link back."""
    version = _version(version_id)
    revoke_link(actor=access.actor(), link=link_in(version, link_id))
    flash(_("The link opens nothing any more."), "ok")
    return redirect(url_for("outside.index", version_id=version.id), 303)


def _version(version_id: UUID) -> SignedVersion:
    return access.load(access.actor(), SignedVersion, version_id, Permission.LETTER_SHARE)


def _give(version: SignedVersion, form: GiveForm) -> Given:
    return give_link(
        actor=access.actor(),
        version=version,
        name=form.name.data or "",
        email=form.email.data or "",
        days=form.days.data or 0,
        names_patient=form.names_patient.data,
    )
