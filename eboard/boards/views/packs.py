"""Rule packs: which there are, what each demands and why, and new versions."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for

from eboard import access
from eboard.access import Permission
from eboard.boards.actions.packs import add_version
from eboard.boards.forms.packs import ELEMENTS, FIGURES, VersionOfPackForm
from eboard.boards.queries import one_pack, rule_packs
from eboard.boards.rules import in_force_on, parse_rules
from eboard.boards.views.blueprint import Page, blueprint
from eboard.core import time
from eboard.core.i18n import gettext as _


@blueprint.get("/rule-packs")
def packs() -> str:
    """All rule packs; everybody may read them."""
    return render_template("boards/packs.html", packs=rule_packs())


@blueprint.get("/rule-packs/<uuid:pack_id>")
def pack(pack_id: UUID) -> str:
    """One pack with all its versions, the newest first."""
    row = one_pack(pack_id)
    today = time.now().date()
    return render_template(
        "boards/pack.html",
        pack=row,
        versions=[(version, parse_rules(version.rules)) for version in reversed(row.versions)],
        in_force=in_force_on(row, today),
        may_change=access.holds(access.actor(), Permission.NETWORK_MANAGE),
        form=VersionOfPackForm(),
        figures=FIGURES,
        elements=ELEMENTS,
    )


@blueprint.route("/rule-packs/<uuid:pack_id>/new", methods=["GET", "POST"])
def new_version(pack_id: UUID) -> Page:
    """Write a new version, starting from the newest."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    row = one_pack(pack_id)
    form = VersionOfPackForm.from_rules(parse_rules(row.versions[-1].rules))
    if form.validate_on_submit():
        done, _version = form.perform(
            lambda: add_version(actor=actor, pack=row, in_force_from=form.in_force_from.data, rules=form.rules())
        )
        if done:
            flash(_("Saved. Meetings before that day keep the rules they had."), "ok")
            return redirect(url_for("boards.pack", pack_id=row.id))
    return render_template("boards/new_version.html", form=form, pack=row), form.status
