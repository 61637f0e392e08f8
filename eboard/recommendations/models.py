"""Tables of outcomes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event, inspect
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
    KindGroup,
    Priority,
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

    recorded_at: Mapped[datetime | None]  # when somebody said that it is complete; None while it is still written
    amending_since: Mapped[datetime | None]  # a signed outcome that is open again for an amendment
    amendment_reason: Mapped[str] = mapped_column(default="", server_default="")

    item: Mapped[AgendaItem] = relationship()
    case: Mapped[Case] = relationship()
    recommendations: Mapped[list["Recommendation"]] = relationship(
        cascade="all, delete-orphan", order_by="Recommendation.position"
    )
    dissents: Mapped[list["Dissent"]] = relationship(cascade="all, delete-orphan", order_by="Dissent.position")
    versions: Mapped[list["SignedVersion"]] = relationship(back_populates="discussion", order_by="SignedVersion.number")


class AdviceKind(Timestamped, Versioned, Row):
    """A kind of recommendation that the network added, or changed from how eBoard comes; it is never deleted."""

    __tablename__ = "advice_kind"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str]
    group: Mapped[KindGroup] = mapped_column("group_")
    position: Mapped[int]  # lower ones stand first in their group
    is_retired: Mapped[bool] = mapped_column(default=False)  # not offered any more


class Recommendation(Row):
    """One thing the board recommends."""

    __tablename__ = "recommendation"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str | None] = mapped_column(String(40))  # a code of the pick list; chosen before signing
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
    trial_name: Mapped[str] = mapped_column(default="", server_default="")
    trial_identifier: Mapped[str] = mapped_column(default="", server_default="")  # in a register, as NCT01234567
    trial_site: Mapped[str] = mapped_column(default="", server_default="")


class Dissent(Row):
    """Somebody who disagreed, with what and why."""

    __tablename__ = "dissent"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), index=True)
    position: Mapped[int] = mapped_column(default=1, server_default="1")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # chosen before signing
    opinion: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person | None] = relationship()


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
    error_reason: Mapped[str] = mapped_column(default="", server_default="")  # why it was entered in error
    error_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    error_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0, server_default="0")  # sent because nobody acknowledged it

    discussion: Mapped[Discussion] = relationship(back_populates="versions")
    case: Mapped[Case] = relationship()
    signed_by: Mapped[Person] = relationship(foreign_keys=[signed_by_id])
    error_by: Mapped[Person | None] = relationship(foreign_keys=[error_by_id])
    readings: Mapped[list["Reading"]] = relationship()


MUTABLE = frozenset({"state", "error_reason", "error_by_id", "error_at", "reminders"})


@event.listens_for(SignedVersion, "before_update")
def _refuse_change(_mapper: object, _connection: object, version: SignedVersion) -> None:
    """What was signed stays as it was signed; only its state goes on."""
    changed = {
        column.key
        for column in inspect(version).mapper.column_attrs
        if inspect(version).attrs[column.key].history.added
    }
    if changed - MUTABLE:
        raise TypeError(f"A signed version never changes, not even its {', '.join(sorted(changed - MUTABLE))}.")


@event.listens_for(SignedVersion, "before_delete")
def _refuse_deletion(_mapper: object, _connection: object, _version: SignedVersion) -> None:
    """What was signed is kept."""
    raise TypeError("A signed version is never deleted.")


class Reading(Base):
    """Somebody who read a signed version, and whether he or she acknowledged it."""

    __tablename__ = "reading"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("signed_version.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    read_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class SignatureReminder(Base):
    """How often those who can sign were asked for the outcome of an agenda item, since it waits."""

    __tablename__ = "signature_reminder"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime]  # when it began to wait; a later begin starts anew
    steps: Mapped[int]
