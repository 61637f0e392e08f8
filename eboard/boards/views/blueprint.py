"""The blueprint of boards."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.boards.queries import WITH_RULES

blueprint = Blueprint("boards", __name__)

Page = str | tuple[str, int] | Response


def load_board(board_id: UUID, permission: Permission) -> Board:
    """The board with its host and rules, if the person at the screen holds ``permission``."""
    return access.load(access.actor(), Board, board_id, permission, options=WITH_RULES)


def to_board(board: Board) -> Response:
    """Back to the page of a board."""
    return redirect(url_for("boards.show", board_id=board.id))
