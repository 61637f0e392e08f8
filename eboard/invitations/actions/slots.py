"""People whose own minutes moved hear of it in a short note, unless their invitation changes anyway and says it.

The way is that of invitations: whatever changes who is needed when starts the hold window anew, and a change that was
taken back meanwhile is told to nobody.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eboard.audit import record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watcher
from eboard.core.web.settings import settings
from eboard.invitations.actions.following import reconcile  # noqa: F401 - its hook has to run first
from eboard.invitations.emails import SlotNews, slot_message
from eboard.invitations.enums import InvitationEvent, Method
from eboard.invitations.models import Invitation
from eboard.invitations.queries import locked_invitations, to_come
from eboard.invitations.slots import has_moved, slot_of
from eboard.mail.actions import queue
from eboard.meetings.actions.following import TIMING_WATCHES, meetings_timed_by
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.needed import needed
from eboard.meetings.queries.parts import needed_in, parts_of
from eboard.people.enums import Told

watcher = Watcher("rows that decide about the minutes of people", TIMING_WATCHES)


@before_commit
def _follow(session: Session) -> None:
    touched = watcher.take(session)
    if touched:
        for meeting in db.session.scalars(to_come().where(meetings_timed_by(touched))).all():
            hold_slots(meeting=meeting, hold_again=True)
        session.flush()


def hold_slots(*, meeting: Meeting, hold_again: bool = False) -> None:
    """Say when each person whose minutes moved is to be told; doing it twice changes nothing.

    ``hold_again`` starts the hold windows anew, because something was changed just now.
    """
    moment = time.now()
    invitations = [one for one in locked_invitations(meeting.id) if one.is_wanted and one.told is Method.REQUEST]
    part = parts_of([one.person_id for one in invitations])
    for invitation in invitations:
        slot = slot_of(meeting, needed(meeting, part(meeting, invitation.person_id)))
        if not has_moved(invitation.told_slot, slot, threshold=settings().slot_minutes):
            invitation.slot_tell_at = None
            if invitation.told_slot is None:
                invitation.told_slot = slot
        elif hold_again or invitation.slot_tell_at is None:
            invitation.slot_tell_at = moment + timedelta(seconds=settings().hold_seconds)


def tell_slot(invitation_id: UUID) -> None:
    """Tell one person that his or her minutes moved, or do nothing if that was undone or told meanwhile.

    Who chose the subscription alone sees it there.
    """
    with db.session.no_autoflush:  # as in `tell`: one UPDATE, so that PostgreSQL does not lock the person
        _tell_if_due(invitation_id, time.now())


def _tell_if_due(invitation_id: UUID, moment: datetime) -> None:
    invitation = db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.slot_tell_at <= moment, Invitation.tell_at.is_(None))
        .options(
            joinedload(Invitation.person, innerjoin=True),
            joinedload(Invitation.meeting, innerjoin=True).options(
                joinedload(Meeting.board, innerjoin=True), selectinload(Meeting.items).joinedload(AgendaItem.case)
            ),
        )
        .with_for_update(of=Invitation, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        return
    invitation.slot_tell_at = None
    meeting = invitation.meeting
    is_over = meeting.state is not MeetingState.PUBLISHED or meeting.starts_at <= moment or not invitation.is_wanted
    found = needed_in(meeting, invitation.person_id)
    slot, before = slot_of(meeting, found), invitation.told_slot
    if is_over or slot is None or before is None or not has_moved(before, slot, threshold=settings().slot_minutes):
        return
    invitation.told_slot = slot
    if invitation.person.told is not Told.FEED:
        queue(slot_message(invitation, SlotNews(needed=found, before=before, base_url=settings().base_url)))
    record(
        actor=SYSTEM,
        event=InvitationEvent.SLOT_TOLD,
        subject=invitation,
        organization_id=meeting.board.organization_id,
    )
