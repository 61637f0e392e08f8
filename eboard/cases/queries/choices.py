"""What the filters of a list offer."""

from collections.abc import Sequence

from sqlalchemy import Select

from eboard.boards.models import Board
from eboard.core.db import db
from eboard.people.models import Organization


def boards_by_name(boards: Select[Board]) -> Sequence[Board]:
    """Boards that still take cases, in the order of their names."""
    return db.session.scalars(boards.where(~Board.has_closed).order_by(Board.name, Board.id)).all()


def organizations_by_name(organizations: Select[Organization]) -> Sequence[Organization]:
    """Organizations in the order of their names."""
    return db.session.scalars(organizations.order_by(Organization.name, Organization.id)).all()
