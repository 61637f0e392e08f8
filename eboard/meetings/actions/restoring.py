"""What a restore does to meetings: nothing that is said from now on may look older than what was said and is lost."""

from sqlalchemy import case, update

from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting

LEAP = 1000  # more changes than one meeting sees in any time that a backup can lose; SEQUENCE has room for two million


def leap_sequences() -> int:
    """Raise SEQUENCE of every meeting that can still change, also of those that may have been published since.

    Programs ignore news with a lower SEQUENCE than they know (RFC 5546 section 2.1.5). Returns how many meetings.
    """
    raised = db.session.execute(
        update(Meeting)
        .where(Meeting.state != MeetingState.CONCLUDED)
        .values(
            sequence=Meeting.sequence + LEAP,
            announced_at=case((Meeting.published_at.is_not(None), time.now()), else_=Meeting.announced_at),
        )
        .execution_options(synchronize_session=False)
    )
    return int(raised.rowcount)  # type: ignore[attr-defined]
