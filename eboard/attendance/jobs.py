"""Closing what fell silent."""

from datetime import timedelta
from uuid import UUID

from eboard.attendance.actions.checking import end_silent
from eboard.attendance.queries import silent_ids
from eboard.audit.actor import SYSTEM
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.meetings.models import Attendance, Meeting


@job(every=timedelta(minutes=5))
def close_silent() -> int:
    """End the stretches whose page has given no sign for half an hour, at its last sign."""
    return each(silent_ids(), _close)


def _close(mark_id: UUID) -> None:
    mark = db.session.get_one(Attendance, mark_id)
    end_silent(actor=SYSTEM, mark=mark, meeting=db.session.get_one(Meeting, mark.meeting_id))
