"""An open page says that it is in use."""

from flask import Blueprint

blueprint = Blueprint("presence", __name__)


@blueprint.post("/in-use")
def in_use() -> tuple[str, int]:
    """Asked by a page in which somebody types, points or scrolls; being asked keeps the sign-in from being locked."""
    return "", 204
