"""When somebody is reminded of a meeting, and when somebody who has not answered is asked again: pure functions.

Nobody is written to at night: what would fall between 22:00 and 06:00 on the reader's own clock comes at 18:00 on the
evening before. A question that could not be asked then waits for the morning; a reminder that is late does not.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eboard.core.time import wall
from eboard.invitations.enums import NEEDED, REMINDED_ANSWERS, Answer, Method
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState

NIGHT, MORNING, EVENING = time(22), time(6), time(18)
MOST_QUESTIONS = 2  # for each invitation


def considerate(moment: datetime, zone: str) -> datetime:
    """``moment``, or the evening before it if it lies in the night of ``zone``; never later."""
    if not is_night(moment, zone):
        return moment
    local = wall(moment, zone)
    day = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    return datetime.combine(day, EVENING, ZoneInfo(zone)).astimezone(UTC)


def is_night(moment: datetime, zone: str) -> bool:
    """Whether people sleep at ``moment`` on the clocks of ``zone``."""
    return not MORNING <= wall(moment, zone).time() < NIGHT


def reminder_hours(invitation: Invitation) -> int | None:
    """How long before the start a person is reminded: as he or she chose, else as the board says; None for never."""
    own = invitation.person.reminder_hours
    return invitation.meeting.board.reminder_hours if own is None else own


def is_reminder_due(invitation: Invitation, moment: datetime) -> bool:
    """Whether a person is to be reminded now, once for each start.

    Who heard of that start less than the same hours before needs no reminder of it.
    """
    meeting, hours = invitation.meeting, reminder_hours(invitation)
    if hours is None or invitation.answer not in REMINDED_ANSWERS or not is_in_force(invitation, moment):
        return False
    due_at = considerate(meeting.starts_at - timedelta(hours=hours), invitation.person.zone)
    is_known_long_enough = _told_at(invitation) <= due_at - timedelta(hours=hours)
    return due_at <= moment and is_known_long_enough and invitation.reminded_for != meeting.starts_at


def can_be_asked(invitation: Invitation, moment: datetime) -> bool:
    """Whether a person may be asked for an answer again: somebody who is needed, twice at most, not twice a day."""
    if invitation.answer is not Answer.NEEDS_ACTION or invitation.participation not in NEEDED:
        return False
    if invitation.times_asked_again >= MOST_QUESTIONS or not is_in_force(invitation, moment):
        return False
    zone = invitation.person.zone
    last = max(_told_at(invitation), invitation.asked_again_at or _told_at(invitation))
    return wall(last, zone).date() < wall(moment, zone).date()


def is_question_due(invitation: Invitation, moment: datetime) -> bool:
    """Whether a day that the board set for asking again has come, nobody asked for it yet, and the reader is awake."""
    if is_night(moment, invitation.person.zone):
        return False
    passed = [day for day in _asking_days(invitation) if _told_at(invitation) < day <= moment]
    return invitation.times_asked_again < len(passed) and can_be_asked(invitation, moment)


def _asking_days(invitation: Invitation) -> list[datetime]:
    meeting = invitation.meeting
    days = (meeting.board.ask_days, meeting.board.ask_again_days)
    return [
        considerate(meeting.starts_at - timedelta(days=before), invitation.person.zone)
        for before in days
        if before is not None
    ]


def _told_at(invitation: Invitation) -> datetime:
    """When the person was told the present start; somebody who was not told yet counts as told when it begins."""
    return invitation.start_told_at or invitation.meeting.starts_at


def is_in_force(invitation: Invitation, moment: datetime) -> bool:
    """Whether the person knows of a meeting that is still to come, and there is no news about it on the way."""
    meeting = invitation.meeting
    is_to_come = meeting.state is MeetingState.PUBLISHED and moment < meeting.starts_at
    is_asked = invitation.is_wanted and invitation.told is Method.REQUEST
    return is_to_come and is_asked and invitation.tell_at is None
