"""What a report is about: one board, or one organization's cases at all boards."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.cases.queries.consents import is_shared
from eboard.meetings.models import Meeting
from eboard.people.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A board (with its host) or an organization; ``zone`` says where its days begin."""

    organization_id: UUID  # the organization, or the host of the board
    board_id: UUID | None = None
    name: str
    zone: str
    sites: tuple[str, ...] = ()  # of the board; an organization has them all

    @property
    def counts(self) -> ColumnElement[bool]:
        """Which agenda items count, over `Meeting` and `Case`.

        A board's report is read by people a restricted case does not name, so that it leaves such cases out, as its
        page of fates does; an organization counts all cases of its own.
        """
        if self.board_id is not None:
            return and_(Meeting.board_id == self.board_id, ~Case.is_restricted, is_shared())
        return and_(Case.organization_id == self.organization_id, is_shared())


def of_board(board: Board) -> Scope:
    """A board's own report."""
    return Scope(
        organization_id=board.organization_id,
        board_id=board.id,
        name=board.name,
        zone=board.zone,
        sites=tuple(board.tumor_sites),
    )


def of_organization(organization: Organization) -> Scope:
    """The report for an organization's own cancer committee."""
    return Scope(organization_id=organization.id, name=organization.name, zone=organization.zone)
