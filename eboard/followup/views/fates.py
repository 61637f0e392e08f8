"""What became of a board's recommendations, for its staff and its panel."""

from uuid import UUID

from flask import render_template

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core import time
from eboard.followup.fates import fates_of
from eboard.followup.views.blueprint import blueprint


@blueprint.get("/boards/<uuid:board_id>")
def of_board(board_id: UUID) -> str:
    """The numbers of a year."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_FATES)
    return render_template("followup/board.html", board=board, fates=fates_of(board.id, time.now()))
