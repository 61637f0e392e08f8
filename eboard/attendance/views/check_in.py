"""Where a code is typed: whoever is signed in may, also somebody whom the meeting does not know."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions.arriving import Arrival, arrive_by_code, count_try
from eboard.attendance.actions.walkins import walk_out
from eboard.attendance.forms import CodeForm
from eboard.attendance.models import WalkIn
from eboard.attendance.queries import still_in
from eboard.attendance.views.blueprint import Page, to_mine
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import PRESENCES

blueprint = Blueprint("check_in", __name__, url_prefix="/check-in")


@blueprint.route("", methods=["GET", "POST"])
def by_code() -> Page:
    """Type a code and be counted."""
    return _page(CodeForm())


@blueprint.get("/<code>")
def prefilled(code: str) -> Page:
    """The same with the code of an address; it is sent by a click, so that no program that looks ahead checks in."""
    return _page(CodeForm(code=code[:20]))


@blueprint.post("/walk-ins/<uuid:walk_in_id>/left")
def leave(walk_in_id: UUID) -> Response:
    """A walk-in leaves."""
    row = access.load(access.actor(), WalkIn, walk_in_id, Permission.WALK_IN_LEAVE)
    walk_out(actor=access.actor(), row=row)
    flash(_("Noted: you have left."), "ok")
    return redirect(url_for("check_in.by_code"))


def _page(form: CodeForm) -> Page:
    person = access.current_session().person
    if form.validate_on_submit():
        count_try(person)
        done, came = form.perform(
            lambda: arrive_by_code(
                actor=access.actor(),
                person=person,
                typed=form.code.data,
                presence=PRESENCES[form.presence.data],
            )
        )
        if done and came is not None:
            return _welcome(came)
    mine = still_in(access.visible(access.actor(), WalkIn, Permission.WALK_IN_LEAVE))
    return render_template("attendance/check_in.html", form=form, walk_ins=mine), form.status


def _welcome(came: Arrival) -> Response:
    if came.as_expected:
        flash(_("You are checked in."), "ok")
        return to_mine(came.meeting)
    flash(_("You are noted. The coordinator confirms you, because the meeting did not expect you."), "warn")
    return redirect(url_for("check_in.by_code"))
