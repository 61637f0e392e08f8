"""The table of summaries."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eboard.core.db import Base


class DigestMark(Base):
    """How far one person's summaries have come."""

    __tablename__ = "digest_mark"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date]  # the last day that was looked at, on the person's own calendar
    until: Mapped[datetime]  # what changed before was in an earlier summary
