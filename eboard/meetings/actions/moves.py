"""The one door through which a meeting changes its state, and what a calendar is told of a change."""

from sqlalchemy.orm.attributes import flag_modified

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import MeetingEvent, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.states import TRANSITIONS

STAMPS = {
    MeetingState.PUBLISHED: "published_at",
    MeetingState.LIVE: "live_at",
    MeetingState.CONCLUDED: "concluded_at",
    MeetingState.CANCELLED: "cancelled_at",
}
CALENDAR_STATES = frozenset({MeetingState.PUBLISHED, MeetingState.CANCELLED})  # a calendar's STATUS follows these


def move(*, actor: Actor, meeting: Meeting, to: MeetingState) -> None:
    """Take a meeting to a new state; raises DomainError if the table does not allow it.

    SEQUENCE rises with a change of STATUS that somebody was told of before (RFC 5546 section 2.1.4).
    """
    before = meeting.state
    if to not in TRANSITIONS[before]:
        raise DomainError(_("A meeting that is “%(now)s” cannot become “%(then)s”.", now=before.label, then=to.label))
    was_announced = meeting.published_at is not None
    meeting.state = to
    setattr(meeting, STAMPS[to], time.now())
    if to in CALENDAR_STATES and was_announced:
        raise_sequence(meeting)
    elif to is MeetingState.PUBLISHED:
        note_shown_change(meeting)
    record(
        actor=actor,
        event=MeetingEvent.MOVED,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        to=to,
        **{"from": before},
    )


def raise_sequence(meeting: Meeting) -> None:
    """Count a change of time, length, place or status that calendars were told of."""
    meeting.sequence += 1
    meeting.announced_at = time.now()


def note_shown_change(meeting: Meeting) -> None:
    """Note a change of what a calendar shows beside those, such as the number of cases."""
    if meeting.published_at is not None:
        meeting.announced_at = time.now()


def touch(meeting: Meeting) -> None:
    """Let the row version rise with a change to what hangs on the meeting, so that a second saver is noticed."""
    flag_modified(meeting, "state")
