"""The boards a case may go to, and their names."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import TumorSite
from eboard.boards.models import Board
from eboard.boards.rules import rules_on
from eboard.cases.models import Case
from eboard.cases.states import WITH_CARE_TEAM
from eboard.core import time
from eboard.core.db import db


def open_boards() -> list[Board]:
    """The boards that take cases, by name."""
    return list(db.session.scalars(select(Board).where(~Board.has_closed).order_by(Board.name)))


def offered_to(case: Case) -> dict[UUID, str]:
    """The boards that a case's form knows: the open ones, and its own, even a closed one, once that board has it."""
    names = {board.id: board.name for board in open_boards()}
    return names if case.state in WITH_CARE_TEAM else names | board_names([case.board_id])


def board_for(site: TumorSite | None) -> Board | None:
    """The one open board that covers a site; None if there is none or the person has to choose."""
    fitting = [board for board in open_boards() if site in board.tumor_sites]
    return fitting[0] if len(fitting) == 1 else None


def board_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of boards by id."""
    wanted = {id_ for id_ in ids if id_ is not None}
    found = db.session.execute(select(Board.id, Board.name).where(Board.id.in_(wanted)))
    return {row.id: row.name for row in found}


def needs_consent(case: Case) -> bool:
    """Whether the rules of the case's board ask for the patient's consent; so it is without a board."""
    board = db.session.get(Board, case.board_id) if case.board_id else None
    return board is None or rules_on(board, time.now().date()).consent_needed
