"""The blueprint."""

from flask import Blueprint

blueprint = Blueprint("outside", __name__)
