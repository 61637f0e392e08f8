"""Signing in, the first step, and out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.signin import acting_in, forget, locked_session
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import public
from eboard.people.actions import signin
from eboard.people.views.places import origin
from eboard.signin.actions.entering import enter
from eboard.signin.actions.entering import sign_in as enter_by_password
from eboard.signin.actions.proving import prove_passkey
from eboard.signin.enums import CeremonyPurpose, Proof
from eboard.signin.forms.signing_in import PasskeyForm, SignInForm
from eboard.signin.views.flow import ceremony_id, onward
from eboard.signon.queries import offered

blueprint = Blueprint("signin", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Ask who it is."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form)
    where = origin()
    try:
        outcome = enter_by_password(email=form.email.data, password=form.password.data, origin=where)
    except DomainError as error:
        form.refuse(error)
        return _page(form)
    return onward(outcome, where)


@blueprint.post("/sign-in/passkey")
@public
def by_passkey() -> Response | tuple[str, int]:
    """Take both steps with a passkey, which also says who it is."""
    form, where = PasskeyForm(), origin()
    try:
        person = prove_passkey(
            person=None, purpose=CeremonyPurpose.SIGN_IN, ceremony_id=ceremony_id(), answer=form.answer.data or ""
        )
        outcome = enter(person=person, proof=Proof.PASSKEY, origin=where)
    except DomainError as error:
        form.refuse(error)
        return _shown(SignInForm(formdata=None), form), form.status
    return onward(outcome, where)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the sign-in of this browser, also one that is locked."""
    current = access.current_session() if access.viewer() is not None else locked_session()
    if current is not None:
        signin.sign_out(actor=acting_in(current), current=current)
    forget()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("signin.sign_in"), 303)


def _page(form: SignInForm) -> tuple[str, int]:
    return _shown(form, PasskeyForm(formdata=None)), form.status


def _shown(form: SignInForm, passkey: PasskeyForm) -> str:
    return render_template("signin/sign_in.html", form=form, passkey=passkey, providers=offered())
