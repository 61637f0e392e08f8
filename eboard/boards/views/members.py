"""Who sits on a board."""

from uuid import UUID

from flask import flash, render_template
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.actions.members import add_member, cap_seat, end_membership, yesterday
from eboard.boards.forms.boards import CapForm, MemberForm
from eboard.boards.models import Board, BoardMembership
from eboard.boards.queries import seat_of
from eboard.boards.views.blueprint import Page, blueprint, load_board, to_board
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.meetings.forms.agenda import as_id
from eboard.people.views.search import chosen


@blueprint.route("/boards/<uuid:board_id>/members/new", methods=["GET", "POST"])
def new_member(board_id: UUID) -> Page:
    """Give a person a role on a board."""
    board = load_board(board_id, Permission.BOARD_MANAGE)
    form = MemberForm(starts_on=time.wall(time.now(), board.zone).date())
    if form.validate_on_submit():
        done, _seat = form.perform(lambda: _add(board, form))
        if done:
            flash(_("Saved. Coming meetings follow by themselves."), "ok")
            return to_board(board)
    return render_template("boards/member.html", form=form, board=board), form.status


@blueprint.route("/boards/<uuid:board_id>/members/<uuid:seat_id>/cases", methods=["GET", "POST"])
def cap_member(board_id: UUID, seat_id: UUID) -> Page:
    """How many cases somebody prepares for one meeting at most."""
    board = load_board(board_id, Permission.BOARD_MANAGE)
    seat = seat_of(board, seat_id)
    form = CapForm(most_cases=seat.most_cases)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: cap_seat(actor=access.actor(), board=board, seat=seat, most_cases=form.most_cases.data)
        )
        if done:
            flash(_("Saved."), "ok")
            return to_board(board)
    return render_template("boards/cap.html", form=form, board=board, seat=seat), form.status


@blueprint.post("/boards/<uuid:board_id>/members/<uuid:seat_id>/end")
def end_member(board_id: UUID, seat_id: UUID) -> Response:
    """End a role now."""
    board = load_board(board_id, Permission.BOARD_MANAGE)
    end_membership(actor=access.actor(), board=board, seat=seat_of(board, seat_id), last_day=yesterday())
    flash(_("The role has ended. Coming invitations are taken back by themselves."), "ok")
    return to_board(board)


def _add(board: Board, form: MemberForm) -> BoardMembership:
    return add_member(
        actor=access.actor(),
        board=board,
        person=chosen(access.actor(), as_id(form.person_id.data), form.person.data, field="person"),
        role=form.chosen_role,
        specialty=form.chosen_specialty,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        most_cases=form.most_cases.data,
    )
