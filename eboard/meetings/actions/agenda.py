"""Putting cases on an agenda, changing their minutes and presenter, and moving them to another meeting."""

from collections.abc import Sequence
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState, Consent
from eboard.cases.models import Case, CaseTransition
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import note_shown_change, touch
from eboard.meetings.actions.notices import tell
from eboard.meetings.actions.removals import check_removable, release
from eboard.meetings.agenda import shown
from eboard.meetings.emails import Notice
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_STATES, ItemState, MeetingEvent, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.meetings.timing import is_past_cutoff
from eboard.people.enums import PersonState
from eboard.people.models import Person

WAITING = frozenset({CaseState.DEFERRED, CaseState.NOT_DISCUSSED})
LONGEST_ITEM = 120


def list_case(
    *, actor: Actor, meeting: Meeting, case: Case, late_reason: str = "", minutes: int | None = None
) -> AgendaItem:
    """Put a case at the end of an agenda, for its usual minutes unless others are given.

    Past the cut-off a reason is asked, stored and counted.

    Raises DomainError for a case that is not this board's, not accepted or already on an agenda.
    """
    if meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over or cancelled. Choose another one."))
    _check_case(meeting, case)
    reason = checked_late_reason(meeting, late_reason)
    step = _schedule(actor, case)
    if minutes is None:
        minutes = usual_minutes_of(meeting.board_id).of(case).minutes
    item = _enter(meeting, case, minutes=minutes, presenter_id=case.presenter_id)
    item.late_reason = reason
    if step is None:
        item.state = ItemState.NOTED
    _changed(actor, MeetingEvent.ITEM_LISTED, item, is_late=bool(reason))
    if step is not None:
        tell(Notice.SCHEDULED, item=item, key=step.id)
    return item


def list_cases(*, actor: Actor, meeting: Meeting, cases: Sequence[Case], late_reason: str = "") -> list[AgendaItem]:
    """Put several cases on an agenda in this order, or none of them."""
    if not cases:
        raise DomainError(_("Choose at least one case."))
    usual = usual_minutes_of(meeting.board_id)
    return [
        list_case(actor=actor, meeting=meeting, case=case, late_reason=late_reason, minutes=usual.of(case).minutes)
        for case in cases
    ]


def add_on(*, actor: Actor, meeting: Meeting, case: Case, reason: str) -> AgendaItem:
    """Put an urgent case on the agenda while the meeting runs; a submitted one is accepted on the way."""
    if meeting.state is not MeetingState.LIVE:
        raise DomainError(_("A case is added on while the meeting runs. This one does not."))
    if not reason.strip():
        raise DomainError(_("Say why this case cannot wait for the next meeting."), field="reason")
    if case.state is CaseState.SUBMITTED:
        move_case(actor=actor, case=case, to=CaseState.ACCEPTED, reason=reason.strip())
        case.accepted_at = time.now()
    return list_case(actor=actor, meeting=meeting, case=case, late_reason=reason)


def change_item(*, actor: Actor, item: AgendaItem, minutes: int, presenter_id: UUID | None) -> None:
    """Change the minutes of a case and who presents it; people follow their cases."""
    if item.meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over. Its agenda stays as it is."))
    if not 0 <= minutes <= LONGEST_ITEM:
        raise DomainError(_("A case takes between 0 and %(most)s minutes.", most=LONGEST_ITEM), field="minutes")
    if presenter_id != item.presenter_id:
        item.presenter_id = _presenter(presenter_id)
    item.minutes = minutes
    _changed(actor, MeetingEvent.ITEM_CHANGED, item, minutes=minutes, presenter_id=presenter_id)


def transfer(*, actor: Actor, item: AgendaItem, meeting: Meeting, late_reason: str = "") -> AgendaItem:
    """Move a case to another meeting of its board; the case stays scheduled, its people move with it."""
    check_removable(item)
    if meeting.state not in CHANGEABLE_STATES or meeting.id == item.meeting_id:
        raise DomainError(_("Choose another meeting that has not begun."), field="meeting")
    if meeting.board_id != item.meeting.board_id:
        raise DomainError(_("Choose a meeting of the same board."), field="meeting")
    reason = checked_late_reason(meeting, late_reason)
    release(item)
    moved = _enter(meeting, item.case, minutes=item.minutes, presenter_id=item.presenter_id)
    moved.late_reason = reason
    _changed(actor, MeetingEvent.ITEM_TRANSFERRED, moved, from_meeting=item.meeting_id, is_late=bool(reason))
    tell(Notice.MOVED, item=moved, key=f"{moved.id}/{meeting.row_version}/{item.meeting.row_version}")
    return moved


def checked_late_reason(meeting: Meeting, reason: str) -> str:
    """The reason to store: empty before the cut-off, asked for after it (DomainError)."""
    if not is_past_cutoff(meeting):
        return ""
    if not reason.strip():
        raise DomainError(
            _(
                "The list closed %(hours)s hours before the start. Say why this case cannot wait.",
                hours=meeting.board.cutoff_hours,
            ),
            field="late_reason",
        )
    return reason.strip()


def _check_case(meeting: Meeting, case: Case) -> None:
    if case.board_id != meeting.board_id:
        raise DomainError(_("Case %(number)s is not with this board.", number=case.number))
    if case.consent is Consent.WITHDRAWN:
        raise DomainError(_("The patient of case %(number)s withdrew consent to sharing it.", number=case.number))
    if case.state is CaseState.SCHEDULED:
        raise DomainError(_("Case %(number)s is on an agenda already. Move it from there.", number=case.number))
    if case.state is CaseState.NOTED and any(item.case_id == case.id for item in shown(meeting)):
        raise DomainError(_("Case %(number)s is on this agenda already.", number=case.number))


def _schedule(actor: Actor, case: Case) -> CaseTransition | None:
    """The case's move to scheduled; None for one that is only noted."""
    if case.state is CaseState.NOTED:
        return None
    if case.state in WAITING:
        move_case(actor=actor, case=case, to=CaseState.ACCEPTED)
    return move_case(actor=actor, case=case, to=CaseState.SCHEDULED)


def _enter(meeting: Meeting, case: Case, *, minutes: int, presenter_id: UUID | None) -> AgendaItem:
    """The item at the end of the agenda; one that was taken off before is used again."""
    position = len(shown(meeting)) + 1
    item = next((old for old in meeting.items if old.case_id == case.id), None)
    if item is None:
        item = AgendaItem(meeting_id=meeting.id, meeting=meeting, case_id=case.id, case=case)
        db.session.add(item)
    item.state, item.position = ItemState.LISTED, position
    item.minutes, item.presenter_id = minutes, presenter_id
    return item


def _presenter(person_id: UUID | None) -> UUID | None:
    if person_id is None:
        return None
    person = db.session.get(Person, person_id)
    if person is None or person.state is not PersonState.ACTIVE:
        raise DomainError(_("This person has no active account. Choose another presenter."), field="presenter")
    return person_id


def _changed(actor: Actor, event: MeetingEvent, item: AgendaItem, **details: object) -> None:
    note_shown_change(item.meeting)
    touch(item.meeting)
    record(
        actor=actor,
        event=event,
        subject=item.meeting,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
        **details,
    )


def put_back(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Undo taking a case off: it returns to the end with its minutes, presenter and reason."""
    minutes, presenter_id, reason = item.minutes, item.presenter_id, item.late_reason
    if is_past_cutoff(item.meeting) and not reason:
        reason = _("Put back after it was taken off")
    back = list_case(actor=actor, meeting=item.meeting, case=item.case, late_reason=reason)
    back.minutes, back.presenter_id = minutes, presenter_id
    return back
