"""An open page says that it is in use, or that nobody uses it any more."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.core.web import blank
from eboard.people.views.places import START
from eboard.signin.actions.confirming import lock as lock_now

blueprint = Blueprint("presence", __name__)


@blueprint.post("/in-use")
def in_use() -> tuple[str, int]:
    """Asked by a page in which somebody types, points or scrolls; being asked keeps the sign-in from being locked."""
    return "", 204


@blueprint.post("/lock")
@blank
def lock() -> Response:
    """Lock this sign-in now; it goes on after a proof."""
    lock_now(actor=access.actor(), current=access.current_session())
    return redirect(url_for("confirming.unlock", next=START), 303)
