"""From a clock time of a meeting to its instant."""

from datetime import date, datetime, timedelta
from datetime import time as clock_time

from eboard.core.errors import DomainError
from eboard.core.time import instant, wall
from eboard.meetings.models import Meeting

DAYS = (-1, 0, 1)


def instant_near(meeting: Meeting, clock: clock_time, *, field: str, known: datetime | None = None) -> datetime:
    """The instant nearest to the start of a meeting at which its clocks say ``clock``: it may cross midnight.

    An instant that was ``known`` and says the same is kept with its seconds. Raises DomainError beside ``field`` for a
    time the clocks skip or repeat.
    """
    if known is not None and wall(known, meeting.zone).time().replace(second=0, microsecond=0) == clock:
        return known
    near: date = wall(meeting.starts_at, meeting.zone).date()
    try:
        found = [instant(near + timedelta(days=days), clock, meeting.zone) for days in DAYS]
    except DomainError as error:
        raise DomainError(error.message, field=field) from None
    return min(found, key=lambda one: abs(one - meeting.starts_at))
