"""Series of a board."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.series import change_series, make_series
from eboard.meetings.forms.series import SeriesForm
from eboard.meetings.queries.series import one_series
from eboard.meetings.views.blueprint import blueprint
from eboard.meetings.views.plans import Page


@blueprint.route("/boards/<uuid:board_id>/series/new", methods=["GET", "POST"])
def new_series(board_id: UUID) -> Page:
    """Make a series; its meetings are planned twelve months ahead."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_MANAGE)
    form = SeriesForm.for_board(board, time.wall(time.now(), board.zone).date())
    if form.validate_on_submit():
        done, _series = form.perform(lambda: make_series(actor=access.actor(), board=board, facts=form.facts()))
        if done:
            flash(_("The series is there. Its meetings are planned; nobody is told before you publish them."), "ok")
            return _to_board(board)
    return render_template("meetings/series.html", form=form, board=board, series=None), form.status


@blueprint.route("/boards/<uuid:board_id>/series/<uuid:series_id>", methods=["GET", "POST"])
def edit_series(board_id: UUID, series_id: UUID) -> Page:
    """Change a series; its planned meetings follow."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_MANAGE)
    series = one_series(board, series_id)
    form = SeriesForm.for_series(series)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_series(actor=access.actor(), series=series, facts=form.facts(), version=form.version.data)
        )
        if done:
            flash(_("Saved. Planned meetings follow; published ones stay as they are."), "ok")
            return _to_board(board)
    return render_template("meetings/series.html", form=form, board=board, series=series), form.status


def _to_board(board: Board) -> Response:
    return redirect(url_for("boards.show", board_id=board.id))
