"""Throttling that holds over all processes: a counter per key and window in the database."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from eboard.core import time
from eboard.core.db import Base, db, unit_of_work
from eboard.core.errors import StaleError, ThrottledError
from eboard.core.i18n import gettext as _


class ThrottleCount(Base):
    """How often something was tried in a window; the key is hashed, for it may hold an address."""

    __tablename__ = "throttle_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def count(what: str, key: str, *, limit: int, window: timedelta) -> None:
    """Count one try of ``what`` by ``key``; raises ThrottledError from the one past ``limit`` on.

    Call it inside a unit of work of its own, so that the count outlives what it guards.
    """
    moment = time.now()
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)
    hashed = _hashed(what, key)
    row = db.session.scalar(
        select(ThrottleCount).where(ThrottleCount.key == hashed, ThrottleCount.window_start == start).with_for_update()
    )
    if row is None:
        row = ThrottleCount(key=hashed, window_start=start, count=0, expires_at=start + window)
        db.session.add(row)
    row.count += 1
    if row.count > limit:
        wait = max(1, int((start + window - moment).total_seconds()))
        raise ThrottledError(_("Too many tries. Please wait a little and try again."), retry_after=wait)


class Try(NamedTuple):
    """One thing that is counted."""

    what: str
    key: str
    limit: int
    window: timedelta


def count_apart(*tries: Try) -> None:
    """Count these in a unit of work of their own, so that they outlive what they guard; raises ThrottledError."""
    try:
        _count_all(tries)
    except StaleError:  # two first ones at the same moment
        _count_all(tries)


def _count_all(tries: Sequence[Try]) -> None:
    with unit_of_work():
        for one in tries:
            count(one.what, one.key, limit=one.limit, window=one.window)


def forgive(what: str, key: str) -> None:
    """Take back every try of ``what`` by ``key``, because one of them was right."""
    db.session.execute(delete(ThrottleCount).where(ThrottleCount.key == _hashed(what, key)))


def _hashed(what: str, key: str) -> str:
    return hashlib.sha256(f"{what}/{key}".encode()).hexdigest()


def forget_expired() -> int:
    """Delete the counts of windows that are over."""
    gone = db.session.execute(delete(ThrottleCount).where(ThrottleCount.expires_at <= time.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]
