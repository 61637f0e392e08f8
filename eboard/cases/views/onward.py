"""Taking a case on to a second board."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.cases.actions.onward import STAYS, nominate_onward
from eboard.cases.forms.triage import OnwardForm
from eboard.cases.models import Case
from eboard.cases.panels import panel
from eboard.cases.queries.choices import boards_by_name
from eboard.core.i18n import gettext as _

blueprint = Blueprint("onward", __name__, url_prefix="/cases/<uuid:case_id>/onward")


@panel("cases/parts/onward.html", order=90)
def _panel(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """The care team's way to a second board."""
    if Permission.CASE_EDIT not in may or case.state in STAYS:
        return None
    return {"form": _form(case, OnwardForm(formdata=None))}


@blueprint.get("")
def show(case_id: UUID) -> str:
    """Choose the board."""
    case = access.load(access.actor(), Case, case_id, Permission.CASE_EDIT)
    return _page(case, _form(case, OnwardForm(formdata=None)))


@blueprint.post("")
def nominate(case_id: UUID) -> Response | tuple[str, int]:
    """Make the draft for the second board."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = _form(case, OnwardForm())
    done, onward = (
        form.validate() and form.perform(lambda: nominate_onward(actor=actor, case=case, board=form.chosen))
    ) or (False, None)
    if not done or onward is None:
        return _page(case, form), form.status
    flash(_("Everything is in the new draft. Look it over and submit it."), "ok")
    return redirect(url_for("nomination.edit", case_id=onward.id), 303)


def _form(case: Case, form: OnwardForm) -> OnwardForm:
    boards = boards_by_name(access.visible(access.actor(), Board, Permission.BOARD_READ))
    form.offer([board for board in boards if board.id != case.board_id])
    return form


def _page(case: Case, form: OnwardForm) -> str:
    return render_template("cases/onward.html", case=case, data={"form": form})
