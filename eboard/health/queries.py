"""Whether what the system needs answers, and the numbers a monitor asks for."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text

from eboard.audit.models import AuditHead
from eboard.core import time
from eboard.core.commands import is_at_head
from eboard.core.db import db
from eboard.core.jobs import JobRun, registered
from eboard.mail.enums import UNSENT_STATES, MailState
from eboard.mail.models import OutboxMessage
from eboard.review.models import Oddity


def reach_database() -> None:
    """Ask the database the simplest question; it raises what `unit_of_work` and `read_only` turn into a 503."""
    db.session.execute(text("SELECT 1"))


def schema_fits() -> bool:
    """Whether the tables are those of this version."""
    return is_at_head(db.session.connection())


def database_clock() -> datetime:
    """What the clock of the database says; on SQLite that is this machine's, in whole seconds."""
    moment = db.session.scalar(select(func.current_timestamp()))
    found = moment if isinstance(moment, datetime) else datetime.fromisoformat(f"{moment}+00:00")
    return found if found.tzinfo else datetime.fromisoformat(f"{found}+00:00")


def job_runs() -> Mapping[str, JobRun]:
    """When each job that is registered ran last."""
    return {run.name: run for run in db.session.scalars(select(JobRun)) if run.name in registered()}


def late_jobs() -> Sequence[str]:
    """Jobs that did not run within twice their interval and two minutes; runs are noted by the minute."""
    runs, now = job_runs(), time.now()
    slack = timedelta(minutes=2)
    return [
        name
        for name, due in sorted(registered().items())
        if name not in runs or now - runs[name].ran_at > 2 * due.every + slack
    ]


def failing_jobs() -> Sequence[str]:
    """Jobs whose last run failed, with the type of the error."""
    return [f"{name} ({run.failure})" for name, run in sorted(job_runs().items()) if run.failure]


def messages_by_state() -> Mapping[MailState, int]:
    """How many messages of the outbox are in each state."""
    rows = db.session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in MailState}


def outbox_lag() -> timedelta:
    """How long the message that is due longest waits."""
    oldest = db.session.scalar(select(func.min(OutboxMessage.due_at)).where(OutboxMessage.state.in_(UNSENT_STATES)))
    return max(timedelta(), time.now() - oldest) if oldest is not None else timedelta()


def audit_entries() -> int:
    """How many entries all chains hold."""
    return db.session.scalar(select(func.sum(AuditHead.seq))) or 0


def open_oddities() -> int:
    """How much in the audit nobody looked at yet."""
    return db.session.scalar(select(func.count()).select_from(Oddity).where(Oddity.looked_at.is_(None))) or 0
