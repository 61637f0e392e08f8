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


class AuditHead(Base):
    """The last link of each chain."""

    __tablename__ = "audit_head"

    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]
