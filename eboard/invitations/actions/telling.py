"""Telling each person what he or she should have been told."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from eboard.audit import Actor, record
from eboard.audit.actor import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.ical import MeetingEvent
from eboard.invitations.content import Content, calendar_event, desired, is_news, shows_otherwise, withdrawal
from eboard.invitations.emails import News, dedupe_key, invitation_message, thread_of
from eboard.invitations.enums import Answer, InvitationEvent, Method
from eboard.invitations.invitees import coordinators
from eboard.invitations.models import Invitation
from eboard.mail.actions import queue, supersede
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Meeting
from eboard.people.enums import Told

SECOND = timedelta(seconds=1)


def tell(invitation_id: UUID) -> None:
    """Tell one person the news that are due, or do nothing if they were undone or told meanwhile.

    News of one person are a second apart at least: DTSTAMP counts seconds, and puts those of one SEQUENCE in order
    (RFC 5546 section 2.1.5).
    """
    with db.session.no_autoflush:  # a second UPDATE of one row makes PostgreSQL lock what it refers to, the person
        _tell_if_due(invitation_id, time.now())


def _tell_if_due(invitation_id: UUID, moment: datetime) -> None:
    invitation = _due(invitation_id, moment)
    if invitation is None or _was_told_just_now(invitation, moment):
        return
    event = calendar_event(invitation.meeting, base_url=settings().base_url)
    content = desired(invitation, invitation.meeting, event, moment)
    invitation.tell_at = None
    if content is None or not is_news(content, invitation.told_content):
        return
    _note_what_left(invitation)
    if _has_new_address(invitation) and _leave_address(invitation, event, moment):
        return
    _tell(invitation, content, moment)
    if _is_owed_a_mail(invitation):
        _queue(invitation, invitation.reached_content, event, address=invitation.person.email)
    else:
        supersede(thread_of(invitation, invitation.person.email))


def _was_told_just_now(invitation: Invitation, moment: datetime) -> bool:
    """Within the same second; a clock that was set back by more keeps nobody waiting."""
    return invitation.told_at is not None and timedelta() <= moment - invitation.told_at < SECOND


def _due(invitation_id: UUID, moment: datetime) -> Invitation | None:
    """The invitation and its meeting as they are now, for this transaction alone."""
    return db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.tell_at <= moment)
        .options(
            joinedload(Invitation.person, innerjoin=True),
            joinedload(Invitation.meeting, innerjoin=True).options(
                joinedload(Meeting.board, innerjoin=True), selectinload(Meeting.items)
            ),
        )
        .with_for_update(of=Invitation, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _tell(invitation: Invitation, content: Content, moment: datetime) -> None:
    _drop_outdated_answer(invitation)
    invitation.revision += 1
    invitation.told = Method.of(content["method"])
    invitation.told_sequence = content["sequence"]
    invitation.told_content = content
    invitation.told_at = moment
    record(
        actor=SYSTEM,
        event=InvitationEvent.TOLD,
        subject=invitation,
        organization_id=invitation.meeting.board.organization_id,
        method=invitation.told,
        sequence=invitation.told_sequence,
        revision=invitation.revision,
    )


def _queue(invitation: Invitation, reached: Content, event: MeetingEvent, *, address: str) -> None:
    news = News(
        content=invitation.told_content,
        reached=reached,
        address=address,
        event=event,
        contact=", ".join(f"{one.name} <{one.email}>" for one in coordinators(invitation.meeting)),
        organizer_address=settings().invitation_address,
        base_url=settings().base_url,
        moment=time.now(),
    )
    queue(invitation_message(invitation, news))


def _has_new_address(invitation: Invitation) -> bool:
    return bool(invitation.told_content.get("email", invitation.person.email) != invitation.person.email)


def _leave_address(invitation: Invitation, event: MeetingEvent, moment: datetime) -> bool:
    """Take the meeting out of the calendar of an address the person no longer has; True if that takes a mail.

    Where both addresses lead to one calendar, the new invitation is a second younger and brings the entry back.
    """
    former, reached = invitation.told_content["email"], invitation.reached_content
    invitation.reached_content = {}
    if reached.get("method") != Method.REQUEST.value:
        supersede(thread_of(invitation, former))
        return False
    _tell(invitation, withdrawal(event), moment)
    _queue(invitation, reached, event, address=former)
    invitation.told, invitation.told_content = None, {}
    invitation.tell_at = moment + SECOND
    return True


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
    if not invitation.revision:
        return
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


def _drop_outdated_answer(invitation: Invitation) -> None:
    """An answer counts for the time it was given for (RFC 5546 section 3.2.2.1)."""
    meeting = invitation.meeting
    answered_for = (invitation.answer_starts_at, invitation.answer_ends_at)
    if invitation.answered_at is not None and answered_for != (meeting.starts_at, meeting.ends_at):
        invitation.answer = Answer.NEEDS_ACTION
