"""Tables of continuing education. Credits are whole hundredths: 25 is a quarter of a credit."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.models import Board, Series
from eboard.cme.enums import EntryReason
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.meetings.models import Meeting
from eboard.people.models import Person


class CmeActivity(Timestamped, Versioned, Row):
    """A series in one year, or one meeting, for which credit is given."""

    __tablename__ = "cme_activity"
    __table_args__ = (UniqueConstraint("series_id", "year"), UniqueConstraint("meeting_id"))

    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"), index=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))  # one of the two
    year: Mapped[int]
    title: Mapped[str]
    statement: Mapped[str]  # of accreditation, as the accreditor demands it
    credit_type: Mapped[str]
    maximum: Mapped[int]  # hundredths a person may earn in the whole activity
    unit_minutes: Mapped[int] = mapped_column(default=15)  # each full unit earns
    unit_credits: Mapped[int] = mapped_column(default=25)  # so many hundredths
    most_per_meeting: Mapped[int | None]  # hundredths
    demands_disclosure: Mapped[bool] = mapped_column(default=True)
    demands_evaluation: Mapped[bool] = mapped_column(default=True)

    board: Mapped[Board] = relationship()
    series: Mapped[Series | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()


class CmeDisclosure(Row):
    """What a person said of financial relations; the newest counts, for a year."""

    __tablename__ = "cme_disclosure"
    __table_args__ = (Index("ix_cme_disclosure_person", "person_id", "made_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    valid_until: Mapped[datetime]
    relations: Mapped[str]  # with whom and what for; empty: none

    person: Mapped[Person] = relationship()


class CmeEntry(Row):
    """A line of the ledger; of one person and meeting the one with the highest version counts."""

    __tablename__ = "cme_entry"
    __table_args__ = (
        UniqueConstraint("activity_id", "meeting_id", "person_id", "version"),
        Index("ix_cme_entry_person", "person_id"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("cme_activity.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]  # counts from 1; each replaces the one before
    minutes: Mapped[int]
    credits: Mapped[int]  # hundredths
    reason: Mapped[EntryReason]
    at: Mapped[datetime]

    activity: Mapped[CmeActivity] = relationship()
    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()


class CmeCount(Base):
    """Up to when every change of the attendance of a meeting is in the ledger of an activity."""

    __tablename__ = "cme_count"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("cme_activity.id"), primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    counted_at: Mapped[datetime]


class CmeAsk(Base):
    """A person who was asked to disclose before the first meeting of an activity."""

    __tablename__ = "cme_ask"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("cme_activity.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    asked_at: Mapped[datetime]


class CmeEvaluation(Row):
    """What a learner says of an activity, once."""

    __tablename__ = "cme_evaluation"
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("cme_activity.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    usefulness: Mapped[int]  # 1 to 5
    is_balanced: Mapped[bool]  # free of commercial bias
    change: Mapped[str]  # what he or she will do differently
    comment: Mapped[str] = mapped_column(default="")


class CmeCertificate(Row):
    """A sum that was certified; its code is derived from its id, and only the hash of the code is stored."""

    __tablename__ = "cme_certificate"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("cme_activity.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    name: Mapped[str]  # this and the next four as they were then
    title: Mapped[str]
    provider: Mapped[str]
    statement: Mapped[str]
    credit_type: Mapped[str]
    credits: Mapped[int]
    meetings: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    issued_at: Mapped[datetime]

    activity: Mapped[CmeActivity] = relationship()


@event.listens_for(CmeEntry, "before_update")
@event.listens_for(CmeEntry, "before_delete")
@event.listens_for(CmeDisclosure, "before_update")
@event.listens_for(CmeDisclosure, "before_delete")
@event.listens_for(CmeCertificate, "before_update")
@event.listens_for(CmeCertificate, "before_delete")
def _refuse(_mapper: object, _connection: object, row: Any) -> None:
    """What was written stays as it was written; after six years `forget_activity` takes whole activities away."""
    raise TypeError(f"A row of {row.__tablename__} is never changed and never deleted by itself.")
