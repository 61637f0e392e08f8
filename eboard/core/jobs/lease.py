"""The lease that elects one scheduler among several."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from eboard.core import time
from eboard.core.db import Base, db


class Lease(Base):
    """Who may tick, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    until: Mapped[datetime]


class JobRun(Base):
    """When a job ran last, and how that ended; the name of an exception's type, never what it says."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    failure: Mapped[str] = mapped_column(default="")


def note_run(name: str, *, failure: str) -> None:
    """Note that a job ran. Call it inside a unit of work."""
    db.session.merge(JobRun(name=name, ran_at=time.now(), failure=failure))


def last_runs() -> Mapping[str, datetime]:
    """When each job ran last, in whichever process."""
    return {run.name: run.ran_at for run in db.session.scalars(select(JobRun))}


def take(name: str, *, owner: str, duration: timedelta) -> bool:
    """Take or renew a lease; False while somebody else holds it. Call it inside a unit of work."""
    moment = time.now()
    taken = db.session.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.owner == owner, Lease.until < moment))
        .values(owner=owner, until=moment + duration)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount:  # type: ignore[attr-defined]
        return True
    if db.session.scalar(select(Lease.name).where(Lease.name == name)) is not None:
        return False
    db.session.add(Lease(name=name, owner=owner, until=moment + duration))
    db.session.flush()
    return True
