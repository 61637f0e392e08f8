"""Invitations follow state: whatever changes who is asked or what a calendar shows, they are set right with it.

Everything that was changed in a unit of work is noted when it is flushed; before the commit the invitations of the
meetings concerned are reconciled, in the same transaction. So nobody has to remember to notify.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

import eboard.meetings.actions.following  # noqa: F401 - its hook has to run first
from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.core.tokens import short_tag
from eboard.core.web.settings import settings
from eboard.invitations.content import SHOWN_OF_ITEM, SHOWN_OF_MEETING, calendar_event, desired, is_news
from eboard.invitations.invitees import invitees
from eboard.invitations.models import Invitation
from eboard.invitations.queries import Touched, concerned, locked_invitations
from eboard.meetings.enums import ANNOUNCED_STATES, MeetingState
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people.models import Person

watcher = Watcher(
    "rows that decide about invitations",
    {
        Meeting: (Watch("meetings", "id", SHOWN_OF_MEETING),),
        AgendaItem: (Watch("meetings", "meeting_id", SHOWN_OF_ITEM),),
        Guest: (Watch("meetings", "meeting_id"),),
        BoardMembership: (Watch("boards", "board_id"),),
        Board: (Watch("boards", "id", ("name", "conference_provider_id")),),
        Case: (Watch("cases", "id", ("referrer_id",)),),
        Person: (Watch("people", "id", ("email", "state", "told")),),
    },
)


@before_commit
def _follow(session: Session) -> None:
    touched = watcher.take(session)
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
    invitations = {row.person_id: row for row in locked_invitations(meeting.id)}
    if meeting.state in ANNOUNCED_STATES:
        _derive(meeting, invitations)
    moment = time.now()
    shown = calendar_event(meeting, base_url=settings().base_url)
    for invitation in invitations.values():
        content = desired(invitation, meeting, shown, moment)
        told = invitation.told_content or {}  # a new row has its defaults once it is flushed
        if content is None or not is_news(content, told):
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
    if meeting.state is MeetingState.PUBLISHED:  # while it runs nobody is sent away for a case that was discussed
        for person_id in invitations.keys() - wanted.keys():
            invitations[person_id].is_wanted = False
