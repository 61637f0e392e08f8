"""The pick list of recommendations: everybody may read it, the administrator of the network changes it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.recommendations.actions.kinds import add_kind, change_kind
from eboard.recommendations.enums import KindGroup
from eboard.recommendations.forms import KindForm
from eboard.recommendations.kinds import kind_of, kinds

blueprint = Blueprint("kinds", __name__, url_prefix="/recommendation-kinds")
Page = Response | tuple[str, int]


@blueprint.get("/")
def index() -> str:
    """All kinds, by group."""
    return render_template(
        "recommendations/kinds.html",
        kinds=kinds(),
        groups=list(KindGroup),
        may_change=access.holds(access.actor(), Permission.NETWORK_MANAGE),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Page:
    """Add a kind."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    form = KindForm()
    if form.validate_on_submit():
        done, row = form.perform(
            lambda: add_kind(
                actor=actor,
                label=form.label.data,
                group=KindGroup.of(form.group.data),
                position=form.position.data,
            )
        )
        if done and row is not None:
            flash(_("“%(label)s” can be chosen from now on.", label=row.label), "ok")
            return redirect(url_for("kinds.index"), 303)
    return render_template("recommendations/kind.html", form=form, kind=None), form.status


@blueprint.route("/<name>", methods=["GET", "POST"])
def change(name: str) -> Page:
    """Change the words, the place or the use of a kind."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    kind = kind_of(name)
    form = KindForm.of(kind)
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: change_kind(
                actor=actor,
                kind=kind,
                version=form.version.data,
                label=form.label.data,
                group=KindGroup.of(form.group.data),
                position=form.position.data,
                is_retired=form.is_retired.data,
            )
        )
        if done:
            flash(_("Saved. What was signed keeps the words it had."), "ok")
            return redirect(url_for("kinds.index"), 303)
    return render_template("recommendations/kind.html", form=form, kind=kind), form.status
