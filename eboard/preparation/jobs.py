"""Work that time starts for the preparation of meetings."""

from datetime import timedelta
from uuid import UUID

from eboard.core.jobs import each, job
from eboard.preparation.actions.closing import close_list
from eboard.preparation.coming import closed, meeting_to_come


@job(every=timedelta(minutes=15))
def close_lists() -> int:
    """Name preparers for the meetings whose list has closed, and tell them once."""
    return each(closed(), _close)


def _close(meeting_id: UUID) -> None:
    meeting = meeting_to_come(meeting_id)
    if meeting is not None:
        close_list(meeting=meeting)
