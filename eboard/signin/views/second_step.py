"""The second step, and setting one up where there is none; nothing else is open meanwhile."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from eboard.audit import Actor
from eboard.core.errors import DomainError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.core.web import public
from eboard.people.views.places import origin
from eboard.signin import totp
from eboard.signin.actions.entering import go_on
from eboard.signin.actions.factors import Newcomer, add_authenticator, add_passkey, first_codes
from eboard.signin.actions.proving import prove_code, prove_passkey
from eboard.signin.actions.recovery import use_recovery
from eboard.signin.enums import CeremonyPurpose, Proof, Step
from eboard.signin.forms.factors import AuthenticatorForm, NewPasskeyForm
from eboard.signin.forms.signing_in import CodeForm, HandedOverForm, PasskeyForm
from eboard.signin.models import SignInAttempt
from eboard.signin.qr import as_picture
from eboard.signin.queries import codes_left, factors_of
from eboard.signin.views.flow import PAGES, ceremony_id, let_in, this_attempt, with_next
from eboard.signon.queries import usable_links

blueprint = Blueprint("second_step", __name__)

Page = Response | str | tuple[str, int]


@blueprint.route("/sign-in/second-step", methods=["GET", "POST"])
@public
def second() -> Page:
    """Ask for a code, or offer the passkey."""
    attempt = this_attempt(Step.SECOND)
    form = CodeForm()
    if not form.validate_on_submit():
        return _second_page(attempt, form=form)
    try:
        proof = prove_code(person=attempt.person, code=form.code.data, takes_recovery=True)
    except DomainError as error:
        form.refuse(error)
        return _second_page(attempt, form=form)
    return _onward(attempt, proof)


@blueprint.post("/sign-in/second-step/passkey")
@public
def second_by_passkey() -> Page:
    """Take the second step with a passkey."""
    attempt = this_attempt(Step.SECOND)
    form = PasskeyForm()
    try:
        prove_passkey(
            person=attempt.person,
            purpose=CeremonyPurpose.SECOND,
            ceremony_id=ceremony_id(),
            answer=form.answer.data or "",
        )
    except DomainError as error:
        form.refuse(error)
        return _second_page(attempt, passkey=form)
    return _onward(attempt, Proof.PASSKEY)


@blueprint.post("/sign-in/second-step/recovery")
@public
def recover() -> Page:
    """Take the code of an administrator, and go on to a new second factor."""
    attempt = this_attempt(Step.SECOND)
    form = HandedOverForm()
    if not form.validate_on_submit():
        return _second_page(attempt, recovery=form)
    try:
        proof = use_recovery(attempt=attempt, code=form.handed_over.data)
    except DomainError as error:
        form.refuse(error)
        return _second_page(attempt, recovery=form)
    return _onward(attempt, proof)


@blueprint.route("/sign-in/set-up", methods=["GET", "POST"])
@public
def set_up() -> Page:
    """Set up an authenticator app, or offer to make a passkey."""
    attempt = this_attempt(Step.SET_UP)
    form = AuthenticatorForm()
    form.offer()
    if not form.validate_on_submit():
        return _set_up_page(attempt, form)
    try:
        add_authenticator(
            actor=_actor(attempt), newcomer=_newcomer(attempt, form), secret=form.offer(), code=form.code.data
        )
    except DomainError as error:
        form.refuse(error)
        return _set_up_page(attempt, form)
    return _set_up(attempt)


@blueprint.post("/sign-in/set-up/passkey")
@public
def set_up_passkey() -> Page:
    """Set up a passkey."""
    attempt = this_attempt(Step.SET_UP)
    form = NewPasskeyForm()
    try:
        add_passkey(
            actor=_actor(attempt),
            newcomer=_newcomer(attempt, form),
            purpose=CeremonyPurpose.SET_UP,
            ceremony_id=ceremony_id(),
            answer=form.answer.data or "",
        )
    except DomainError as error:
        form.refuse(error)
        return _set_up_page(attempt, passkey=form)
    return _set_up(attempt)


def _actor(attempt: SignInAttempt) -> Actor:
    return Actor(person_id=attempt.person_id)


def _newcomer(attempt: SignInAttempt, form: AuthenticatorForm | NewPasskeyForm) -> Newcomer:
    return Newcomer(person=attempt.person, name=form.name.data or "", attempt=attempt)


def _onward(attempt: SignInAttempt, proof: Proof) -> Page:
    where = origin()
    entered = go_on(attempt=attempt, proof=proof, origin=where)
    if entered is None:
        return redirect(with_next(PAGES[attempt.step]), 303)
    place = let_in(entered, where)
    if proof is Proof.RECOVERY_CODE:
        left = codes_left(attempt.person_id)
        flash(
            ngettext("%(n)s recovery code is left. Make new ones in time.", "%(n)s recovery codes are left.", left),
            "warn",
        )
    return redirect(place, 303)


def _set_up(attempt: SignInAttempt) -> Page:
    """In, past the recovery codes if new ones were made: they are shown on this page and never again."""
    where = origin()
    codes = first_codes(actor=_actor(attempt), person=attempt.person)
    entered = go_on(attempt=attempt, proof=Proof.NEW_FACTOR, origin=where)
    if entered is None:
        raise NotSignedInError(_("This took too long. Sign in again."))
    place = let_in(entered, where)
    return render_template("signin/codes.html", codes=codes, place=place) if codes else redirect(place, 303)


def _second_page(
    attempt: SignInAttempt,
    *,
    form: CodeForm | None = None,
    passkey: PasskeyForm | None = None,
    recovery: HandedOverForm | None = None,
) -> tuple[str, int]:
    used = form or passkey or recovery or CodeForm(formdata=None)
    page = render_template(
        "signin/second_step.html",
        form=form or CodeForm(formdata=None),
        passkey=passkey or PasskeyForm(formdata=None),
        recovery=recovery or HandedOverForm(formdata=None),
        kinds={factor.kind for factor in factors_of(attempt.person_id)},
        sign_ons=usable_links(attempt.person_id),
        person=attempt.person,
    )
    return page, used.status


def _set_up_page(
    attempt: SignInAttempt, form: AuthenticatorForm | None = None, passkey: NewPasskeyForm | None = None
) -> tuple[str, int]:
    shown = form or AuthenticatorForm(formdata=None)
    address = totp.address_of(shown.offer(), account=attempt.person.email)
    page = render_template(
        "signin/set_up.html",
        form=shown,
        passkey=passkey or NewPasskeyForm(formdata=None),
        picture=as_picture(address),
        person=attempt.person,
    )
    return page, (passkey or shown).status
