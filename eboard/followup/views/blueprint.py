"""The blueprint of the pages of follow-ups."""

from flask import Blueprint

blueprint = Blueprint("followup", __name__, url_prefix="/follow-up")
