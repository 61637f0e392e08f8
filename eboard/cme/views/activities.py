"""Activities of a board, for its staff: terms, ledger, disclosures, evaluations, export."""

from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.boards.models import Board
from eboard.cme.actions.activities import change_activity, make_activity
from eboard.cme.credit import credit_text
from eboard.cme.export import ledger_csv
from eboard.cme.forms import ActivityForm, TermsForm
from eboard.cme.models import CmeActivity, CmeEntry
from eboard.cme.queries import (
    activities_of,
    all_entries,
    disclosures_at,
    evaluations_of,
    series_of,
    single_meetings,
    standings,
)
from eboard.cme.scopes import scopes_of
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.core.web.downloads import as_file

blueprint = Blueprint("cme", __name__)
blueprint.add_app_template_filter(credit_text)

Page = Response | str | tuple[str, int]
USUAL = {
    "unit_minutes": 15,
    "unit_credits": Decimal("0.25"),
    "maximum": Decimal(50),
    "credit_type": "AMA PRA Category 1 Credits",
}


@blueprint.get("/boards/<uuid:board_id>/credit")
def of_board(board_id: UUID) -> str:
    """What a board gives credit for."""
    actor = access.actor()
    board = access.load(actor, Board, board_id, Permission.BOARD_STAFF)
    found = activities_of(board.id, access.visible(actor, CmeActivity, Permission.CREDIT_MANAGE))
    return render_template("cme/board.html", board=board, activities=found)


@blueprint.route("/boards/<uuid:board_id>/credit/new", methods=["GET", "POST"])
def new(board_id: UUID) -> Page:
    """Give credit for a series in a year, or for one meeting."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_STAFF)
    form = ActivityForm(
        year=time.now().year, title=board.name, demands_disclosure=True, demands_evaluation=True, **USUAL
    )
    form.scope.choices = scopes_of(series_of(board.id), single_meetings(board.id))
    if form.validate_on_submit():
        done, activity = form.perform(
            lambda: make_activity(
                actor=access.actor(),
                board=board,
                series_id=form.series_id,
                meeting_id=form.meeting_id,
                year=form.year.data,
                terms=form.terms(),
            )
        )
        if done and activity is not None:
            flash(_("Credit is counted within ten minutes, also for the meetings that were held."), "ok")
            return redirect(url_for("cme.show", activity_id=activity.id))
    return render_template("cme/terms.html", form=form, board=board, activity=None), form.status


@blueprint.get("/credit/<uuid:activity_id>")
def show(activity_id: UUID) -> str:
    """Who has earned what, who has disclosed what, and what the learners say."""
    activity = _load(activity_id)
    found = standings(select(CmeEntry).where(CmeEntry.activity_id == activity.id))
    evaluations = evaluations_of([activity.id])
    return render_template(
        "cme/activity.html",
        activity=activity,
        standings=found,
        disclosures=disclosures_at([one.person.id for one in found], time.now()),
        evaluations=list(evaluations.values()),
        evaluated={person_id for _activity_id, person_id in evaluations},
    )


@blueprint.route("/credit/<uuid:activity_id>/edit", methods=["GET", "POST"])
def edit(activity_id: UUID) -> Page:
    """Change what an activity promises and demands."""
    activity = _load(activity_id)
    form = TermsForm.of(activity)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_activity(
                actor=access.actor(), activity=activity, terms=form.terms(), version=form.version.data
            )
        )
        if done:
            flash(_("Saved. The ledger is counted anew within ten minutes; what it said before stays in it."), "ok")
            return redirect(url_for("cme.show", activity_id=activity.id))
    return render_template("cme/terms.html", form=form, board=activity.board, activity=activity), form.status


@blueprint.get("/credit/<uuid:activity_id>/ledger.csv")
def export(activity_id: UUID) -> Response:
    """The whole ledger of an activity, also what was replaced."""
    access.confirm_recently()
    activity = _load(activity_id)
    entries = all_entries(select(CmeEntry).where(CmeEntry.activity_id == activity.id))
    record_read(
        actor=access.actor(),
        event=AccessEvent.EXPORTED,
        subject=activity,
        organization_id=activity.board.organization_id,
        entries=len(entries),
    )
    return as_file(ledger_csv(entries), media_type="text/csv; charset=utf-8", name=f"ledger-{activity.year}.csv")


def _load(activity_id: UUID) -> CmeActivity:
    board = [joinedload(CmeActivity.board)]
    return access.load(access.actor(), CmeActivity, activity_id, Permission.CREDIT_MANAGE, options=board)
