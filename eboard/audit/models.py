"""Tables of the audit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eboard.audit.enums import Via
from eboard.core.db import Base, Row


class AuditEntry(Row):
    """One act. Never changed, never deleted before its time."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain_id", "seq"),
        Index("ix_audit_entry_subject", "subject_id", "at"),
        Index("ix_audit_entry_actor", "actor_id", "at"),
        Index("ix_audit_entry_principal", "on_behalf_of_id", "at"),
        Index("ix_audit_entry_event", "event", "at"),
        Index("ix_audit_entry_at", "at", "id"),
    )

    chain_id: Mapped[UUID]
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    on_behalf_of_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    via: Mapped[Via]
    event: Mapped[str]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]]
    hash: Mapped[bytes]


class AuditSight(Base):
    """A case that an entry says somebody saw, for those who ask by case; `verify` compares it with the entry."""

    __tablename__ = "audit_sight"
    __table_args__ = (
        Index("ix_audit_sight_case", "case_id", "at"),
        Index("ix_audit_sight_person", "person_id", "at"),
        Index("ix_audit_sight_principal", "on_behalf_of_id", "at"),
        Index("ix_audit_sight_at", "at"),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    chain_id: Mapped[UUID]  # the organization whose case it is
    at: Mapped[datetime]
    person_id: Mapped[UUID | None]
    on_behalf_of_id: Mapped[UUID | None]
    is_opened: Mapped[bool]  # the case itself, not a line of a list


class AuditExport(Base):
    """How far each chain has been handed to a log collector."""

    __tablename__ = "audit_export"

    target: Mapped[str] = mapped_column(primary_key=True)
    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]


class AuditHead(Base):
    """The last link of each chain."""

    __tablename__ = "audit_head"

    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]
