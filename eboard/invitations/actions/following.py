"""Invitations follow state: whatever changes who is asked or what a calendar shows, they are set right with it.

Everything that was changed in a unit of work is noted when it is flushed; before the commit the invitations of the
meetings concerned are reconciled, in the same transaction. So nobody has to remember to notify.
"""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.tokens import short_tag
from eboard.core.web.settings import settings
from eboard.invitations.content import calendar_event, desired
from eboard.invitations.invitees import invitees
from eboard.invitations.models import Invitation
from eboard.invitations.queries import Touched, concerned, invitations_to
from eboard.meetings.enums import ANNOUNCED_STATES, MeetingState
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people.models import Person

TOUCHED = "rows that decide about invitations"


class Watch(NamedTuple):
    """A kind of row that decides: the field of `Touched` it falls under, its key there, and the columns that matter."""

    kind: str
    key: str
    columns: tuple[str, ...] = ()  # none: every change matters


WATCHES: dict[type[Any], Watch] = {
    Meeting: Watch("meetings", "id"),
    AgendaItem: Watch("meetings", "meeting_id"),
    Guest: Watch("meetings", "meeting_id"),
    BoardMembership: Watch("boards", "board_id"),
    Board: Watch("boards", "id", ("name", "conference_provider_id")),
    Case: Watch("cases", "id", ("referrer_id",)),
    Person: Watch("people", "id", ("email", "state", "told")),
}


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: object) -> None:
    touched: dict[str, set[UUID]] = session.info.setdefault(TOUCHED, {})
    for row in (*session.new, *session.dirty, *session.deleted):
        watch = WATCHES.get(type(row))
        if watch is not None and _matters(row, watch):
            touched.setdefault(watch.kind, set()).add(getattr(row, watch.key))


def _matters(row: object, watch: Watch) -> bool:
    attributes = inspect(row).attrs
    return not watch.columns or any(attributes[name].history.has_changes() for name in watch.columns)


@before_commit
def _follow(session: Session) -> None:
    # What a rolled back unit of work noted is looked at once more with the next one, which changes nothing.
    touched = session.info.pop(TOUCHED, None)
    if touched:
        for meeting in concerned(Touched(**{kind: frozenset(ids) for kind, ids in touched.items()})):
            reconcile(meeting=meeting, hold_again=True)
        session.flush()


def reconcile(*, meeting: Meeting, hold_again: bool = False) -> None:
    """Make the invitations of an announced meeting what they should be, and say when each person is to be told.

    Doing it twice changes nothing. ``hold_again`` starts the hold windows anew, because something was changed just now.
    """
    if meeting.state is MeetingState.CONCLUDED:
        return
    invitations = {row.person_id: row for row in invitations_to(meeting.id)}
    if meeting.state in ANNOUNCED_STATES:
        _derive(meeting, invitations)
    moment = time.now()
    shown = calendar_event(meeting, base_url=settings().base_url)
    for invitation in invitations.values():
        content = desired(invitation, meeting, shown, moment)
        if content is None or content == invitation.told_content:
            invitation.tell_at = None
        elif hold_again or invitation.tell_at is None:
            invitation.tell_at = moment + timedelta(seconds=settings().hold_seconds)


def _derive(meeting: Meeting, invitations: dict[UUID, Invitation]) -> None:
    wanted = {one.person.id: one for one in invitees(meeting)}
    for person_id, one in wanted.items():
        invitation = invitations.get(person_id)
        if invitation is None:
            invitation = Invitation(meeting=meeting, person=one.person, person_id=person_id, tag=short_tag())
            db.session.add(invitation)
            invitations[person_id] = invitation
        invitation.is_wanted = True
        invitation.participation = one.participation
    for person_id in invitations.keys() - wanted.keys():
        invitations[person_id].is_wanted = False
