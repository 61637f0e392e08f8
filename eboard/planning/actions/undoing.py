"""Undoing what was taken over of a proposal, while the agendas still stand so."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.core.db import db
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.agenda import put_back, transfer
from eboard.meetings.actions.removals import take_off
from eboard.meetings.agenda import shown
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting
from eboard.planning.actions.accepting import listing, put_in_order
from eboard.planning.enums import PlanningEvent
from eboard.planning.models import Takeover


def undo(*, actor: Actor, board: Board, takeover: Takeover, meetings: Sequence[Meeting]) -> None:
    """Bring the touched agendas back to where they were; raises StaleError if one was changed since, or has begun."""
    is_as_taken = listing(meetings) == takeover.after
    if not is_as_taken or any(meeting.state not in CHANGEABLE_STATES for meeting in meetings):
        raise StaleError(_("The agendas were changed since. Change them by hand."))
    by_id = {str(meeting.id): meeting for meeting in meetings}
    before = orders_before(takeover)
    _clear(actor, by_id, before)
    for key, cases in before.items():
        _fill(actor, by_id[key], cases)
        put_in_order(actor, by_id[key], cases)
    record(actor=actor, event=PlanningEvent.UNDONE, subject=board, organization_id=board.organization_id)
    db.session.delete(takeover)


def orders_before(takeover: Takeover) -> dict[str, list[UUID]]:
    """The cases of each touched meeting before, in order."""
    return {key: [UUID(line[0]) for line in lines] for key, lines in takeover.before.items()}


def moved_cases(takeover: Takeover) -> set[UUID]:
    """The cases that undoing lets come or go."""
    before, after = (
        {(key, UUID(line[0])) for key, lines in listed.items() for line in lines}
        for listed in (takeover.before, takeover.after)
    )
    return {case_id for _key, case_id in before ^ after}


def _clear(actor: Actor, meetings: Mapping[str, Meeting], before: Mapping[str, Sequence[UUID]]) -> None:
    """Move away what came: back to the meeting it came from, or to the queue."""
    homes = {case_id: key for key, cases in before.items() for case_id in cases}
    for key, meeting in meetings.items():
        for item in shown(meeting):
            if item.case_id in before[key]:
                continue
            home = homes.get(item.case_id)
            if home is None:
                take_off(actor=actor, item=item)
            else:
                reason = _late_reason(meetings[home], item.case_id)
                transfer(actor=actor, item=item, meeting=meetings[home], late_reason=reason)


def _late_reason(home: Meeting, case_id: UUID) -> str:
    """Why the case was listed late at its former place, if it was; else why it comes back late."""
    former = next((item.late_reason for item in home.items if item.case_id == case_id), "")
    return former or _("A proposal was undone")


def _fill(actor: Actor, meeting: Meeting, cases: Sequence[UUID]) -> None:
    """Put back what went to the queue."""
    there = {item.case_id for item in shown(meeting)}
    for item in list(meeting.items):
        if item.case_id in cases and item.case_id not in there:
            put_back(actor=actor, item=item)
