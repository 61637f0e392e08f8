"""Forgetting trips that nobody came back from."""

from sqlalchemy import delete

from eboard.core import time
from eboard.core.db import db
from eboard.signon.models import Trip


def forget_trips() -> int:
    """Delete trips whose minutes are over: they point to sign-ins and invitations that are forgotten in their turn."""
    over = delete(Trip).where(Trip.expires_at <= time.now())
    gone = db.session.execute(over.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
