"""Forgetting what is over and of no use any more; the audit keeps what happened."""

from datetime import timedelta

from sqlalchemy import Delete, delete, or_

from eboard.core import time
from eboard.core.db import db
from eboard.people.models import HeldForm, LoginSession, OneTimeLink

LINKS_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=30)  # a form posted into an expired one finds its person


def forget_held_forms() -> int:
    """Delete the forms whose hour is over."""
    return _count(delete(HeldForm).where(HeldForm.expires_at <= time.now()))


def forget_links() -> int:
    """Delete one-time links a month after they ended."""
    return _count(delete(OneTimeLink).where(OneTimeLink.expires_at < time.now() - LINKS_KEPT))


def forget_sessions() -> int:
    """Delete sign-ins a month after they ended."""
    long_ago = time.now() - SESSIONS_KEPT
    return _count(delete(LoginSession).where(or_(LoginSession.ends_at < long_ago, LoginSession.ended_at < long_ago)))


def _count(statement: Delete) -> int:
    gone = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
