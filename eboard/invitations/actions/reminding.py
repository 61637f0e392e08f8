"""Reminding people of meetings, noting that their slot moved, and asking those again who have not answered."""

from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.invitations.actions.copying import copy_reminder
from eboard.invitations.content import calendar_event
from eboard.invitations.emails import Occasion, agenda_message, question_message, reminder_message
from eboard.invitations.enums import InvitationEvent
from eboard.invitations.invitees import coordinators
from eboard.invitations.models import Invitation
from eboard.invitations.queries import invitations_to, minutes_needed
from eboard.invitations.reminding import can_be_asked, is_in_force, is_question_due, is_reminder_due
from eboard.invitations.slots import moved_slots, own_slots, told_now
from eboard.mail.actions import queue
from eboard.meetings.models import Meeting


def remind(invitation_id: UUID) -> None:
    """Remind one person of a meeting, or do nothing if that was done or is not due any more."""
    invitation = _locked(invitation_id)
    if invitation is None or not is_reminder_due(invitation, time.now()):
        return
    meeting = invitation.meeting
    invitation.reminded_for = meeting.starts_at
    occasion = _occasion(meeting, minutes=minutes_needed(meeting.id, invitation.person))
    if queue(reminder_message(invitation, occasion)) is not None:
        copy_reminder(invitation, occasion)
        _record(SYSTEM, InvitationEvent.REMINDED, invitation)


def note_agenda(invitation_id: UUID) -> None:
    """Tell one person which of his or her own slots moved since the list closed, and keep what they are now.

    Or do nothing if the meeting is off by now, or other news of it are on their way.
    """
    invitation = _locked(invitation_id)
    if invitation is None or not is_in_force(invitation, time.now()):
        return
    meeting = invitation.meeting
    own = own_slots(meeting, invitation.person_id)
    moved = moved_slots(meeting, own, invitation.slots_told)
    invitation.slots_told = told_now(meeting, own, invitation.slots_told)
    if moved and queue(agenda_message(invitation, _occasion(meeting), moved, moment=time.now())) is not None:
        _record(SYSTEM, InvitationEvent.AGENDA_NOTED, invitation, slots=len(moved))


def ask_again(invitation_id: UUID) -> None:
    """Ask one person again for an answer, or do nothing if there is one or it was asked for meanwhile."""
    invitation = _locked(invitation_id)
    if invitation is not None and is_question_due(invitation, time.now()):
        _ask(SYSTEM, invitation, _occasion(invitation.meeting))


def ask_unanswered(*, actor: Actor, meeting: Meeting) -> int:
    """Ask everybody now who is needed and has not answered; returns how many. Raises DomainError if there is nobody."""
    moment = time.now()
    silent = [one for one in invitations_to(meeting.id) if can_be_asked(one, moment)]
    if not silent:
        raise DomainError(_("There is nobody to ask now: all have answered, or were asked today or twice already."))
    occasion = _occasion(meeting)
    for invitation in silent:
        _ask(actor, invitation, occasion)
    return len(silent)


def _ask(actor: Actor, invitation: Invitation, occasion: Occasion) -> None:
    invitation.times_asked_again += 1
    invitation.asked_again_at = time.now()
    queue(question_message(invitation, occasion))
    _record(actor, InvitationEvent.ASKED_AGAIN, invitation, times=invitation.times_asked_again)


def _locked(invitation_id: UUID) -> Invitation | None:
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _occasion(meeting: Meeting, *, minutes: int = 0) -> Occasion:
    return Occasion(
        event=calendar_event(meeting, base_url=settings().base_url),
        contact=", ".join(f"{one.name} <{one.email}>" for one in coordinators(meeting)),
        base_url=settings().base_url,
        minutes=minutes,
    )


def _record(actor: Actor, event: InvitationEvent, invitation: Invitation, **details: object) -> None:
    organization_id = invitation.meeting.board.organization_id
    record(actor=actor, event=event, subject=invitation, organization_id=organization_id, **details)
