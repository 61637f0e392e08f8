"""Reads of the schedule as it is in force, of what runs deleted, and of when the last one was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.jobs.lease import JobRun
from eboard.retention.enums import RecordClass
from eboard.retention.models import DeletionRecord, RetentionTerm
from eboard.retention.rows import SORTS, Holding, holding_of
from eboard.retention.schedule import SCHEDULE, Term

_other = aliased(DeletionRecord)
JOB = "retention.delete_what_is_over"


def class_of(name: str) -> RecordClass:
    """The class with a name; raises AbsentError."""
    try:
        return RecordClass.of(name)
    except ValueError:
        raise AbsentError(_("There is no such class.")) from None


def set_terms() -> Mapping[RecordClass, RetentionTerm]:
    """What this network set, by class."""
    return {row.kind: row for row in db.session.scalars(select(RetentionTerm))}


def days_of(kind: RecordClass) -> int:
    """How many days a class is kept."""
    found = db.session.scalar(select(RetentionTerm.days).where(RetentionTerm.kind == kind))
    return SCHEDULE[kind].usual if found is None else found


def cutoff_of(days: int) -> datetime:
    """Whatever is older than this moment has been kept for so many days."""
    return time.now() - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Line:
    """A class on the page: its rule, the days in force, what it holds, and its last deletion."""

    kind: RecordClass
    term: Term
    days: int
    holding: Holding
    last: DeletionRecord | None


def lines() -> list[Line]:
    """Every class; one query each, and two more."""
    own, last = set_terms(), _last_records()
    found = []
    for kind, term in SCHEDULE.items():
        days = own[kind].days if kind in own else term.usual
        found.append(Line(kind, term, days, holding_of(SORTS[kind], cutoff_of(days)), last.get(kind)))
    return found


def _last_records() -> Mapping[RecordClass, DeletionRecord]:
    newest = select(func.max(DeletionRecord.began_at)).where(DeletionRecord.kind == _other.kind).scalar_subquery()
    rows = db.session.scalars(select(_other).where(_other.began_at == newest).order_by(_other.id))
    return {row.kind: row for row in rows}


def last_run() -> datetime | None:
    """When the scheduler last went through all classes."""
    return db.session.scalar(select(JobRun.ran_at).where(JobRun.name == JOB))


def deletions() -> Select[DeletionRecord]:
    """What runs deleted, the newest first."""
    return select(DeletionRecord).order_by(DeletionRecord.began_at.desc(), DeletionRecord.id.desc())


def every(rows: Select[DeletionRecord]) -> Sequence[DeletionRecord]:
    """All of them, for a file."""
    return db.session.scalars(rows).all()
