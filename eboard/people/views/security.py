"""My account: password, and the places where I am signed in."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.people.actions import signin
from eboard.people.actions.passwords import change_password
from eboard.people.forms.account import PasswordForm
from eboard.people.models import LoginSession
from eboard.people.queries.signins import newest_first
from eboard.people.views.account import me
from eboard.people.views.devices import device_of, proofs_of
from eboard.people.views.places import origin

blueprint = Blueprint("security", __name__, url_prefix="/account")


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Response | str | tuple[str, int]:
    """Change the password; every other sign-in ends."""
    me()
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("people/account/password.html", form=form), form.status
    try:
        change_password(
            actor=access.actor(),
            current=access.current_session(),
            old=form.old.data,
            new=form.password.data,
            address=origin().address,
        )
    except DomainError as error:
        form.refuse(error)
        return render_template("people/account/password.html", form=form), form.status
    flash(_("Your password is changed. Every other sign-in has ended."), "ok")
    return redirect(url_for("security.password"), 303)


@blueprint.get("/sign-ins")
def sign_ins() -> str:
    """Where I am signed in."""
    mine = access.visible(access.actor(), LoginSession, Permission.SESSION_END)
    me()
    return render_template(
        "people/account/sign_ins.html",
        sign_ins=newest_first(mine),
        current=access.current_session(),
        device_of=device_of,
        proofs_of=proofs_of,
    )


@blueprint.post("/sign-ins/<uuid:session_id>/end")
def end_sign_in(session_id: UUID) -> Response:
    """End one of them."""
    actor = access.actor()
    login = access.load(actor, LoginSession, session_id, Permission.SESSION_END)
    access.confirm_recently()
    signin.end_session(actor=actor, login=login)
    flash(_("That sign-in has ended."), "ok")
    return redirect(url_for("security.sign_ins"), 303)


@blueprint.post("/sign-ins/end-others")
def end_others() -> Response:
    """End all but this one."""
    me()
    access.confirm_recently()
    count = signin.end_other_sessions(actor=access.actor(), current=access.current_session())
    flash(ngettext("%(n)s other sign-in has ended.", "%(n)s other sign-ins have ended.", count), "ok")
    return redirect(url_for("security.sign_ins"), 303)
