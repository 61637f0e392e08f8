"""While a meeting runs: start, the clock of each case, conclude."""

from collections.abc import Collection
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import move, touch
from eboard.meetings.actions.notices import tell
from eboard.meetings.agenda import shown
from eboard.meetings.emails import Notice
from eboard.meetings.enums import OPEN_ITEMS, Ending, ItemState, MeetingEvent, MeetingState
from eboard.meetings.models import AgendaItem, Meeting

UNDISCUSSED = frozenset({ItemState.LISTED, ItemState.NOT_DISCUSSED})  # the latter when its outcome says so


def start_meeting(*, actor: Actor, meeting: Meeting) -> None:
    """Open the meeting: from now on attendance, clocks and add-ons are taken."""
    move(actor=actor, meeting=meeting, to=MeetingState.LIVE)


def start_item(*, actor: Actor, item: AgendaItem) -> None:
    """Start the clock of a case; the clock of the case before it stops."""
    _check_live(item.meeting)
    for other in item.meeting.items:
        if other is not item and is_running(other):
            stop_item(actor=actor, item=other)
    item.started_at = item.started_at or time.now()
    item.ended_at = None
    _note(actor, MeetingEvent.ITEM_STARTED, item)


def stop_item(*, actor: Actor, item: AgendaItem) -> None:
    """Stop the clock of a case that runs."""
    _check_live(item.meeting)
    if not is_running(item):
        raise DomainError(_("The clock of this case does not run."))
    item.ended_at = time.now()
    _note(actor, MeetingEvent.ITEM_STOPPED, item)


def next_item(*, actor: Actor, meeting: Meeting) -> None:
    """Go on to the next case that was not begun: the one after the case that runs, else the first."""
    _check_live(meeting)
    items = shown(meeting)
    running = next((item for item in items if is_running(item)), None)
    waiting = [item for item in items if item.state in OPEN_ITEMS and item.started_at is None]
    place = running.position if running is not None else 0
    following = next((item for item in waiting if item.position > place), waiting[0] if waiting else None)
    if following is not None:
        start_item(actor=actor, item=following)
    elif running is not None:
        stop_item(actor=actor, item=running)
    else:
        raise DomainError(_("No case waits any more. Conclude the meeting, or add a case."))


def leave_for_later(*, actor: Actor, item: AgendaItem) -> None:
    """Leave a case that runs for later in this meeting, as if it had not begun, and go on to the next one."""
    _check_live(item.meeting)
    if not is_running(item):
        raise DomainError(_("The clock of this case does not run."))
    next_item(actor=actor, meeting=item.meeting)
    item.started_at = item.ended_at = None


def conclude_meeting(*, actor: Actor, meeting: Meeting, discussed: Collection[UUID]) -> None:
    """End the meeting. ``discussed`` are ids of items; listed cases beside them roll over to the next meeting."""
    _check_live(meeting)
    for item in shown(meeting):
        if is_running(item):
            item.ended_at = time.now()
        if item.state in OPEN_ITEMS and item.id in discussed:
            _discuss(actor, item)
        elif item.state in UNDISCUSSED:
            _roll_over(actor, item)
    for mark in meeting.attendances:
        if mark.to_at is None:
            mark.to_at, mark.ended = max(time.now(), mark.from_at), Ending.CONCLUDED
    move(actor=actor, meeting=meeting, to=MeetingState.CONCLUDED)


def is_running(item: AgendaItem) -> bool:
    """Whether the clock of an item runs."""
    return item.started_at is not None and item.ended_at is None


def _discuss(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.DISCUSSED
    if item.case.state is CaseState.SCHEDULED:
        move_case(actor=actor, case=item.case, to=CaseState.DISCUSSED)


def _roll_over(actor: Actor, item: AgendaItem) -> None:
    item.state = ItemState.NOT_DISCUSSED
    if item.case.state is CaseState.SCHEDULED:
        move_case(actor=actor, case=item.case, to=CaseState.NOT_DISCUSSED)
    if item.case.state is not CaseState.NOT_DISCUSSED:  # it was withdrawn meanwhile
        return
    step = move_case(actor=actor, case=item.case, to=CaseState.ACCEPTED)
    item.case.rollovers += 1
    _note(actor, MeetingEvent.ITEM_ROLLED_OVER, item)
    tell(Notice.ROLLED_OVER, item=item, key=step.id)


def _check_live(meeting: Meeting) -> None:
    if meeting.state is not MeetingState.LIVE:
        raise DomainError(_("The meeting does not run. Start it first."))


def _note(actor: Actor, event: MeetingEvent, item: AgendaItem) -> None:
    touch(item.meeting)
    record(
        actor=actor,
        event=event,
        subject=item.meeting,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
    )
