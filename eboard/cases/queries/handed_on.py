"""What a board's staff still sees of cases that it gave to other boards: that they went, where and why."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from eboard.boards.models import Board
from eboard.cases.models import Case, CaseTransition
from eboard.cases.queries.consents import is_shared
from eboard.core import time
from eboard.core.db import db

SHOWN_FOR = timedelta(days=30)
MOST = 20


class HandedOn(NamedTuple):
    """One case that left a board."""

    number: str
    left: str
    board: str
    reason: str
    at: datetime


def handed_on(board_ids: Collection[UUID]) -> Sequence[HandedOn]:
    """The cases that left these boards lately, the newest first; restricted ones are not told of."""
    left = aliased(Board)
    found = db.session.execute(
        select(Case.number, left.name, Board.name, CaseTransition.reason, CaseTransition.at)
        .join(CaseTransition, CaseTransition.case_id == Case.id)
        .join(left, left.id == CaseTransition.left_board_id)
        .join(Board, Board.id == Case.board_id)
        .where(left.id.in_(board_ids), ~Case.is_restricted, is_shared(), CaseTransition.at > time.now() - SHOWN_FOR)
        .order_by(CaseTransition.at.desc())
        .limit(MOST)
    )
    return [HandedOn(*row) for row in found]
