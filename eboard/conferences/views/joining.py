"""The stable address of a meeting's room: it asks for sign-in, records the check-in and leads to today's room."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.conferences.rooms import room_address
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.attendance import check_in
from eboard.meetings.doors import Door, door_of, entry_of, provider_of
from eboard.meetings.enums import Presence
from eboard.meetings.models import Meeting
from eboard.meetings.queries.joining import by_join_code

blueprint = Blueprint("joining", __name__)


@blueprint.get("/join/<code>")
def join(code: str) -> Response | str:
    """Into the room, or a page that says when it opens."""
    found = by_join_code(code)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    meeting = access.load(access.actor(), Meeting, found.id, Permission.MEETING_JOIN)
    provider = provider_of(meeting)
    door = door_of(meeting, time.now())
    if door is not Door.OPEN or provider is None:
        return render_template("conferences/closed.html", meeting=meeting, door=door)
    person = access.current_session().person
    with unit_of_work():
        check_in(actor=access.actor(), meeting=meeting, person=person, presence=Presence.VIDEO)
    return redirect(room_address(provider.kind, entry_of(meeting, provider, person, time.now())), 303)
