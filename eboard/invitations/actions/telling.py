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
from eboard.invitations.actions.copying import copy_news, drop_reminder_copies
from eboard.invitations.content import Content, calendar_event, desired, is_news, shows_otherwise
from eboard.invitations.emails import (
    News,
    dedupe_key,
    invitation_message,
    question_thread,
    reminder_thread,
    thread_of,
)
from eboard.invitations.enums import Answer, InvitationEvent, Method
from eboard.invitations.invitees import coordinators
from eboard.invitations.models import Invitation
from eboard.mail.actions import queue, supersede
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Meeting
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
    if content.get("starts_at") != invitation.told_content.get("starts_at"):
        invitation.start_told_at = moment
        _drop_notices_of_old_start(invitation)
    _note_asked_time(invitation, content)
    invitation.told = Method.of(content["method"])
    invitation.told_sequence = meeting.sequence
    invitation.told_content = content
    invitation.told_at = moment
    news = _news(invitation, event, moment, reached=invitation.reached_content)
    if _is_owed_a_mail(invitation):
        queue(invitation_message(invitation, news))
    else:
        supersede(thread_of(invitation))
    copy_news(invitation, news)
    _record_telling(SYSTEM, invitation)


def tell_again(*, actor: Actor, invitation: Invitation) -> bool:
    """Send the request that is in force once more, as a newer revision of the same SEQUENCE (RFC 5546 section 3.2.6).

    False when nothing was told yet: the hold window will see to it.
    """
    moment = time.now()
    event = calendar_event(invitation.meeting, base_url=settings().base_url)
    if invitation.told is not Method.REQUEST or invitation.tell_at is not None:
        return False
    _note_what_left(invitation)
    invitation.revision += 1
    invitation.told_at = moment
    queue(invitation_message(invitation, _news(invitation, event, moment, reached={})))
    _record_telling(actor, invitation)
    return True


def _record_telling(actor: Actor, invitation: Invitation) -> None:
    record(
        actor=actor,
        event=InvitationEvent.TOLD,
        subject=invitation,
        organization_id=invitation.meeting.board.organization_id,
        method=invitation.told,
        sequence=invitation.told_sequence,
        revision=invitation.revision,
    )


def _news(invitation: Invitation, event: MeetingEvent, moment: datetime, *, reached: Content) -> News:
    return News(
        content=invitation.told_content,
        reached=reached,
        event=event,
        contact=", ".join(f"{one.name} <{one.email}>" for one in coordinators(invitation.meeting)),
        organizer_address=settings().invitation_address,
        base_url=settings().base_url,
        moment=moment,
    )


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


def _drop_notices_of_old_start(invitation: Invitation) -> None:
    """What waits in the outbox about a time that no longer holds does not leave."""
    supersede(reminder_thread(invitation))
    supersede(question_thread(invitation))
    drop_reminder_copies(invitation)


def _note_asked_time(invitation: Invitation, content: Content) -> None:
    """Remember the time a request asks for, and since which SEQUENCE it is that time for this person."""
    if content["method"] != Method.REQUEST.value:
        return
    asked = datetime.fromisoformat(content["starts_at"]), datetime.fromisoformat(content["ends_at"])
    before = invitation.asked_starts_at, invitation.asked_ends_at
    if invitation.asked_starts_at is not None and before != asked:
        invitation.asked_sequence = content["sequence"]
    invitation.asked_starts_at, invitation.asked_ends_at = asked


def _drop_outdated_answer(invitation: Invitation, meeting: Meeting) -> None:
    """An answer counts for the time it was given for (RFC 5546 section 3.2.2.1)."""
    answered_for = (invitation.answer_starts_at, invitation.answer_ends_at)
    is_given = invitation.answer is not Answer.NEEDS_ACTION
    if is_given and invitation.answered_at is not None and answered_for != (meeting.starts_at, meeting.ends_at):
        invitation.earlier_answer = invitation.answer
        invitation.answer = Answer.NEEDS_ACTION
