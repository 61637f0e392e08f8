"""The blueprint, and the ways its pages load a meeting."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.meetings.breaks import time_for_cases
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.pages import FULL, item_of

blueprint = Blueprint("meetings", __name__)
blueprint.add_app_template_filter(time_for_cases)


def load_meeting(meeting_id: UUID, permission: Permission) -> Meeting:
    """The meeting with everything its page shows, if the person at the screen holds ``permission``."""
    return access.load(access.actor(), Meeting, meeting_id, permission, options=FULL)


def load_item(meeting_id: UUID, item_id: UUID, permission: Permission) -> AgendaItem:
    """An item of a meeting the person may change."""
    return item_of(load_meeting(meeting_id, permission), item_id)


def to_meeting(meeting: Meeting, *, anchor: str | None = None) -> Response:
    """Back to the page of a meeting."""
    return redirect(url_for("meetings.show", meeting_id=meeting.id, _anchor=anchor))


def zone_of_viewer() -> str:
    """The zone of the person at the screen."""
    return access.current_session().person.zone
