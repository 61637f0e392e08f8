"""The table of minutes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row
from eboard.meetings.models import Meeting
from eboard.people.models import Person


class Minutes(Row):
    """One version of the minutes of a meeting, as they were kept."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]  # counts from 1
    content: Mapped[dict[str, Any]]  # the texts of `wording.MinutesText`
    sha256: Mapped[str]  # of the canonical JSON of `content`
    reason: Mapped[str]  # of a correction
    kept_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    kept_by: Mapped[Person] = relationship()


@event.listens_for(Minutes, "before_update")
@event.listens_for(Minutes, "before_delete")
def _refuse(_mapper: object, _connection: object, _row: Minutes) -> None:
    """What was kept stays as it is."""
    raise TypeError("Minutes that were kept never change; a correction is a new version.")
