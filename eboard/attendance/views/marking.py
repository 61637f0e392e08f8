"""Who is there, marked by the board's staff."""

from uuid import UUID

from flask import request
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions.checking import check_in, check_out
from eboard.attendance.views.blueprint import blueprint
from eboard.meetings.enums import PRESENCES, Presence
from eboard.meetings.queries.pages import expected_person
from eboard.meetings.views.blueprint import load_meeting, to_meeting


@blueprint.post("/<uuid:person_id>/here")
def here(meeting_id: UUID, person_id: UUID) -> Response:
    """Mark a person as there."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    presence = PRESENCES.get(request.form.get("presence", ""), Presence.VIDEO)
    check_in(actor=access.actor(), meeting=meeting, person=expected_person(meeting, person_id), presence=presence)
    return to_meeting(meeting, anchor="attendance")


@blueprint.post("/<uuid:person_id>/left")
def left(meeting_id: UUID, person_id: UUID) -> Response:
    """Mark a person as gone."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    check_out(actor=access.actor(), meeting=meeting, person=expected_person(meeting, person_id))
    return to_meeting(meeting, anchor="attendance")
