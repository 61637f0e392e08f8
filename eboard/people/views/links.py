"""One-time links: a new password, and the first one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard.core.i18n import gettext as _
from eboard.core.web import public
from eboard.people.actions.links import ask_for_reset
from eboard.people.actions.passwords import reset_password
from eboard.people.actions.persons import verify_person
from eboard.people.enums import LinkPurpose
from eboard.people.forms.links import ForgottenForm, NewPasswordForm, WelcomeForm
from eboard.people.queries.credentials import link_of
from eboard.people.views.places import origin
from eboard.signon.queries import invited_by

blueprint = Blueprint("links", __name__)


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten() -> Response | str | tuple[str, int]:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("people/forgotten.html", form=form), form.status
    ask_for_reset(email=form.email.data, address=origin().address)
    flash(_("If there is an account with this address, a link is on its way. It works for one hour."), "ok")
    return redirect(url_for("signin.sign_in"), 303)


@blueprint.route("/new-password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> Response | str | tuple[str, int]:
    """Choose a new password."""
    link = link_of(token, LinkPurpose.RESET_PASSWORD)
    form = NewPasswordForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: reset_password(link=link, password=form.password.data))
        if done:
            flash(_("Your password is changed and every sign-in has ended. Sign in with the new one."), "ok")
            return redirect(url_for("signin.sign_in"), 303)
    return render_template("people/new_password.html", form=form, person=link.person), form.status


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> Response | str | tuple[str, int]:
    """Choose the first password and the zone."""
    link = link_of(token, LinkPurpose.VERIFY)
    form = WelcomeForm(zone=link.person.zone)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: verify_person(link=link, password=form.password.data, zone=form.zone.data)
        )
        if done:
            flash(_("Thank you. Sign in, or wait for the e-mail that says your account is approved."), "ok")
            return redirect(url_for("signin.sign_in"), 303)
    page = render_template(
        "people/welcome.html", form=form, person=link.person, token=token, providers=invited_by(link.person_id)
    )
    return page, form.status
