"""When coordinators are warned, on the clocks of the meeting: pure functions.

A warning comes some days before at the hour of the meeting, or on the evening before that if it is night then; whoever
sleeps at that hour is warned in his or her own morning (`actions.warn`). Of several that are due only the last counts,
and on the day itself there is none: it is too late to find somebody.
"""

from datetime import date, datetime, timedelta

from eboard.core.time import wall
from eboard.forecast.models import ForecastMark
from eboard.invitations.reminding import considerate
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting


def due_days(meeting: Meeting, mark: ForecastMark | None, moment: datetime) -> int | None:
    """How many days before the start the warning is set that is due now; None if none is, or it was looked at.

    What was to come before the meeting was made does not come later.
    """
    is_to_come = meeting.state in CHANGEABLE_STATES and _day(moment, meeting) < meeting.day
    passed = [days for days in meeting.board.forecast_days if meeting.created_at < warned_at(meeting, days) <= moment]
    if not is_to_come or not passed:
        return None
    days = min(passed)
    is_known = mark is not None and mark.starts_at == meeting.starts_at and mark.days <= days
    return None if is_known else days


def warned_at(meeting: Meeting, days: int) -> datetime:
    """The instant of a warning that is set so many days before a meeting."""
    return considerate(meeting.starts_at - timedelta(days=days), meeting.zone)


def _day(moment: datetime, meeting: Meeting) -> date:
    return wall(moment, meeting.zone).date()
