"""Make and change a board."""

from uuid import UUID

from flask import flash, render_template

from eboard import access
from eboard.access import Permission
from eboard.boards.actions.boards import change_board, make_board
from eboard.boards.forms.boards import BoardForm, NewBoardForm
from eboard.boards.views.blueprint import Page, blueprint, load_board, to_board
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization


@blueprint.route("/boards/new", methods=["GET", "POST"])
def new_board() -> Page:
    """Make a board of the network."""
    actor = access.actor()
    access.require(actor, Permission.NETWORK_MANAGE)
    form = NewBoardForm.blank()
    if form.validate_on_submit():
        host = access.load(actor, Organization, UUID(form.organization_id.data), Permission.ORGANIZATION_READ)
        done, board = form.perform(
            lambda: make_board(actor=actor, organization=host, code=form.code.data, facts=form.facts())
        )
        if done and board is not None:
            flash(_("The board is there. Add its people next."), "ok")
            return to_board(board)
    return render_template("boards/edit.html", form=form, board=None), form.status


@blueprint.route("/boards/<uuid:board_id>/edit", methods=["GET", "POST"])
def edit(board_id: UUID) -> Page:
    """Change what a board is."""
    board = load_board(board_id, Permission.BOARD_MANAGE)
    form = BoardForm.for_board(board)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_board(actor=access.actor(), board=board, facts=form.facts(), version=form.version.data)
        )
        if done:
            flash(_("Saved. Planned meetings keep their own time and place."), "ok")
            return to_board(board)
    return render_template("boards/edit.html", form=form, board=board), form.status
