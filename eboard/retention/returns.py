"""When the data of an organization were last returned to it, and whether something came after that.

It is read from the audit, by the index of its subjects: a return changes nothing that would need a row of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from eboard.audit.models import AuditEntry
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.core.db import db
from eboard.recommendations.models import SignedVersion
from eboard.retention.enums import RetentionEvent

OPEN_FOR = timedelta(seconds=10)  # what began before a run may be saved while it reads


class Contents(NamedTuple):
    """What a returned file holds, in numbers."""

    cases: int
    files: int  # of all cases, and the tables
    not_opened: int  # what was sealed and could not be opened


class Said(NamedTuple):
    """What is noted of a file that was made for an organization."""

    begun_at: datetime  # what came later may not be in it
    contents: Contents
    recipients: Sequence[str]  # the keys that open it
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A file that was made for an organization."""

    at: datetime
    contents: Contents
    recipients: Sequence[str]
    sha256: str
    is_behind: bool  # whether cases, identities, files or letters came after it was begun


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
    begun_at = datetime.fromisoformat(said["begun_at"])
    return Return(
        at=entry.at,
        contents=Contents(*(said[name] for name in Contents._fields)),
        recipients=said["recipients"],
        sha256=said["sha256"],
        is_behind=bool(db.session.scalar(select(_came_after(organization_id, begun_at)))),
    )


def told(returned: Return | None) -> str:
    """What somebody at the server who is about to destroy the key should know."""
    if returned is None:
        return "Its data were never returned to it (eboard people return-data)."
    parts = [f"Its data were returned on {returned.at:%Y-%m-%d} (UTC), cases: {returned.contents.cases}."]
    if returned.contents.not_opened:
        parts.append(f"Not opened, so not in it: {returned.contents.not_opened}.")
    if returned.is_behind:
        parts.append("Cases, identities, files or letters came after that: return them again first.")
    return " ".join(parts)


def _came_after(organization_id: UUID, begun_at: datetime) -> Any:
    at = begun_at - OPEN_FOR
    mine: Select[Any] = select(Case.id).where(Case.organization_id == organization_id)
    return or_(
        exists().where(Case.organization_id == organization_id, Case.created_at > at),
        exists().where(PatientIdentity.case_id.in_(mine), PatientIdentity.changed_at > at),
        exists().where(Attachment.case_id.in_(mine), Attachment.created_at > at),
        exists().where(SignedVersion.case_id.in_(mine), SignedVersion.signed_at > at),
    )
