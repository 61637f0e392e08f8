"""Telling each person what he or she should have been told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from eboard.audit import Actor, record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.ical import MeetingEvent
from eboard.invitations.content import calendar_event, desired, is_news, shows_otherwise
from eboard.invitations.emails import News, dedupe_key, invitation_message, thread_of
from eboard.invitations.enums import Answer, InvitationEvent, Method
from eboard.invitations.invitees import coordinators
from eboard.invitations.models import Invitation
from eboard.invitations.slots import NOT_NEEDED, slot_of
from eboard.mail.actions import queue, supersede
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Meeting
from eboard.meetings.queries.parts import needed_in
from eboard.people.enums import Told


def tell(invitation_id: UUID) -> None:
    """Tell one person the news that are due, or do nothing if they were undone or told meanwhile."""
    moment = time.now()
    invitation = db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.tell_at <= moment)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        return
    meeting = invitation.meeting
    event = calendar_event(meeting, base_url=settings().base_url)
    content = desired(invitation, meeting, event, moment)
    invitation.tell_at = None
    if content is None or not is_news(content, invitation.told_content):
        return
    _note_what_left(invitation)
    invitation.revision += 1
    _drop_outdated_answer(invitation, meeting)
    invitation.told = Method.of(content["method"])
    invitation.told_sequence = meeting.sequence
    invitation.told_content = content
    invitation.told_at = moment
    if _is_owed_a_mail(invitation):
        _queue(invitation, event, moment)
    else:
        supersede(thread_of(invitation))
    record(
        actor=SYSTEM,
        event=InvitationEvent.TOLD,
        subject=invitation,
        organization_id=meeting.board.organization_id,
        method=invitation.told,
        sequence=invitation.told_sequence,
        revision=invitation.revision,
    )


def _queue(invitation: Invitation, event: MeetingEvent, moment: datetime) -> None:
    meeting = invitation.meeting
    found = needed_in(meeting, invitation.person_id)
    slot = slot_of(meeting, found)
    is_spared = slot == NOT_NEEDED and invitation.told_slot not in {None, NOT_NEEDED}
    invitation.told_slot, invitation.slot_tell_at = slot, None  # this mail says it
    news = News(
        content=invitation.told_content,
        reached=invitation.reached_content,
        event=event,
        contact=", ".join(f"{one.name} <{one.email}>" for one in coordinators(invitation.meeting)),
        organizer_address=settings().invitation_address,
        base_url=settings().base_url,
        moment=moment,
        needed=found,
        is_spared=is_spared,
    )
    queue(invitation_message(invitation, news))


def tell_now(*, actor: Actor, meeting: Meeting) -> int:
    """End the hold window of a meeting's news; returns how many people are told."""
    hurried = db.session.execute(
        update(Invitation)
        .where(Invitation.meeting_id == meeting.id, Invitation.tell_at > time.now())
        .values(tell_at=time.now())
    )
    record(
        actor=actor,
        event=InvitationEvent.HURRIED,
        subject=meeting,
        organization_id=meeting.board.organization_id,
    )
    return int(hurried.rowcount)  # type: ignore[attr-defined]


def _note_what_left(invitation: Invitation) -> None:
    """Find out whether the last mail may have left; the lock keeps a dispatcher from sending it meanwhile."""
    mail = db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.dedupe_key == dedupe_key(invitation))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if mail is not None and mail.may_have_left:
        invitation.reached_content = invitation.told_content


def _is_owed_a_mail(invitation: Invitation) -> bool:
    """Whether the news differ from what a calendar got by mail.

    Who chose the subscription alone gets no mail, but who was once asked by mail hears of the changes the same way:
    the entry in that calendar would be wrong otherwise.
    """
    if not shows_otherwise(invitation.told_content, invitation.reached_content):
        return False
    if invitation.reached_content.get("method") == Method.REQUEST.value:
        return True
    return invitation.told is Method.REQUEST and invitation.person.told is not Told.FEED


def _drop_outdated_answer(invitation: Invitation, meeting: Meeting) -> None:
    """An answer counts for the time it was given for (RFC 5546 section 3.2.2.1)."""
    answered_for = (invitation.answer_starts_at, invitation.answer_ends_at)
    if invitation.answered_at is not None and answered_for != (meeting.starts_at, meeting.ends_at):
        invitation.answer = Answer.NEEDS_ACTION
