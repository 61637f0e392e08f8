"""The schedule, and setting how long a class is kept."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.retention.actions.terms import set_term
from eboard.retention.forms import TermForm
from eboard.retention.queries import class_of, last_run, lines, set_terms
from eboard.retention.schedule import KEPT, SCHEDULE
from eboard.retention.views.blueprint import blueprint


@blueprint.get("/")
def index() -> str:
    """Every class: its rule, what it holds, what would go today, and what went last."""
    actor = access.actor()
    access.require(actor, Permission.RETENTION_READ)
    return render_template(
        "retention/index.html",
        lines=lines(),
        kept=KEPT,
        ran_at=last_run(),
        may_change=access.holds(actor, Permission.RETENTION_MANAGE),
    )


@blueprint.route("/<name>", methods=["GET", "POST"])
def change(name: str) -> Response | tuple[str, int]:
    """Set the days of a class."""
    actor = access.actor()
    access.require(actor, Permission.RETENTION_MANAGE)
    kind = class_of(name)
    term, row = SCHEDULE[kind], set_terms().get(kind)
    form = TermForm(days=row.days if row else term.usual, version=row.row_version if row else 0)
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: set_term(actor=actor, kind=kind, days=form.days.data, version=form.version.data)
        )
        if done:
            flash(_("Saved. The next run goes by it."), "ok")
            return redirect(url_for("retention.index"), 303)
    return render_template("retention/term.html", form=form, kind=kind, term=term), form.status
