"""Series of a board."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.availability.burden import points
from eboard.availability.rotation import Fairness, Site
from eboard.boards.models import Board, Series
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.invitations.attendees import sites
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
    if _is_asked_to_propose():
        _propose(board, form)
    elif form.validate_on_submit():
        done, _series = form.perform(lambda: make_series(actor=access.actor(), board=board, facts=form.facts()))
        if done:
            flash(_("The series is there. Its meetings are planned; nobody is told before you publish them."), "ok")
            return _to_board(board)
    return _page(board, form, None)


@blueprint.route("/boards/<uuid:board_id>/series/<uuid:series_id>", methods=["GET", "POST"])
def edit_series(board_id: UUID, series_id: UUID) -> Page:
    """Change a series; its planned meetings follow."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_MANAGE)
    series = one_series(board, series_id)
    form = SeriesForm.for_series(series)
    if _is_asked_to_propose():
        _propose(board, form)
    elif form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_series(actor=access.actor(), series=series, facts=form.facts(), version=form.version.data)
        )
        if done:
            flash(_("Saved. Planned meetings follow; published ones stay as they are."), "ok")
            return _to_board(board)
    return _page(board, form, series)


def _is_asked_to_propose() -> bool:
    return "propose" in request.form


def _propose(board: Board, form: SeriesForm) -> None:
    """Fill the form with the fairest starts; nothing is saved."""
    form.validate()
    if not form.has_rhythm:
        return
    done, starts = form.perform(lambda: form.fairest(_sites(board, form)))
    if done and starts and len(set(starts)) == 1:
        start = f"{starts[0]:%H:%M}"
        flash(_("One start suits every zone best: %(start)s. Nothing needs to rotate.", start=start), "ok")
    elif done and starts:
        form.fill_rotation(starts)
        form.validate()


def _page(board: Board, form: SeriesForm, series: Series | None) -> Page:
    """The form with what its rotation asks of each zone."""
    shown: Fairness | None = None
    if form.starts and form.has_rhythm:
        _done, shown = form.perform(lambda: form.fairness(_sites(board, form)))
    return render_template(
        "meetings/series.html", form=form, board=board, series=series, fairness=shown, points=points
    ), form.status


def _sites(board: Board, form: SeriesForm) -> list[Site]:
    return sites(board, max(form.first_day.data, time.wall(time.now(), board.zone).date()))


def _to_board(board: Board) -> Response:
    return redirect(url_for("boards.show", board_id=board.id))
