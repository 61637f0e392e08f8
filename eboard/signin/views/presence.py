"""An open page says that it is in use, or that nobody uses it any more."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.signin import locked_session
from eboard.core.web import public
from eboard.people.views.places import START
from eboard.signin.actions.confirming import lock as lock_now

blueprint = Blueprint("presence", __name__)


@blueprint.post("/in-use")
def in_use() -> tuple[str, int]:
    """Asked by a page in which somebody types, points or scrolls; being asked keeps the sign-in from being locked."""
    return "", 204


@blueprint.post("/lock")
@public
def lock() -> Response:
    """Lock this sign-in now; it goes on after a proof.

    Another tab may have locked or ended it a moment before: such a press is no form whose entries are worth keeping.
    """
    if access.viewer() is not None:
        lock_now(actor=access.actor(), current=access.current_session())
    elif locked_session() is None:
        return redirect(url_for("signin.sign_in"), 303)
    return redirect(url_for("confirming.unlock", next=START), 303)
