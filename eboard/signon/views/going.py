"""To a provider and back; every page here is asked by the browser as a plain address."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.signin import acting_in, locked_session, open_or_locked
from eboard.core.db import unit_of_work
from eboard.core.errors import AbsentError, DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import patient, public
from eboard.people.enums import CredentialKind, LinkPurpose
from eboard.people.models import Credential
from eboard.people.queries.credentials import link_of
from eboard.people.views.account import me
from eboard.people.views.places import next_place, origin
from eboard.signin.views.flow import onward
from eboard.signon.actions import arriving
from eboard.signon.actions.trips import Answer, Wish, come_back, set_out
from eboard.signon.calls import SignOnError
from eboard.signon.enums import TripPurpose
from eboard.signon.models import IdentityProvider, Trip
from eboard.signon.queries import approved
from eboard.signon.tokens import Identity

blueprint = Blueprint("sign_on", __name__)

STATE_KEY = "sign_on"
LONGEST = 4_000  # of anything a provider puts into the address


@blueprint.get("/sign-on/<uuid:provider_id>")
@public
@patient
def go(provider_id: UUID) -> Response:
    """To sign in."""
    wish = Wish(purpose=TripPurpose.SIGN_IN, place=next_place())
    return _go(provider_id, wish, url_for("signin.sign_in", next=next_place()))


@blueprint.get("/sign-on/<uuid:provider_id>/confirm")
@public
@patient
def confirm(provider_id: UUID) -> Response:
    """To prove again who one is, in a sign-in that goes on or is locked."""
    wish = Wish(purpose=TripPurpose.CONFIRM, place=next_place(), session_id=open_or_locked().id)
    return _go(provider_id, wish, _choose_again())


@blueprint.get("/sign-on/<uuid:provider_id>/link")
@patient
def link(provider_id: UUID) -> Response:
    """To link the account of the person at the screen."""
    access.confirm_recently()
    place = url_for("factors.index")
    return _go(provider_id, Wish(purpose=TripPurpose.LINK, place=place, session_id=open_or_locked().id), place)


@blueprint.get("/sign-on/<uuid:provider_id>/welcome/<token>")
@public
@patient
def welcome(provider_id: UUID, token: str) -> Response:
    """To accept an invitation without a password."""
    invitation = link_of(token, LinkPurpose.VERIFY)
    wish = Wish(purpose=TripPurpose.WELCOME, place=url_for("signin.sign_in"), link_id=invitation.id)
    return _go(provider_id, wish, url_for("links.welcome", token=token))


@blueprint.get("/sign-on/<uuid:provider_id>/back")
@public
@patient
def back(provider_id: UUID) -> Response:
    """Back from there."""
    provider = _provider(provider_id)
    cookie = str(session.pop(STATE_KEY, ""))
    try:
        trip, identity = come_back(provider=provider, cookie=cookie, answer=_answer())
        with unit_of_work():
            return _arrive(provider, trip, identity)
    except SignOnError as error:
        return _refused(provider, error, _choose_again())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(_choose_again(), 303)


@blueprint.post("/account/sign-ons/<uuid:credential_id>/unlink")
def unlink(credential_id: UUID) -> Response:
    """Let a sign-on no longer open my account."""
    access.confirm_recently()
    actor = access.actor()
    credential = access.load(actor, Credential, credential_id, Permission.FACTOR_REMOVE)
    if credential.kind is not CredentialKind.OIDC or credential.revoked_at is not None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    arriving.unlink(actor=actor, person=me(), credential=credential)
    flash(_("It is unlinked."), "ok")
    return redirect(url_for("factors.index"), 303)


def _go(provider_id: UUID, wish: Wish, otherwise: str) -> Response:
    provider = _provider(provider_id)
    try:
        state, place = set_out(provider=provider, wish=wish, address=origin().address)
    except SignOnError as error:
        return _refused(provider, error, otherwise)
    session[STATE_KEY] = state
    return redirect(place, 303)


def _arrive(provider: IdentityProvider, trip: Trip, identity: Identity) -> Response:
    if trip.purpose is TripPurpose.SIGN_IN:
        where = origin()
        return onward(arriving.sign_on(provider=provider, identity=identity, origin=where), where, trip.place)
    if trip.purpose is TripPurpose.CONFIRM:
        current = open_or_locked()
        arriving.confirm_by_sign_on(
            actor=acting_in(current), current=current, provider=provider, trip=trip, identity=identity
        )
    elif trip.purpose is TripPurpose.LINK:
        current = open_or_locked()
        arriving.link(actor=acting_in(current), current=current, provider=provider, trip=trip, identity=identity)
        flash(_("The sign-in of your organization opens your account now."), "ok")
    else:
        arriving.welcome(provider=provider, trip=trip, identity=identity)
        flash(_("Thank you. Sign in, or wait for the e-mail that says your account is approved."), "ok")
    return redirect(trip.place, 303)


def _provider(provider_id: UUID) -> IdentityProvider:
    found = approved(provider_id)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def _answer() -> Answer:
    values = {name: request.args.get(name, "")[:LONGEST] for name in ("state", "code", "iss", "error")}
    return Answer(
        state=values["state"],
        code=values["code"],
        issuer=values["iss"] if "iss" in request.args else None,
        is_refusal="error" in request.args,
    )


def _refused(provider: IdentityProvider, error: SignOnError, place: str) -> Response:
    """Say what went wrong where one can choose another way."""
    arriving.note_refusal(provider=provider, problem=error.problem)
    flash(error.problem.label, "error")
    return redirect(place, 303)


def _choose_again() -> str:
    """The page where one can prove in another way who one is."""
    if access.viewer() is not None:
        return url_for("confirming.confirm", next=next_place())
    return url_for("confirming.unlock" if locked_session() else "signin.sign_in", next=next_place())
