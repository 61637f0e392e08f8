"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.signin import forget, remember
from eboard.core.errors import DomainError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.web import public
from eboard.core.web.application import SAFE_METHODS
from eboard.people.actions import signin
from eboard.people.forms.signin import SignInForm
from eboard.people.views.places import START, next_place

blueprint = Blueprint("signin", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Ask who it is."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), form.status
    try:
        _row, token = signin.sign_in(email=form.email.data, password=form.password.data, origin=origin())
    except DomainError as error:
        form.refuse(error)
        return render_template("people/sign_in.html", form=form), form.status
    remember(token)
    return redirect(next_place(), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the sign-in of this browser."""
    if access.viewer() is not None:
        signin.sign_out(actor=access.actor(), current=access.current_session())
    forget()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("signin.sign_in"), 303)


def origin() -> signin.Origin:
    """Where this request comes from."""
    return signin.Origin(address=request.remote_addr or "", browser=request.user_agent.string)


@blueprint.app_errorhandler(NotSignedInError)
def not_signed_in(_error: NotSignedInError) -> Response:
    """Ask a stranger to sign in, and come back."""
    place = request.full_path.rstrip("?") if request.method in SAFE_METHODS else START
    return redirect(url_for("signin.sign_in", next=place), 303)
