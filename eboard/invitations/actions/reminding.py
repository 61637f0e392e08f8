"""Reminding people of meetings, and asking those again who have not answered."""

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
from eboard.invitations.emails import Occasion, question_message, reminder_message
from eboard.invitations.enums import InvitationEvent
from eboard.invitations.invitees import contact_of
from eboard.invitations.models import Invitation
from eboard.invitations.queries import invitations_to
from eboard.invitations.reminding import can_be_asked, is_question_due, is_reminder_due
from eboard.mail.actions import queue
from eboard.meetings.models import Meeting
from eboard.meetings.queries.parts import needed_in


def remind(invitation_id: UUID) -> None:
    """Remind one person of a meeting, or do nothing if that was done or is not due any more."""
    invitation = _locked(invitation_id)
    if invitation is None or not is_reminder_due(invitation, time.now()):
        return
    meeting = invitation.meeting
    invitation.reminded_for = meeting.starts_at
    occasion = _occasion(meeting, minutes=needed_in(meeting, invitation.person_id).minutes)
    if queue(reminder_message(invitation, occasion)) is not None:
        copy_reminder(invitation, occasion)
        _record(SYSTEM, InvitationEvent.REMINDED, invitation)


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
        contact=contact_of(meeting),
        base_url=settings().base_url,
        minutes=minutes,
    )


def _record(actor: Actor, event: InvitationEvent, invitation: Invitation, **details: object) -> None:
    organization_id = invitation.meeting.board.organization_id
    record(actor=actor, event=event, subject=invitation, organization_id=organization_id, **details)
