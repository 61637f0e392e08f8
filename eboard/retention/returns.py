"""When the data of an organization were last returned to it, and whether something came after that.

It is read from the audit, by the index of its subjects: a return changes nothing that would need a row of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from eboard.audit.models import AuditEntry
from eboard.cases.models import Attachment, Case
from eboard.core.db import db
from eboard.recommendations.models import SignedVersion
from eboard.retention.enums import RetentionEvent


class Contents(NamedTuple):
    """What a returned file holds, in numbers."""

    cases: int
    files: int  # of all cases, and the tables
    not_opened: int  # what was sealed and could not be opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A file that was made for an organization."""

    at: datetime
    contents: Contents
    recipients: Sequence[str]  # the keys that open it
    sha256: str
    is_behind: bool  # whether cases, files or letters came after it


def last_return(organization_id: UUID) -> Return | None:
    """The newest one; two queries."""
    entry = db.session.scalar(
        select(AuditEntry)
        .where(AuditEntry.subject_id == organization_id, AuditEntry.event == RetentionEvent.RETURNED)
        .order_by(AuditEntry.at.desc(), AuditEntry.seq.desc())
        .limit(1)
    )
    if entry is None:
        return None
    said = entry.details
    return Return(
        at=entry.at,
        contents=Contents(*(said[name] for name in Contents._fields)),
        recipients=said["recipients"],
        sha256=said["sha256"],
        is_behind=bool(db.session.scalar(select(_came_after(organization_id, entry.at)))),
    )


def _came_after(organization_id: UUID, at: datetime) -> Any:
    mine: Select[Any] = select(Case.id).where(Case.organization_id == organization_id)
    return or_(
        exists().where(Case.organization_id == organization_id, Case.created_at > at),
        exists().where(Attachment.case_id.in_(mine), Attachment.created_at > at),
        exists().where(SignedVersion.case_id.in_(mine), SignedVersion.signed_at > at),
    )
