"""Deleting some rows of a class that are over, and keeping the record of it; each call is one transaction.

What is due is asked again by the statement that deletes: a row that somebody touched, or put under a hold, since it was
listed stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Update, delete, func, select, update

from eboard.audit import Actor, record
from eboard.cases.models import (
    Attachment,
    Case,
    CaseConsent,
    CaseNamedPerson,
    CaseTransition,
    CaseVersion,
    Material,
    PatientIdentity,
    PreparationNote,
    Recusal,
    TriageProposal,
    WithdrawalNotice,
)
from eboard.cme.actions.forgetting import forget_activity
from eboard.cme.models import CmeActivity
from eboard.core import time
from eboard.core.db import db
from eboard.mail.models import OutboxMessage
from eboard.membership.models import LeftDuty
from eboard.retention.enums import RecordClass as C
from eboard.retention.enums import RetentionEvent
from eboard.retention.models import CorrectionRequest, DeletionRecord
from eboard.retention.queries import cutoff_of
from eboard.retention.rows import SORTS, Condition

PARTS_OF_CASE: tuple[Any, ...] = (
    CaseConsent,
    CaseNamedPerson,
    CaseTransition,
    CaseVersion,
    PatientIdentity,
    Material,
    Attachment,
    TriageProposal,
    PreparationNote,
    Recusal,
    CorrectionRequest,
    LeftDuty,
)


@dataclass(slots=True)
class Run:
    """What one run has deleted of one class so far; its record is made with the first row that goes."""

    kind: C
    days: int
    actor: Actor
    record_id: UUID | None = None
    cutoff: datetime = field(init=False)  # what is older goes, however long the run takes

    def __post_init__(self) -> None:
        """Count back from now."""
        self.cutoff = cutoff_of(self.days)


def delete_some(run: Run, keys: Sequence[UUID]) -> list[UUID]:
    """Delete what is due under these keys; returns the files that nobody's row names any more, to be deleted next."""
    sort = SORTS[run.kind]
    if run.kind in _BY_ROW:  # whoever changes one of them waits; what was changed before is seen by what follows
        db.session.execute(select(sort.key).where(sort.key.in_(keys)).with_for_update())
    due = sort.key.in_(keys) & sort.is_due(run.cutoff)
    oldest, newest = db.session.execute(select(func.min(sort.moment), func.max(sort.moment)).where(due)).one()
    files: list[UUID] = []
    count = _BY_ROW[run.kind](run.actor, due, files) if run.kind in _BY_ROW else _count(_statement(run.kind, due))
    if count:
        _add_to_record(run, count, oldest, newest)
    return files


def finish(run: Run) -> int:
    """Close the record of a run and write its one audit entry; returns how many rows went."""
    if run.record_id is None:
        return 0
    row = db.session.get_one(DeletionRecord, run.record_id)
    _close(run.actor, row)
    return row.count


def close_interrupted(*, actor: Actor) -> int:
    """Close the records of runs that were killed, with what they had deleted; the rest is this run's."""
    rows = db.session.scalars(select(DeletionRecord).where(DeletionRecord.ended_at.is_(None))).all()
    for row in rows:
        _close(actor, row)
    return len(rows)


def note_sweep(*, actor: Actor, count: int) -> None:
    """Note that files without a row were deleted."""
    record(actor=actor, event=RetentionEvent.SWEPT, count=count)


def _close(actor: Actor, row: DeletionRecord) -> None:
    row.ended_at = time.now()
    record(
        actor=actor,
        event=RetentionEvent.DELETED,
        subject=row,
        kind=row.kind,
        count=row.count,
        days=row.days,
        before=row.before,
    )


def _add_to_record(run: Run, count: int, oldest: datetime, newest: datetime) -> None:
    if run.record_id is None:
        row = DeletionRecord(kind=run.kind, days=run.days, before=run.cutoff, began_at=time.now(), via=run.actor.via)
        row.oldest, row.newest, row.count, row.by_id = oldest, newest, count, run.actor.person_id
        db.session.add(row)
        run.record_id = row.id
        return
    row = db.session.get_one(DeletionRecord, run.record_id)
    row.count += count
    row.oldest, row.newest = min(row.oldest, oldest), max(row.newest, newest)


def _statement(kind: C, due: Condition) -> Delete | Update:
    """The one statement by which most classes go."""
    if kind is C.MAIL_TEXTS:
        return update(OutboxMessage).where(due).values(body=None, changed_at=OutboxMessage.changed_at)
    if kind is C.ATTACHMENTS:  # its row stays as a trace; a job deletes the bytes and the name
        return update(Attachment).where(due).values(removed_at=time.now())
    return delete(SORTS[kind].key.class_).where(due)


def _count(statement: Delete | Update) -> int:
    gone = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _delete_drafts(_actor: Actor, due: Condition, files: list[UUID]) -> int:
    """Delete drafts with all that hangs on them."""
    mine = db.session.scalars(select(Case.id).where(due)).all()
    files += db.session.scalars(select(Attachment.id).where(Attachment.case_id.in_(mine)))
    consents = select(CaseConsent.id).where(CaseConsent.case_id.in_(mine))
    _count(delete(WithdrawalNotice).where(WithdrawalNotice.consent_id.in_(consents)))
    for part in PARTS_OF_CASE:
        _count(delete(part).where(part.case_id.in_(mine)))
    return _count(delete(Case).where(Case.id.in_(mine)))


def _forget_activities(actor: Actor, due: Condition, _files: list[UUID]) -> int:
    rows = db.session.scalars(select(CmeActivity).where(due)).all()
    for row in rows:
        forget_activity(actor=actor, activity=row)
    return len(rows)


_BY_ROW: Mapping[C, Callable[[Actor, Condition, list[UUID]], int]] = {
    C.DRAFTS: _delete_drafts,
    C.CREDIT: _forget_activities,
}
