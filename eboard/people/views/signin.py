"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.signin import forget, remember
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import public
from eboard.people.actions import signin
from eboard.people.forms.signin import ConfirmForm, SignInForm
from eboard.people.views.kept import kept_place
from eboard.people.views.places import next_place, origin

blueprint = Blueprint("signin", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Ask who it is."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), form.status
    try:
        row, token = signin.sign_in(email=form.email.data, password=form.password.data, origin=origin())
    except DomainError as error:
        form.refuse(error)
        return render_template("people/sign_in.html", form=form), form.status
    remember(token)
    return redirect(kept_place(row.person_id) or next_place(), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the sign-in of this browser."""
    if access.viewer() is not None:
        signin.sign_out(actor=access.actor(), current=access.current_session())
    forget()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("signin.sign_in"), 303)


@blueprint.route("/confirm", methods=["GET", "POST"])
def confirm() -> Response | str | tuple[str, int]:
    """Ask for the password once more, then go on to what needed it."""
    form = ConfirmForm()
    current = access.current_session()
    if not form.validate_on_submit():
        return render_template("people/confirm.html", form=form, person=current.person), form.status
    try:
        signin.confirm(actor=access.actor(), current=current, password=form.password.data, address=origin().address)
    except DomainError as error:
        form.refuse(error)
        return render_template("people/confirm.html", form=form, person=current.person), form.status
    return redirect(next_place(), 303)
