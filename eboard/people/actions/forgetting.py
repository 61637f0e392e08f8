"""Forgetting forms that nobody sent in time."""

from sqlalchemy import delete

from eboard.core import time
from eboard.core.db import db
from eboard.people.models import HeldForm


def forget_held_forms() -> int:
    """Delete the forms whose hour is over."""
    over = delete(HeldForm).where(HeldForm.expires_at <= time.now())
    gone = db.session.execute(over.execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
