"""Tables of retention."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.audit.enums import Via
from eboard.cases.models import Case
from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.models import Person
from eboard.retention.enums import CorrectionState, HoldKind, RecordClass


class RetentionTerm(Timestamped, Versioned, Row):
    """How many days a class is kept in this network; without a row, as long as the schedule says."""

    __tablename__ = "retention_term"

    kind: Mapped[RecordClass] = mapped_column(unique=True)
    days: Mapped[int]


class DeletionRecord(Row):
    """What one run deleted of one class; never what was in it."""

    __tablename__ = "deletion_record"
    __table_args__ = (Index("ix_deletion_record_kind", "kind", "began_at"),)

    kind: Mapped[RecordClass]
    days: Mapped[int]  # the term in force
    before: Mapped[datetime]  # whatever is older than this went
    oldest: Mapped[datetime]  # of what went
    newest: Mapped[datetime]
    count: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # None while it runs, or after it was killed, until the next run
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    via: Mapped[Via]


class LegalHold(Timestamped, Versioned, Row):
    """Nothing of a case, an organization or a person is deleted while there is one that was not lifted.

    ``subject_id`` is no foreign key: once it was lifted, the case may go, and the hold still says that it was there.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (Index("ix_legal_hold_subject", "subject_id", "lifted_at"),)

    kind: Mapped[HoldKind]
    subject_id: Mapped[UUID]
    label: Mapped[str]  # the number of the case, the code of the organization, the address of the person
    reason: Mapped[str]
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    lift_reason: Mapped[str] = mapped_column(default="")

    placed_by: Mapped[Person] = relationship(foreign_keys=[placed_by_id])
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_id])


class CorrectionRequest(Timestamped, Versioned, Row):
    """A patient asks that something in a case be corrected; refused, it keeps what the patient says to that."""

    __tablename__ = "correction_request"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.OPEN)
    asked_on: Mapped[date]
    due_on: Mapped[date]
    what: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")  # of a refusal
    statement: Mapped[str] = mapped_column(default="")  # of the patient who disagrees with it
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
