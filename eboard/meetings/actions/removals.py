"""Taking cases off an agenda: a case that was scheduled goes back to the queue."""

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import note_shown_change, touch
from eboard.meetings.actions.notices import tell
from eboard.meetings.agenda import renumber, shown
from eboard.meetings.emails import Notice
from eboard.meetings.enums import OPEN_STATES, ItemState, MeetingEvent
from eboard.meetings.models import AgendaItem, Meeting

REMOVABLE = frozenset({ItemState.LISTED, ItemState.NOTED})


def take_off(*, actor: Actor, item: AgendaItem, reason: str = "") -> None:
    """Take a case off an agenda; it goes back to the queue, and its care team is told if it knew the date."""
    check_removable(item)
    _drop(actor, item, reason)


def empty_agenda(*, actor: Actor, meeting: Meeting) -> None:
    """Take every case off, as a meeting that is called off does."""
    for item in shown(meeting):
        if item.state in REMOVABLE:
            _drop(actor, item, "")


def check_removable(item: AgendaItem) -> None:
    """Raise DomainError if the item has to stay: the meeting is over, or the case was discussed."""
    if item.meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over. Its agenda stays as it is."))
    if item.state not in REMOVABLE or item.started_at is not None:
        raise DomainError(_("This case was already discussed here. It stays on the agenda."))


def release(item: AgendaItem) -> None:
    """Mark an item as taken off and close the gap it leaves."""
    item.state = ItemState.REMOVED
    renumber(shown(item.meeting))
    note_shown_change(item.meeting)
    touch(item.meeting)


def _drop(actor: Actor, item: AgendaItem, reason: str) -> None:
    release(item)
    record(
        actor=actor,
        event=MeetingEvent.ITEM_REMOVED,
        subject=item.meeting,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
    )
    if item.case.state is CaseState.SCHEDULED:
        step = move_case(actor=actor, case=item.case, to=CaseState.ACCEPTED, reason=reason.strip())
        tell(Notice.TAKEN_OFF, item=item, key=step.id)
