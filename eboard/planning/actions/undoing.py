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
from eboard.meetings.models import Meeting
from eboard.planning.actions.accepting import listing, put_in_order
from eboard.planning.enums import PlanningEvent
from eboard.planning.models import Takeover


def undo(*, actor: Actor, board: Board, takeover: Takeover, meetings: Sequence[Meeting]) -> None:
    """Bring the touched agendas back to where they were; raises StaleError if one was changed since."""
    if listing(meetings) != takeover.after:
        raise StaleError(_("The agendas were changed since. Change them by hand."))
    by_id = {str(meeting.id): meeting for meeting in meetings}
    before = {case_id: key for key, cases in takeover.before.items() for case_id in cases}
    _clear(actor, by_id, before)
    for key, cases in takeover.before.items():
        _fill(actor, by_id[key], cases)
        put_in_order(actor, by_id[key], [UUID(case_id) for case_id in cases])
    record(actor=actor, event=PlanningEvent.UNDONE, subject=board, organization_id=board.organization_id)
    db.session.delete(takeover)


def _clear(actor: Actor, meetings: Mapping[str, Meeting], before: Mapping[str, str]) -> None:
    """Move away what came: back to the meeting it came from, or to the queue."""
    reason = _("A proposal was undone")
    for key, meeting in meetings.items():
        for item in shown(meeting):
            home = before.get(str(item.case_id))
            if home is None:
                take_off(actor=actor, item=item)
            elif home != key:
                transfer(actor=actor, item=item, meeting=meetings[home], late_reason=reason)


def _fill(actor: Actor, meeting: Meeting, cases: Sequence[str]) -> None:
    """Put back what went to the queue."""
    there = {item.case_id for item in shown(meeting)}
    for item in list(meeting.items):
        if str(item.case_id) in cases and item.case_id not in there:
            put_back(actor=actor, item=item)
