"""Finding a meeting by the address people join it through."""

from sqlalchemy import select

from eboard.core.db import db
from eboard.meetings.models import Meeting


def by_join_code(code: str) -> Meeting | None:
    """The meeting of a join address."""
    return db.session.scalar(select(Meeting).where(Meeting.join_code == code))
