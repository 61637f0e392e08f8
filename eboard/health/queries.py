"""Whether what the system needs answers."""

from sqlalchemy import text

from eboard.core.db import db


def reach_database() -> None:
    """Ask the database the simplest question; it raises what `unit_of_work` and `read_only` turn into a 503."""
    db.session.execute(text("SELECT 1"))
