"""Proving again who one is: before what is weighty, and after a time without use."""

from typing import Any

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.signin import acting_in, open_or_locked
from eboard.core.errors import DomainError
from eboard.core.web import public
from eboard.people.enums import CredentialKind
from eboard.people.models import LoginSession
from eboard.people.queries.credentials import password_of
from eboard.people.views.kept import kept_place
from eboard.people.views.places import next_place, origin
from eboard.signin.actions.confirming import confirm as note_confirmed
from eboard.signin.actions.confirming import confirm_by_password
from eboard.signin.actions.proving import prove_code, prove_passkey
from eboard.signin.enums import CeremonyPurpose, Proof
from eboard.signin.forms.signing_in import CodeForm, ConfirmForm, PasskeyForm
from eboard.signin.queries import factors_of, has_closed_password
from eboard.signin.views.flow import ceremony_id
from eboard.signon.queries import usable_links

blueprint = Blueprint("confirming", __name__)

Page = Response | str | tuple[str, int]


@blueprint.get("/confirm")
def confirm() -> Page:
    """Ask once more, then go on to what needed it."""
    return _page(access.current_session())


@blueprint.get("/unlock")
@public
def unlock() -> Page:
    """Ask whoever comes back to a locked page."""
    if access.viewer() is not None:
        return redirect(next_place(), 303)
    return _page(open_or_locked())


@blueprint.get("/unlocked")
def unlocked() -> str:
    """Say that the page one came from is open again: it asks the server, and uncovers itself."""
    return render_template("signin/unlocked.html")


@blueprint.post("/unlock/ways")
@public
def ways() -> str:
    """What the cover of an open page offers: every proof that this person can give without leaving it."""
    return render_template("signin/parts/ways.html", **_offered(open_or_locked()))


@blueprint.post("/confirm")
@blueprint.post("/unlock")
@public
def by_password() -> Page:
    """Take the password."""
    current, form = open_or_locked(), ConfirmForm()
    if not form.validate_on_submit():
        return _page(current, password=form)
    try:
        confirm_by_password(
            actor=acting_in(current), current=current, password=form.password.data, address=origin().address
        )
    except DomainError as error:
        form.refuse(error)
        return _page(current, password=form)
    return _onward(current)


@blueprint.post("/confirm/code")
@public
def by_code() -> Page:
    """Take a code of the authenticator app; recovery codes are for signing in alone."""
    current, form = open_or_locked(), CodeForm()
    if not form.validate_on_submit():
        return _page(current, code=form)
    try:
        proof = prove_code(person=current.person, code=form.code.data, takes_recovery=False)
    except DomainError as error:
        form.refuse(error)
        return _page(current, code=form)
    note_confirmed(actor=acting_in(current), current=current, proof=proof)
    return _onward(current)


@blueprint.post("/confirm/passkey")
@public
def by_passkey() -> Page:
    """Take a passkey."""
    current, form = open_or_locked(), PasskeyForm()
    try:
        prove_passkey(
            person=current.person,
            purpose=CeremonyPurpose.CONFIRM,
            ceremony_id=ceremony_id(),
            answer=form.answer.data or "",
        )
    except DomainError as error:
        form.refuse(error)
        return _page(current, passkey=form)
    note_confirmed(actor=acting_in(current), current=current, proof=Proof.PASSKEY)
    return _onward(current)


def _onward(current: LoginSession) -> Response:
    """Where one was; a form that was sent meanwhile waits there."""
    kept = kept_place(current.person_id) if access.viewer() is None else None
    return redirect(kept or next_place(), 303)


def _page(
    current: LoginSession,
    *,
    password: ConfirmForm | None = None,
    code: CodeForm | None = None,
    passkey: PasskeyForm | None = None,
) -> Page:
    used = password or code or passkey or ConfirmForm(formdata=None)
    page = render_template(
        "signin/confirm.html",
        password=password or ConfirmForm(formdata=None),
        code=code or CodeForm(formdata=None),
        passkey=passkey or PasskeyForm(formdata=None),
        used=used,
        **_offered(current),
        person=current.person,
        is_locked=access.viewer() is None,
    )
    return page, used.status


def _offered(current: LoginSession) -> dict[str, Any]:
    """By what the person of a sign-in can prove who he or she is."""
    kinds = {factor.kind for factor in factors_of(current.person_id)}
    if password_of(current.person_id) is not None and not has_closed_password(current.person):
        kinds.add(CredentialKind.PASSWORD)
    return {"kinds": kinds, "sign_ons": usable_links(current.person_id)}
