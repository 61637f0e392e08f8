"""Walk-ins, settled by the board's staff."""

from uuid import UUID

from flask import flash, render_template
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions.walkins import confirm_walk_in, dismiss_walk_in
from eboard.attendance.forms import ProxyForm
from eboard.attendance.models import WalkIn
from eboard.attendance.queries import seats_of
from eboard.attendance.views.blueprint import Page, blueprint, to_sheet
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.meetings.views.blueprint import load_meeting


@blueprint.route("/walk-ins/<uuid:walk_in_id>", methods=["GET", "POST"])
def confirm(meeting_id: UUID, walk_in_id: UUID) -> Page:
    """Count a walk-in, and say whose seat he or she attends for."""
    meeting, row = _load(meeting_id, walk_in_id)
    form = ProxyForm()
    form.offer(seats_of(meeting), without=row.person_id)
    if form.validate_on_submit():
        done, _mark = form.perform(
            lambda: confirm_walk_in(actor=access.actor(), row=row, proxy_for_id=form.proxy_for_id)
        )
        if done:
            flash(_("%(name)s counts from the moment of the check-in.", name=row.person.name), "ok")
            return to_sheet(meeting)
    return render_template("attendance/walk_in.html", meeting=meeting, walk_in=row, form=form), form.status


@blueprint.post("/walk-ins/<uuid:walk_in_id>/dismiss")
def dismiss(meeting_id: UUID, walk_in_id: UUID) -> Response:
    """Do not count a walk-in."""
    meeting, row = _load(meeting_id, walk_in_id)
    dismiss_walk_in(actor=access.actor(), row=row)
    flash(_("%(name)s is not counted.", name=row.person.name), "ok")
    return to_sheet(meeting)


def _load(meeting_id: UUID, walk_in_id: UUID) -> tuple[Meeting, WalkIn]:
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    row = access.load(access.actor(), WalkIn, walk_in_id, Permission.WALK_IN_SETTLE)
    if row.meeting_id != meeting.id:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return meeting, row
