"""The lease that elects one scheduler among several."""

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
