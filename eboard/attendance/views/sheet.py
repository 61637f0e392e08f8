"""The attendance of a meeting in full, for the board's staff."""

from uuid import UUID

from flask import render_template

from eboard.access import Permission
from eboard.attendance.queries import corrections_of, head_counts, seats_of, walk_ins_of
from eboard.attendance.said import said_in
from eboard.attendance.sheet import sheet_of
from eboard.attendance.views.blueprint import blueprint
from eboard.meetings.queries.invitees import invitees
from eboard.meetings.views.blueprint import load_meeting

blueprint.add_app_template_filter(said_in, "as_said")


@blueprint.get("")
def sheet(meeting_id: UUID) -> str:
    """Who was there from when to when, for which case, and what was corrected. It names no case but by its place."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    present = {mark.person_id for mark in meeting.attendances}
    seats = {seat.id: seat.name for seat in seats_of(meeting)}
    asked = {invitee.person.id: invitee.person for invitee in invitees(meeting)}
    return render_template(
        "attendance/sheet.html",
        meeting=meeting,
        sheet=sheet_of(meeting),
        missing=[person for person in asked.values() if person.id not in present],
        by_proxy={mark.proxy_for_id: mark.person for mark in meeting.attendances if mark.proxy_for_id},
        walk_ins=walk_ins_of(meeting),
        rooms=head_counts(meeting),
        corrections=corrections_of(meeting),
        names=seats,
    )
