"""The blueprint, and the way its pages load a board."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core.i18n import gettext as _
from eboard.planning.models import Takeover

blueprint = Blueprint("planning", __name__)


def load_board(board_id: UUID) -> Board:
    """The board, if the person at the screen runs it."""
    return access.load(access.actor(), Board, board_id, Permission.BOARD_STAFF)


def is_free() -> bool:
    """Whether planned agendas are to be rearranged, too."""
    return "free" in request.args


def with_undo(text: str, takeover: Takeover) -> dict[str, str]:
    """A message with the way back."""
    back = url_for("planning.take_back", board_id=takeover.board_id, takeover_id=takeover.id)
    return {"text": text, "action_url": back, "action_label": _("Undo")}


def to_proposal(board: Board, *, anchor: str | None = None) -> Response:
    """Back to the proposal as it was looked at."""
    free = 1 if is_free() else None
    return redirect(url_for("planning.show", board_id=board.id, free=free, _anchor=anchor), 303)
