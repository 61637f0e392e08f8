"""The blueprint, and the ways back from its forms."""

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from eboard.meetings.models import Meeting

blueprint = Blueprint("attendance", __name__, url_prefix="/meetings/<uuid:meeting_id>/attendance")

Page = Response | str | tuple[str, int]


def to_sheet(meeting: Meeting) -> Response:
    """Back to the attendance in full."""
    return redirect(url_for("attendance.sheet", meeting_id=meeting.id))


def to_mine(meeting: Meeting) -> Response:
    """Back to one's own attendance."""
    return redirect(url_for("attendance.mine", meeting_id=meeting.id))
