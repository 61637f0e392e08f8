"""Wishes for the place of a case, said and taken back on the page of the proposal."""

from uuid import UUID

from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.planning.actions.wishing import drop_wish, wish
from eboard.planning.forms import WishForm
from eboard.planning.queries import wish_about
from eboard.planning.views.blueprint import blueprint, load_board, to_proposal


@blueprint.post("/boards/<uuid:board_id>/wishes")
def say(board_id: UUID) -> Response:
    """Say where a case is to come, or is not to."""
    actor = access.actor()
    board = load_board(board_id)
    form = WishForm()
    case = access.load(actor, Case, form.case_id, Permission.CASE_SCHEDULE)
    meeting, after = form.meeting_id, form.after_id
    if case.board_id != board.id:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    wish(
        actor=actor,
        case=case,
        kind=form.wished,
        meeting=access.load(actor, Meeting, meeting, Permission.MEETING_PLAN) if meeting else None,
        after=access.load(actor, Case, after, Permission.CASE_SCHEDULE) if after else None,
    )
    return to_proposal(board, anchor=f"case-{case.id}")


@blueprint.post("/boards/<uuid:board_id>/wishes/<uuid:wish_id>/drop")
def drop(board_id: UUID, wish_id: UUID) -> Response:
    """Take a wish back."""
    actor = access.actor()
    board = load_board(board_id)
    cases = access.visible(actor, Case, Permission.CASE_SCHEDULE).where(Case.board_id == board.id)
    said = wish_about(cases, wish_id)
    drop_wish(actor=actor, board=board, said=said)
    return to_proposal(board, anchor=f"case-{said.case_id}")
