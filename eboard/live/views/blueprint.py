"""The blueprint."""

from flask import Blueprint

blueprint = Blueprint("live", __name__, url_prefix="/meetings/<uuid:meeting_id>/live")
