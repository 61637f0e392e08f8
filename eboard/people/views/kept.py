"""A request that came too late or too early: the person signs in or confirms, and nothing typed is lost."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms.validators import ValidationError

from eboard import access
from eboard.access import Permission
from eboard.access.signin import locked_session, lost_session
from eboard.core.db import unit_of_work
from eboard.core.errors import ConfirmationNeededError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.web import is_blank
from eboard.core.web.application import SAFE_METHODS
from eboard.core.web.errors import error_page
from eboard.people.actions import held
from eboard.people.models import HeldForm
from eboard.people.views.places import START, next_place, page_before, this_place

FILES = (".pdf", ".csv", ".txt")  # the ends of addresses that answer with a file to be saved

blueprint = Blueprint("kept", __name__, url_prefix="/account/kept")


@blueprint.app_errorhandler(NotSignedInError)
def ask_to_sign_in(error: NotSignedInError) -> WerkzeugResponse:
    """Lead to the sign-in, or to the lock, and back; what was posted is kept for the person who was signed in."""
    lost = lost_session()
    if lost is not None and _is_form() and _came_from_us():
        _keep(lost.person_id)
    if locked_session() is not None:
        return _lead(url_for("confirming.unlock", next=_way_back()), error)
    if lost is not None and _wants_page():
        flash(_("You were signed out. Sign in to go on where you were."), "warn")
    return _lead(url_for("signin.sign_in", next=_way_back()), error)


@blueprint.app_errorhandler(ConfirmationNeededError)
def ask_to_confirm(error: ConfirmationNeededError) -> WerkzeugResponse:
    """Lead to the confirmation and back; what was posted is kept meanwhile."""
    kept = _keep(access.current_session().person_id) if _is_form() else None
    back = url_for("kept.show", held_id=kept.id) if kept is not None else _way_back()
    return _lead(url_for("confirming.confirm", next=back), error)


@blueprint.get("/file")
def file() -> WerkzeugResponse:
    """Begin to save a file that waited for a proof: a file alone would leave the page of the proof standing."""
    place = next_place()
    response = make_response(render_template("people/file.html", file=place, page=next_place("page")))
    response.headers["Refresh"] = f"0; url={iri_to_uri(place)}"
    return response


@blueprint.get("/<uuid:held_id>")
def show(held_id: UUID) -> str:
    """What was kept, and a button that sends it again."""
    row = access.load(access.actor(), HeldForm, held_id, Permission.HELD_FORM_SEND)
    return render_template("people/kept.html", held=row, entries=held.reveal(row))


@blueprint.post("/<uuid:held_id>/send")
def send(held_id: UUID) -> WerkzeugResponse:
    """Let the browser post the same fields to the page they were meant for."""
    row = access.load(access.actor(), HeldForm, held_id, Permission.HELD_FORM_SEND)
    held.discard(row)
    return redirect(row.path, 307)


@blueprint.post("/<uuid:held_id>/discard")
def discard(held_id: UUID) -> WerkzeugResponse:
    """Forget what was kept."""
    held.discard(access.load(access.actor(), HeldForm, held_id, Permission.HELD_FORM_SEND))
    flash(_("Your entries were discarded."), "ok")
    return redirect(START, 303)


def kept_place(person_id: UUID) -> str | None:
    """Where a person who just signed in finds what was kept."""
    row = held.newest_held(person_id)
    return url_for("kept.show", held_id=row.id) if row is not None else None


def _keep(person_id: UUID) -> HeldForm:
    entries = held.Entries(list(request.form.items(multi=True)), bool(request.files))
    with unit_of_work():
        return held.hold(person_id=person_id, path=this_place(), entries=entries)


def _is_form() -> bool:
    """Whether somebody sent a form that holds something; what a script saves stays in its page, which goes on."""
    is_empty = is_blank(current_app.view_functions.get(request.endpoint or ""))
    return request.method == "POST" and _wants_page() and not is_empty


def _wants_page() -> bool:
    is_script = request.headers.get("Sec-Fetch-Dest", "document") != "document" or "HX-Request" in request.headers
    return not is_script and (request.accept_mimetypes.accept_html or not request.accept_mimetypes)


def _came_from_us() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _way_back() -> str:
    if request.method not in SAFE_METHODS or not _wants_page():
        return START
    is_file = request.path.endswith(FILES)
    return url_for("kept.file", next=this_place(), page=page_before()) if is_file else this_place()


def _lead(place: str, error: NotSignedInError | ConfirmationNeededError) -> WerkzeugResponse:
    """A page is redirected; a script gets the status, and htmx the address to go to."""
    if _wants_page():
        return redirect(place, 303)
    response: Response = error_page(error.status, error.message)
    response.headers["HX-Redirect"] = place
    return response
