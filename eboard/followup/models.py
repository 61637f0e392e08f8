"""Tables of follow-ups."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.cases.models import Case
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.followup.enums import DeviationReason, Followed
from eboard.people.models import Person
from eboard.recommendations.models import SignedVersion

GRACE = timedelta(days=14)  # an answer that is missing for longer is overdue


class FollowUp(Timestamped, Versioned, Row):
    """One recommendation that is followed, with what is known of it now."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("discussion_id", "line"),)

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("signed_version.id"), index=True)  # the last that says this
    position: Mapped[int]  # of the recommendation in that version, from 1; 0 for the outcome as a whole
    line: Mapped[str]  # the key of what is recommended
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # when it is asked for next; None once settled
    followed: Mapped[Followed | None]
    reason: Mapped[DeviationReason | None]
    note: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    version: Mapped[SignedVersion] = relationship()
    answers: Mapped[list["FollowUpAnswer"]] = relationship(order_by="FollowUpAnswer.id.desc()")

    @property
    def text(self) -> str:
        """What was recommended, in the words of the letter."""
        outcome = self.version.content["outcome"]
        return str(outcome["recommendations"][self.position - 1]["text"] if self.position else outcome["summary"])

    @property
    def meeting_start(self) -> datetime:
        """When the meeting began that discussed the case."""
        return datetime.fromisoformat(self.version.content["meeting"]["starts_at"])

    def is_due(self, moment: datetime) -> bool:
        """Whether the care team is asked."""
        return self.due_at is not None and self.due_at <= moment

    def is_overdue(self, moment: datetime) -> bool:
        """Whether the answer is missing for too long."""
        return self.due_at is not None and self.due_at + GRACE <= moment


class FollowUpAnswer(Row):
    """One answer; a correction is another one, and the newest counts."""

    __tablename__ = "follow_up_answer"

    follow_up_id: Mapped[UUID] = mapped_column(ForeignKey("follow_up.id"), index=True)
    followed: Mapped[Followed]
    reason: Mapped[DeviationReason | None]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship()


class FollowUpReminder(Base):
    """The day on which a person was last reminded."""

    __tablename__ = "follow_up_reminder"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date]  # on the person's own calendar


class FatesMark(Base):
    """The day on which a person was last told what became of the boards' cases, or had nothing to be told."""

    __tablename__ = "fates_mark"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date]  # on the person's own calendar
