"""What a nomination may choose from, and the names of what it chose."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import TumorSite
from eboard.boards.models import Board
from eboard.core.db import db
from eboard.people.models import Person


def open_boards() -> list[Board]:
    """The boards that take cases, by name."""
    return list(db.session.scalars(select(Board).where(~Board.has_closed).order_by(Board.name)))


def board_for(site: TumorSite | None) -> Board | None:
    """The one open board that covers a site; None if there is none or the person has to choose."""
    fitting = [board for board in open_boards() if site in board.tumor_sites]
    return fitting[0] if len(fitting) == 1 else None


def names_of(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people by id."""
    wanted = {id_ for id_ in ids if id_ is not None}
    people = db.session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.name for person in people}


def board_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of boards by id."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return dict(db.session.execute(select(Board.id, Board.name).where(Board.id.in_(wanted))).tuples().all())
