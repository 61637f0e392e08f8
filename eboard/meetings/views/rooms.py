"""Replace the video room of a meeting."""

from uuid import UUID

from flask import flash, render_template

from eboard import access
from eboard.access import Permission
from eboard.conferences.forms import RoomForm
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.invitations.answers import declined
from eboard.meetings.actions.rooms import replace_room
from eboard.meetings.views.blueprint import blueprint, load_meeting, to_meeting
from eboard.meetings.views.plans import Page


@blueprint.route("/meetings/<uuid:meeting_id>/room", methods=["GET", "POST"])
def new_room(meeting_id: UUID) -> Page:
    """Give the meeting a new room; the join address leads there at once."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    form = RoomForm.for_meeting(meeting)
    if form.validate_on_submit():
        done, told = form.perform(
            lambda: replace_room(
                actor=access.actor(),
                meeting=meeting,
                provider_id=form.chosen,
                version=form.version.data,
                declined=declined(meeting.id),
            )
        )
        if done:
            flash(_told(told or 0), "ok")
            return to_meeting(meeting, anchor="video")
    return render_template("meetings/room.html", form=form, meeting=meeting), form.status


def _told(count: int) -> str:
    if not count:
        return _("The room is replaced. The join address leads to the new one.")
    return ngettext(
        "The room is replaced, and %(n)s person is told by mail.",
        "The room is replaced, and %(n)s people are told by mail.",
        count,
    )
