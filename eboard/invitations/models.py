"""Tables of invitations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped
from eboard.invitations.enums import Answer, Method, Participation
from eboard.meetings.models import Meeting
from eboard.people.models import Person


class Invitation(Timestamped, Row):
    """One person asked to one meeting."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_invitation_due", "tell_at"),
        Index("ix_invitation_person", "person_id"),
        Index("ix_invitation_slot_due", "slot_tell_at"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    tag: Mapped[str] = mapped_column(unique=True)  # the opaque part of the organizer's address
    participation: Mapped[Participation] = mapped_column(default=Participation.REQUIRED)
    is_wanted: Mapped[bool] = mapped_column(default=True)  # False once un-invited

    answer: Mapped[Answer] = mapped_column(default=Answer.NEEDS_ACTION)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_sequence: Mapped[int | None]  # of the version that was answered
    answer_starts_at: Mapped[datetime | None]  # the time that was answered for
    answer_ends_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(default="")

    revision: Mapped[int] = mapped_column(default=0)  # rises with each telling, by mail or not
    told: Mapped[Method | None]
    told_sequence: Mapped[int | None]
    told_content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the last news said
    reached_content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the last news that left said
    told_at: Mapped[datetime | None]
    tell_at: Mapped[datetime | None]  # end of the hold window, while something is to be told
    told_slot: Mapped[int | None]  # minutes after the start at which the person was last told to be needed first
    slot_tell_at: Mapped[datetime | None]  # end of the hold window, while that has moved

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
