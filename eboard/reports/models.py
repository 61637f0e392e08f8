"""Tables of reports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.enums import TumorSite
from eboard.boards.models import Board
from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.models import Organization, Person
from eboard.recommendations.models import SignedVersion

# A report asks for signatures, readings and follow-ups of thousands of outcomes; their letters need not be read for it.
Index(
    "ix_signed_version_report",
    SignedVersion.discussion_id,
    SignedVersion.state,
    SignedVersion.signed_at,
    SignedVersion.id,
)


class AnalyticCaseload(Timestamped, Versioned, Row):
    """How many analytic cases an organization had in a year, as its registry counts them."""

    __tablename__ = "analytic_caseload"
    __table_args__ = (UniqueConstraint("organization_id", "year", "site"),)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    year: Mapped[int]
    site: Mapped[str]  # a value of TumorSite, or "" for all sites together
    number: Mapped[int]

    organization: Mapped[Organization] = relationship()

    @property
    def site_label(self) -> str:
        """The site in words, empty for all together."""
        return TumorSite.of(self.site).label if self.site else ""


class FrozenReport(Row):
    """A report as it was handed in, of a board or of an organization; it never changes."""

    __tablename__ = "frozen_report"

    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("board.id"), index=True)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]  # of the canonical JSON of `content`
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime]

    board: Mapped[Board | None] = relationship()
    frozen_by: Mapped[Person] = relationship()


@event.listens_for(FrozenReport, "before_update")
@event.listens_for(FrozenReport, "before_delete")
def _refuse(_mapper: object, _connection: object, _report: FrozenReport) -> None:
    """What was reported stays as it was reported."""
    raise TypeError("A frozen report is never changed and never deleted.")
