"""My account: second factors and recovery codes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import AbsentError, DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Credential
from eboard.people.views.account import me
from eboard.signin import totp
from eboard.signin.actions.factors import (
    Newcomer,
    add_authenticator,
    add_passkey,
    first_codes,
    remove_factor,
    renew_codes,
)
from eboard.signin.actions.recovery import stop_recovery
from eboard.signin.enums import CeremonyPurpose
from eboard.signin.forms.factors import AuthenticatorForm, NewPasskeyForm
from eboard.signin.qr import as_picture
from eboard.signin.queries import SECOND_FACTORS, codes_left, factors_of, open_recovery
from eboard.signin.views.flow import ceremony_id
from eboard.signon.queries import linkable, links_of

blueprint = Blueprint("factors", __name__, url_prefix="/account/second-factors")

Page = Response | str | tuple[str, int]


@blueprint.get("/")
def index() -> str:
    """What I sign in with beside the password."""
    person = me()
    return render_template(
        "signin/factors.html",
        factors=factors_of(person.id),
        codes_left=codes_left(person.id),
        recovery=open_recovery(person.id),
        sign_ons=links_of(person.id),
        providers=linkable(person.id),
    )


@blueprint.route("/authenticator", methods=["GET", "POST"])
def authenticator() -> Page:
    """Add an authenticator app."""
    access.confirm_recently()
    person = me()
    form = AuthenticatorForm()
    secret = form.offer()
    if form.validate_on_submit():
        newcomer = Newcomer(person=person, name=form.name.data or "")
        try:
            add_authenticator(actor=access.actor(), newcomer=newcomer, secret=secret, code=form.code.data)
        except DomainError as error:
            form.refuse(error)
        else:
            return _added()
    picture = as_picture(totp.address_of(secret, account=person.email))
    return render_template("signin/authenticator.html", form=form, picture=picture), form.status


@blueprint.route("/passkey", methods=["GET", "POST"])
def passkey() -> Page:
    """Add a passkey."""
    access.confirm_recently()
    person = me()
    form = NewPasskeyForm()
    if form.validate_on_submit():
        try:
            add_passkey(
                actor=access.actor(),
                newcomer=Newcomer(person=person, name=form.name.data or ""),
                purpose=CeremonyPurpose.ADD,
                ceremony_id=ceremony_id(),
                answer=form.answer.data or "",
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return _added()
    return render_template("signin/passkey.html", form=form), form.status


@blueprint.post("/<uuid:factor_id>/remove")
def remove(factor_id: UUID) -> Response:
    """Remove one."""
    access.confirm_recently()
    actor = access.actor()
    factor = access.load(actor, Credential, factor_id, Permission.FACTOR_REMOVE)
    if factor.kind not in SECOND_FACTORS or factor.revoked_at is not None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    remove_factor(actor=actor, person=me(), factor=factor)
    flash(_("It is removed."), "ok")
    return redirect(url_for("factors.index"), 303)


@blueprint.post("/codes")
def codes() -> str:
    """Make new recovery codes; this page shows them once."""
    access.confirm_recently()
    made = renew_codes(actor=access.actor(), person=me())
    return render_template("signin/codes.html", codes=made, place=url_for("factors.index"))


@blueprint.post("/recovery/stop")
def stop() -> Response:
    """Stop a recovery that an administrator started."""
    stop_recovery(actor=access.actor(), person=me())
    flash(_("The recovery is stopped."), "ok")
    return redirect(url_for("factors.index"), 303)


def _added() -> Page:
    made = first_codes(actor=access.actor(), person=me())
    flash(_("It is added. Use it the next time you sign in."), "ok")
    place = url_for("factors.index")
    return render_template("signin/codes.html", codes=made, place=place) if made else redirect(place, 303)
