"""Forgetting what is over and of no use any more; the audit keeps what happened."""

from sqlalchemy import Delete, delete

from eboard.core import time
from eboard.core.db import db
from eboard.signin.models import Ceremony, SignInAttempt


def forget_attempts() -> int:
    """Delete attempts and challenges whose minutes are over."""
    attempts = delete(SignInAttempt).where(SignInAttempt.expires_at <= time.now())
    return _count(attempts) + _count(delete(Ceremony).where(Ceremony.expires_at <= time.now()))


def _count(statement: Delete) -> int:
    gone = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
