"""The page of a live room."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from eboard import access
from eboard.access import Permission
from eboard.boards.rules import rules_on
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.live.forms import ids_of_rows, lists_of, stored_form
from eboard.live.room import LIVE, Room, Sheet, room_of_meeting, sheet_of
from eboard.live.views.asking import record_reading, wished
from eboard.live.views.blueprint import blueprint
from eboard.live.views.parts import Wish, shown_to, token_of
from eboard.live.views.standing import Standing, standing_in
from eboard.meetings.models import Meeting
from eboard.meetings.views.blueprint import zone_of_viewer
from eboard.recommendations import queries
from eboard.recommendations.forms import OutcomeForm
from eboard.recommendations.requirements import demanded_elements
from eboard.recommendations.wording import DissentRule


@blueprint.get("")
def show(meeting_id: UUID) -> tuple[str, int]:
    """Now and next, the case on the table, its outcome, who is here."""
    return page(meeting_id)


@blueprint.get("/cases/<uuid:case_id>/form")
def form(meeting_id: UUID, case_id: UUID) -> str:
    """The form of one outcome as it is stored, for a page that is open; with an empty row of a kind if asked."""
    meeting, sheet = on_table(meeting_id, case_id)
    return render_template("live/parts/form.html", meeting=meeting, **form_values(meeting, sheet, None))


def on_table(meeting_id: UUID, case_id: UUID) -> tuple[Meeting, Sheet]:
    """A meeting this person runs, and a case on its agenda whose outcome he or she may write."""
    actor = access.actor()
    meeting = access.load(actor, Meeting, meeting_id, Permission.MEETING_RUN, options=LIVE)
    standing = standing_in(meeting_id)
    record_reading(standing, meeting_id)
    line = room_of_meeting(meeting, standing.readable).line_of(case_id)
    if line is None or not line.is_readable:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return meeting, sheet_of(line)


def form_values(meeting: Meeting, sheet: Sheet, typed: OutcomeForm | None) -> dict[str, Any]:
    """What the form needs: as it was typed, else as the outcome stands."""
    discussion = sheet.discussion
    outcome = typed or stored_form(discussion)
    added = request.args.get("add")
    if added in lists_of(outcome):
        outcome[added].append_entry()
    outcome.rearrange(queries.discussants(meeting))
    return {
        "form": outcome,
        "case": sheet.case,
        "item": sheet.line.item,
        "sheet": sheet,
        "demanded": demanded_elements(meeting),
        "dissent_rule": DissentRule.of(rules_on(meeting.board, meeting.day)),
        "rows": ids_of_rows(discussion, outcome),
    }


def page(
    meeting_id: UUID, *, case_id: UUID | None = None, typed: OutcomeForm | None = None, status: int = 200
) -> tuple[str, int]:
    """The whole page, with what was typed where it could not be kept."""
    meeting = access.load(access.actor(), Meeting, meeting_id, Permission.MEETING_AGENDA, options=LIVE)
    standing = standing_in(meeting_id)
    record_reading(standing, meeting_id)
    wish = Wish(case_id) if case_id else wished()
    room = room_of_meeting(meeting, standing.readable)
    html = render_template(
        "live/show.html",
        meeting=meeting,
        room=room,
        wish=wish,
        shown=shown_to(standing, meeting_id, wish),
        token=token_of(standing, meeting_id, wish),
        me=standing.signed.person_id,
        my_zone=zone_of_viewer(),
        runs=standing.found.runs,
        **_writing(room, standing, wish, typed),
    )
    return html, status


def _writing(room: Room, standing: Standing, wish: Wish, typed: OutcomeForm | None) -> dict[str, Any]:
    line = room.line_of(wish.case_id)
    if line is None or not line.is_readable or not standing.found.runs:
        return {"sheet": None}
    sheet = sheet_of(line)
    return form_values(room.meeting, sheet, typed) if sheet.is_open else {"sheet": None}
