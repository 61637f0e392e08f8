"""Legal holds: listed, placed, lifted."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate
from eboard.core.web.paging import page_number
from eboard.retention.actions.holds import lift_hold, place_hold
from eboard.retention.enums import HoldKind
from eboard.retention.forms import HoldForm, LiftForm
from eboard.retention.holds import hold_with, holds
from eboard.retention.views.blueprint import blueprint


@blueprint.get("/holds")
def held() -> str:
    """The holds that lie on something now, or all."""
    _keeper()
    is_all = request.args.get("show") == "all"
    page = paginate(holds(is_all=is_all), number=page_number())
    return render_template("retention/holds.html", page=page, is_all=is_all)


@blueprint.route("/holds/new", methods=["GET", "POST"])
def place() -> Response | tuple[str, int]:
    """Place a hold."""
    actor = _keeper()
    form = HoldForm()
    if form.validate_on_submit():
        kind = HoldKind.of(form.kind.data)
        name, reason = form.name.data or "", form.reason.data or ""
        done, row = form.perform(lambda: place_hold(actor=actor, kind=kind, name=name, reason=reason))
        if done and row is not None:
            flash(_("Nothing of %(label)s is deleted from now on.", label=row.label), "ok")
            return redirect(url_for("retention.held"), 303)
    return render_template("retention/place.html", form=form), form.status


@blueprint.route("/holds/<uuid:hold_id>", methods=["GET", "POST"])
def lift(hold_id: UUID) -> Response | tuple[str, int]:
    """One hold: why it was placed; lifting it."""
    actor = _keeper()
    row = hold_with(hold_id)
    form = LiftForm(version=row.row_version)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        done, _nothing = form.perform(
            lambda: lift_hold(actor=actor, hold=row, reason=reason, version=form.version.data)
        )
        if done:
            flash(_("Lifted. What is over goes with the next run."), "ok")
            return redirect(url_for("retention.held"), 303)
    return render_template("retention/hold.html", form=form, hold=row), form.status


def _keeper() -> Actor:
    actor = access.actor()
    access.require(actor, Permission.HOLD_MANAGE)
    return actor
