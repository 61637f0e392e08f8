"""Tables of the review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.models import Person
from eboard.review.enums import OddityKind


class Oddity(Timestamped, Versioned, Row):
    """A stretch of one person's looking that is worth a look; found again it is the same."""

    __tablename__ = "oddity"
    __table_args__ = (
        Index("ix_oddity_open", "looked_at", "from_at"),
        Index("ix_oddity_person", "person_id", "from_at"),
    )

    key: Mapped[str] = mapped_column(unique=True)  # kind, person, and the beginning or the day
    kind: Mapped[OddityKind]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"), index=True)  # of the cases
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    count: Mapped[int]  # cases, or refusals
    usual: Mapped[int] = mapped_column(default=0)  # the most cases of an hour in the month before
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    looked_by: Mapped[Person | None] = relationship(foreign_keys=[looked_by_id])
