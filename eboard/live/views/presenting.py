"""The presenter view: what everybody in the call may see, in large type, for a shared screen."""

from uuid import UUID

from flask import render_template

from eboard import access
from eboard.access import Permission
from eboard.live.room import LIVE
from eboard.live.views.asking import record_reading
from eboard.live.views.blueprint import blueprint
from eboard.live.views.parts import Wish, shown_to, token_of
from eboard.live.views.standing import standing_on_page
from eboard.meetings.models import Meeting

PRESENTED = Wish(is_presented=True)


@blueprint.get("/presenter")
def presenter(meeting_id: UUID) -> str:
    """The case that is talked about; who the patient is, and restricted cases, never come into it."""
    standing = standing_on_page(meeting_id)
    meeting = access.load(access.actor(), Meeting, meeting_id, Permission.MEETING_JOIN, options=LIVE)
    record_reading(standing, meeting_id)
    return render_template(
        "live/presenter.html",
        meeting=meeting,
        shown=shown_to(standing, meeting_id, PRESENTED),
        token=token_of(standing, meeting_id, PRESENTED),
    )
