"""The blueprint, and what the page of a meeting shows of its preparation."""

from flask import Blueprint

from eboard import access
from eboard.access import Permission
from eboard.meetings.models import Meeting
from eboard.people.enums import Specialty
from eboard.preparation.queries import lists_of

blueprint = Blueprint("preparation", __name__, url_prefix="/meetings/<uuid:meeting_id>")


def preparation_lists(meeting: Meeting, may: frozenset[Permission]) -> list[Specialty]:
    """The lists that the person at the screen may open."""
    if Permission.MEETING_PREPARE not in may:
        return []
    return lists_of(meeting, access.actor().acts_as, plans=Permission.MEETING_PLAN in may)


blueprint.add_app_template_global(preparation_lists)
