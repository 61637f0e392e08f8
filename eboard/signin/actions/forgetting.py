"""Forgetting what is over and of no use any more; the audit keeps what happened."""

from datetime import timedelta

from sqlalchemy import Delete, delete

from eboard.core import time
from eboard.core.db import db
from eboard.signin.models import Ceremony, KnownDevice, SignInAttempt

DEVICES_KEPT = timedelta(days=365)


def forget_attempts() -> int:
    """Delete attempts and challenges whose minutes are over."""
    attempts = delete(SignInAttempt).where(SignInAttempt.expires_at <= time.now())
    return _count(attempts) + _count(delete(Ceremony).where(Ceremony.expires_at <= time.now()))


def forget_devices() -> int:
    """Delete devices that nobody signed in with for a year; the next time they count as new."""
    return _count(delete(KnownDevice).where(KnownDevice.seen_at < time.now() - DEVICES_KEPT))


def _count(statement: Delete) -> int:
    gone = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
