"""Addresses for load balancers and monitors."""

from flask import Blueprint, Response, make_response

from eboard.core.web import public
from eboard.health.queries import reach_database

blueprint = Blueprint("health", __name__, url_prefix="/health")


@blueprint.get("/live")
@public
def live() -> Response:
    """The process answers."""
    return _plain("alive")


@blueprint.get("/ready")
@public
def ready() -> Response:
    """The database answers too; a 503 otherwise."""
    reach_database()
    return _plain("ready")


def _plain(word: str) -> Response:
    response = make_response(f"{word}\n")
    response.mimetype = "text/plain"
    return response
