"""Tables beside the stretches themselves: walk-ins, heads without a name, and what stretches said before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped
from eboard.meetings.enums import Presence
from eboard.meetings.models import Meeting
from eboard.people.models import Person


class WalkIn(Timestamped, Row):
    """Somebody who checked in and whom nobody expected; he or she counts once confirmed."""

    __tablename__ = "walk_in"
    __table_args__ = (Index("ix_walk_in_meeting", "meeting_id"), Index("ix_walk_in_person", "person_id"))

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    presence: Mapped[Presence]
    room: Mapped[str] = mapped_column(default="")
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class HeadCount(Timestamped, Row):
    """How many people without a name share the device of a room; the newest count of a room is the one that holds."""

    __tablename__ = "head_count"
    __table_args__ = (Index("ix_head_count_meeting", "meeting_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    room: Mapped[str]
    heads: Mapped[int]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    noted_by: Mapped[Person | None] = relationship()


class Correction(Row):
    """What a stretch said before and what it says since, by whom and why; never changed and never deleted.

    ``before`` is empty for one that was added afterwards, ``after`` for one that was taken away.
    """

    __tablename__ = "attendance_correction"
    __table_args__ = (Index("ix_attendance_correction_meeting", "meeting_id", "at"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    stretch_id: Mapped[UUID]  # of a row of `attendance`, which may be gone
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


@event.listens_for(Correction, "before_update")
@event.listens_for(Correction, "before_delete")
def _refuse(_mapper: object, _connection: object, _row: Correction) -> None:
    """The history stays as it was written."""
    raise TypeError("A correction is never changed and never deleted.")
