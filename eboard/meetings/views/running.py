"""Start a meeting, run its clocks, conclude it."""

from uuid import UUID

from flask import flash, render_template, request
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.meetings.actions import running
from eboard.meetings.agenda import shown
from eboard.meetings.forms.agenda import ListForm
from eboard.meetings.views.blueprint import blueprint, load_item, load_meeting, to_meeting
from eboard.meetings.views.plans import Page

CLOCKS = {"start": running.start_item, "stop": running.stop_item}


@blueprint.post("/meetings/<uuid:meeting_id>/start")
def start(meeting_id: UUID) -> Response:
    """Open the meeting."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    running.start_meeting(actor=access.actor(), meeting=meeting)
    flash(_("The meeting runs."), "ok")
    return to_meeting(meeting)


@blueprint.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/clock")
def clock(meeting_id: UUID, item_id: UUID) -> Response:
    """Start or stop the clock of a case."""
    item = load_item(meeting_id, item_id, Permission.MEETING_RUN)
    CLOCKS[request.form.get("do", "start")](actor=access.actor(), item=item)
    return to_meeting(item.meeting, anchor=f"item-{item.id}")


@blueprint.route("/meetings/<uuid:meeting_id>/conclude", methods=["GET", "POST"])
def conclude(meeting_id: UUID) -> Page:
    """Say what was discussed; the rest rolls over."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    form = ListForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: running.conclude_meeting(actor=access.actor(), meeting=meeting, discussed=form.case_ids)
        )
        if done:
            flash(_("The meeting is concluded."), "ok")
            return to_meeting(meeting)
    return render_template("meetings/conclude.html", form=form, meeting=meeting, items=shown(meeting)), form.status
