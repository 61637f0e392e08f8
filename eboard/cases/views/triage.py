"""One case under triage: the staff's decision and its undo."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.cases.actions.triage import take_back, triage_case
from eboard.cases.forms.triage import TriageForm
from eboard.cases.models import Case
from eboard.cases.panels import panel
from eboard.cases.queries.choices import boards_by_name
from eboard.cases.queries.history import can_be_taken_back
from eboard.cases.queries.proposals import proposals_on, turned_down
from eboard.cases.queries.work_list import rows
from eboard.cases.readiness import sentences
from eboard.cases.states import TRIAGEABLE
from eboard.core.i18n import gettext as _
from eboard.meetings.queries.upcoming import next_by_board

blueprint = Blueprint("triage", __name__, url_prefix="/cases/<uuid:case_id>/triage")


@blueprint.get("")
def show(case_id: UUID) -> str:
    """The case at a glance, and the six results."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_TRIAGE)
    return _page(case, TriageForm(formdata=None))


@blueprint.post("")
def decide(case_id: UUID) -> Response | tuple[str, int]:
    """Carry out one result."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_TRIAGE)
    form = TriageForm()
    form.offer(_other_boards(case))
    done = form.validate() and form.perform(lambda: triage_case(actor=actor, case=case, **form.decision))[0]
    if not done:
        return _page(case, form), form.status
    flash(_said(case, form.said), "ok")  # type: ignore[arg-type]  # a mapping is a flash with a button
    return redirect(url_for("work_list.index"))


@blueprint.post("/take-back")
def undo(case_id: UUID) -> Response:
    """Undo one's own last step."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_TRIAGE)
    take_back(actor=actor, case=case)
    flash(_("Taken back: %(number)s.", number=case.number), "ok")
    return redirect(url_for(".show", case_id=case.id))


@panel("cases/parts/triage.html", order=10)
def _panel(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """The decision on the page of a case that is up for triage."""
    if Permission.CASE_TRIAGE not in may or case.state not in TRIAGEABLE:
        return None
    form = TriageForm(formdata=None)
    form.offer(_other_boards(case))
    return _choices(case, form)


def _choices(case: Case, form: TriageForm) -> dict[str, Any]:
    return {"form": form, "proposal": proposals_on([case.id]).get(case.id), "turned_down": turned_down(case)}


def _other_boards(case: Case) -> list[Board]:
    boards = boards_by_name(access.visible(access.actor(), Board, Permission.BOARD_READ))
    return [board for board in boards if board.id != case.board_id]


def _said(case: Case, sentence: str) -> str | dict[str, str]:
    """What the next page says, with the way back while there is one."""
    if not can_be_taken_back(case):
        return sentence
    return {"text": sentence, "action_url": url_for(".undo", case_id=case.id), "action_label": _("Undo")}


def _page(case: Case, form: TriageForm) -> str:
    access.load(access.actor(), Case, case.id, Permission.CASE_READ)
    form.offer(_other_boards(case))
    meetings = next_by_board([case.board_id] if case.board_id else [])
    return render_template(
        "cases/triage.html",
        case=case,
        data=_choices(case, form),
        row=rows([case], meetings)[0],
        missing=sentences(case.missing),
    )
