"""The boards, and the page of each."""

from uuid import UUID

from flask import render_template

from eboard import access
from eboard.access import Permission
from eboard.boards.enums import SITES
from eboard.boards.models import Board
from eboard.boards.queries import open_boards
from eboard.boards.rules import rules_on
from eboard.boards.views.blueprint import blueprint, load_board
from eboard.conferences.agreements import problem_of
from eboard.core import time
from eboard.meetings.forms.series import WEEKDAYS
from eboard.meetings.models import Meeting
from eboard.meetings.queries import panel_on
from eboard.meetings.queries.boards import coming, next_meetings, numbers
from eboard.meetings.queries.retiming import out_of_time
from eboard.meetings.queries.series import series_of, to_plan_by_hand
from eboard.meetings.quorum import quorum


@blueprint.get("/boards")
def index() -> str:
    """All boards of the network, each with its next meeting."""
    actor = access.actor()
    boards = open_boards(access.visible(actor, Board, Permission.BOARD_READ))
    return render_template(
        "boards/index.html",
        boards=boards,
        next_meetings=next_meetings(access.visible(actor, Meeting, Permission.MEETING_READ)),
        may_add=access.holds(actor, Permission.NETWORK_MANAGE),
        my_zone=access.current_session().person.zone,
    )


@blueprint.get("/boards/<uuid:board_id>")
def show(board_id: UUID) -> str:
    """The panel, the next meetings and the numbers of a board."""
    actor = access.actor()
    board = load_board(board_id, Permission.BOARD_READ)
    today = time.wall(time.now(), board.zone).date()
    rules, panel = rules_on(board, today), panel_on(board.id, today)
    meetings = coming(access.visible(actor, Meeting, Permission.MEETING_READ), board)
    series = series_of(board)
    return render_template(
        "boards/show.html",
        board=board,
        may=access.permissions(actor, board),
        panel_seats=panel,
        sites=[SITES[name].label for name in board.tumor_sites if name in SITES],
        rules=rules,
        quorum=quorum(rules, [[seat.specialty] for seat in panel if seat.specialty]),
        meetings=meetings,
        numbers=numbers(meetings),
        video_problem=problem_of(board.conference_provider_id),
        series=series,
        by_hand=to_plan_by_hand(series),
        out_of_time=out_of_time(board),
        weekdays=dict(WEEKDAYS),
        my_zone=access.current_session().person.zone,
    )
