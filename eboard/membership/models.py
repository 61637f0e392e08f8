"""Tables of agreements, of re-certification and of what people leave behind."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped
from eboard.core.time import wall
from eboard.membership.enums import AgreementKind, Decision, DutyKind
from eboard.people.enums import Specialty
from eboard.people.models import Organization, Person


class Agreement(Timestamped, Row):
    """A signed paper; a renewal is a new row, so that the rows are the history."""

    __tablename__ = "membership_agreement"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[AgreementKind]
    reference: Mapped[str]  # under which the paper is filed
    signed_by: Mapped[str]  # who signed for the organization
    signed_on: Mapped[date]
    expires_on: Mapped[date]  # its last day
    ended_on: Mapped[date | None]  # its last day, when it was ended before
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    organization: Mapped[Organization] = relationship()
    recorded_by: Mapped[Person | None] = relationship()

    @property
    def last_day(self) -> date:
        """The last day on which it is in force."""
        return self.expires_on if self.ended_on is None else min(self.ended_on, self.expires_on)

    @property
    def was_a_mistake(self) -> bool:
        """Whether it was ended on the day it was recorded, before it could be relied on."""
        return self.ended_on is not None and self.ended_on < wall(self.created_at, self.organization.zone).date()

    def is_in_force(self, day: date) -> bool:
        """Whether it covers a day."""
        return self.signed_on <= day <= self.last_day


class CertificationRound(Timestamped, Row):
    """The asking of one quarter in one organization."""

    __tablename__ = "certification_round"
    __table_args__ = (UniqueConstraint("organization_id", "quarter"),)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    quarter: Mapped[date]  # its first day
    opened_at: Mapped[datetime]
    due_on: Mapped[date]


class Certification(Row):
    """What was decided of a person in an organization; it answers every round that was open then."""

    __tablename__ = "certification"
    __table_args__ = (Index("ix_certification_person", "person_id", "organization_id", "decided_at"),)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[Decision]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class LeftDuty(Timestamped, Row):
    """Something nobody took over when its person left; whether it still waits follows from what it points at, too."""

    __tablename__ = "left_duty"
    __table_args__ = (Index("ix_left_duty_waiting", "settled_at", "board_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)  # who left
    kind: Mapped[DutyKind]
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("board.id"))  # whose staff may hand it over
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))  # whose administrator may
    role: Mapped[str] = mapped_column(default="")  # of a seat
    specialty: Mapped[Specialty | None]  # of a seat or of what is prepared
    ends_on: Mapped[date | None]  # the last day of a seat
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: nobody is needed

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
