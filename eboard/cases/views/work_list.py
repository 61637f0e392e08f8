"""The work list of a board's staff, and what can be done to many rows at once."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.cases.actions.bulk import take_back_cases, triage_cases
from eboard.cases.enums import CaseState, Order, Urgency, Waiting
from eboard.cases.forms.triage import BulkForm
from eboard.cases.forms.work_list import address_of, ids_in, wanted_in
from eboard.cases.models import Case
from eboard.cases.queries.choices import boards_by_name, organizations_by_name
from eboard.cases.queries.handed_on import handed_on
from eboard.cases.queries.work_list import chosen, counts, on_boards, page_of, rows
from eboard.core.web.paging import page_number
from eboard.meetings.queries.upcoming import next_by_board
from eboard.people.models import Organization

blueprint = Blueprint("work_list", __name__, url_prefix="/work-list")


@blueprint.get("")
def index() -> str:
    """Every case of my boards that waits, the one with the least time left first."""
    actor = access.actor()
    boards = boards_by_name(access.visible(actor, Board, Permission.BOARD_STAFF))
    mine = [board.id for board in boards]
    meetings = next_by_board(mine)
    wanted = wanted_in(request.args)
    cases = on_boards(access.visible(actor, Case, Permission.CASE_TRIAGE), mine)
    counted = counts(cases)
    page = page_of(cases, wanted, meetings, number=page_number(), counted=counted)
    access.listed(actor, page.items)
    return render_template(
        "cases/work_list.html",
        rows=rows(page.items, meetings),
        page=page,
        wanted=wanted,
        address=address_of(wanted),
        counts=counted,
        handed_on=handed_on(mine),
        boards=boards,
        organizations=organizations_by_name(access.visible(actor, Organization, Permission.ORGANIZATION_READ)),
        kinds={"waiting": Waiting, "state": CaseState, "urgency": Urgency, "sort": Order},
        form=BulkForm(formdata=None),
    )


@blueprint.post("/bulk")
def bulk() -> tuple[str, int]:
    """Accept or return what was ticked; each row says what became of it."""
    form = BulkForm()
    cases = _ticked()
    outcomes = (
        triage_cases(actor=access.actor(), cases=cases, result=form.do.data, reason=form.reason.data)
        if form.validate()
        else []
    )
    return render_template("cases/work_list_outcome.html", outcomes=outcomes, form=form), form.status


@blueprint.post("/take-back")
def take_back() -> str:
    """Undo what was just done to many rows."""
    outcomes = take_back_cases(actor=access.actor(), cases=_ticked())
    return render_template("cases/work_list_outcome.html", outcomes=outcomes, form=None)


def _ticked() -> Sequence[Case]:
    return chosen(access.visible(access.actor(), Case, Permission.CASE_TRIAGE), ids_in(request.form))
