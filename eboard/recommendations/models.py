"""Tables of outcomes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.cases.models import Case
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.meetings.models import AgendaItem
from eboard.people.models import Person
from eboard.recommendations.enums import (
    Change,
    Considered,
    Guideline,
    Intent,
    Priority,
    RecommendationKind,
    Result,
    VersionState,
)


class Discussion(Timestamped, Versioned, Row):
    """The outcome of one agenda item, a draft until it is signed."""

    __tablename__ = "discussion"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    result: Mapped[Result | None]
    result_reason: Mapped[str] = mapped_column(default="")  # what is missing, why it was not discussed
    agreed_diagnosis: Mapped[str] = mapped_column(default="")
    stage_confirmed: Mapped[Considered | None]
    agreed_stage: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")

    # the five discussion elements
    staging_discussed: Mapped[Considered | None]
    guideline_discussed: Mapped[Considered | None]
    trial_discussed: Mapped[Considered | None]
    genetics_discussed: Mapped[Considered | None]
    supportive_care_discussed: Mapped[Considered | None]

    preference_considered: Mapped[Considered | None]
    comorbidity_considered: Mapped[Considered | None]
    change: Mapped[Change | None]

    item: Mapped[AgendaItem] = relationship()
    case: Mapped[Case] = relationship()
    recommendations: Mapped[list["Recommendation"]] = relationship(
        cascade="all, delete-orphan", order_by="Recommendation.position"
    )
    dissents: Mapped[list["Dissent"]] = relationship(cascade="all, delete-orphan", order_by="Dissent.id")
    versions: Mapped[list["SignedVersion"]] = relationship(back_populates="discussion", order_by="SignedVersion.number")


class Recommendation(Row):
    """One thing the board recommends."""

    __tablename__ = "recommendation"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), index=True)
    position: Mapped[int]
    kind: Mapped[RecommendationKind]
    text: Mapped[str]
    intent: Mapped[Intent | None]
    priority: Mapped[Priority] = mapped_column(default=Priority.ROUTINE)
    owner: Mapped[str] = mapped_column(default="")  # who carries it out
    due_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    guideline: Mapped[Guideline | None]
    outside_reason: Mapped[str] = mapped_column(default="")
    is_available_locally: Mapped[bool | None]
    alternative: Mapped[str] = mapped_column(default="")


class Dissent(Row):
    """Somebody who disagreed, with what and why."""

    __tablename__ = "dissent"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class SignedVersion(Row):
    """An immutable snapshot of a discussion, hash-stamped."""

    __tablename__ = "signed_version"
    __table_args__ = (UniqueConstraint("discussion_id", "number"), Index("ix_signed_version_case", "case_id"))

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    number: Mapped[int]  # counts from 1
    state: Mapped[VersionState] = mapped_column(default=VersionState.IN_FORCE)
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]  # of the canonical JSON of `content`
    signed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")  # of an amendment

    discussion: Mapped[Discussion] = relationship(back_populates="versions")
    case: Mapped[Case] = relationship()
    signed_by: Mapped[Person] = relationship()
    readings: Mapped[list["Reading"]] = relationship()


class Reading(Base):
    """Somebody who read a signed version, and whether he or she acknowledged it."""

    __tablename__ = "reading"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("signed_version.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    read_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
