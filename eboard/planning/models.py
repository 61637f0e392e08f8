"""What coordinators fixed of agendas to be, and what was taken over."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.cases.models import Case
from eboard.core.db import Row, Timestamped
from eboard.planning.enums import WishKind


class Wish(Timestamped, Row):
    """A coordinator's wish for the place of a case; it counts as long as its meeting is to come."""

    __tablename__ = "planning_wish"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[WishKind]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))  # but of AFTER
    after_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    case: Mapped[Case] = relationship(foreign_keys=[case_id])


class Takeover(Timestamped, Row):
    """Agendas before and after a proposal was taken over, so that it can be undone while they stand so.

    Both map the id of each touched meeting to its lines in order, each the ids of case and presenter and the minutes.
    """

    __tablename__ = "planning_takeover"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
