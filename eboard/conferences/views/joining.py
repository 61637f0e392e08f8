"""The stable address of a meeting's room: it asks for sign-in, records the check-in and leads to today's room."""

from flask import Blueprint, make_response, redirect, render_template
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions.checking import check_in
from eboard.conferences.views.entering import way_in
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.doors import Door, door_of
from eboard.meetings.enums import Learned, Presence
from eboard.meetings.models import Meeting
from eboard.meetings.queries.joining import by_join_code
from eboard.meetings.video import video_of

blueprint = Blueprint("joining", __name__)

LOOK_AGAIN = 6  # seconds after which the waiting page tries again


@blueprint.get("/join/<code>")
def join(code: str) -> Response | str:
    """Into the room, or a page that says when it opens."""
    found = by_join_code(code)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    meeting = access.load(access.actor(), Meeting, found.id, Permission.MEETING_JOIN)
    door = door_of(meeting, time.now())
    if door is not Door.OPEN:
        return render_template("conferences/closed.html", meeting=meeting, door=door)
    person = access.current_session().person
    address = way_in(meeting, person)
    if address is None:
        return _waiting(meeting)
    with unit_of_work():
        check_in(actor=access.actor(), meeting=meeting, person=person, presence=Presence.VIDEO, learned=Learned.JOINED)
    return redirect(address, 303)


def _waiting(meeting: Meeting) -> Response:
    """A page that looks again by itself, with or without scripts."""
    replaced_at = video_of(meeting).replaced_at
    page = make_response(
        render_template("conferences/waiting.html", meeting=meeting, replaced_at=replaced_at, seconds=LOOK_AGAIN)
    )
    page.headers["Refresh"] = str(LOOK_AGAIN)
    return page
