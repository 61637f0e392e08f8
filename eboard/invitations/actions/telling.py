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
from eboard.invitations.actions.copying import copy_news, drop_reminder_copies
from eboard.invitations.content import Content, calendar_event, desired, is_news, shows_otherwise
from eboard.invitations.emails import (
    News,
    dedupe_key,
    invitation_message,
    question_thread,
    reminder_thread,
    slot_thread,
    thread_of,
)
from eboard.invitations.enums import Answer, InvitationEvent, Method
from eboard.invitations.invitees import contact_of
from eboard.invitations.models import Invitation
from eboard.invitations.slots import NOT_NEEDED, has_moved, slot_of
from eboard.mail.actions import queue, supersede
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Meeting
from eboard.meetings.queries.parts import needed_in
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
    _drop_what_waits_elsewhere(invitation)
    _tell(invitation, content, moment)
    news = _news(invitation, _known_here(invitation), event, address=invitation.person.email)
    if _is_owed_a_mail(invitation):
        _send(invitation, news)
    else:
        _take_back(invitation, news, moment)
    copy_news(invitation, news)


def tell_again(*, actor: Actor, invitation: Invitation) -> bool:
    """Send the request that is in force once more, as a newer revision of the same SEQUENCE (RFC 5546 section 3.2.6).

    False when nothing was told yet: the hold window will see to it.
    """
    if invitation.told is not Method.REQUEST or invitation.tell_at is not None:
        return False
    event = calendar_event(invitation.meeting, base_url=settings().base_url)
    with db.session.no_autoflush:  # as in `tell`
        _note_what_left(invitation)
        invitation.revision += 1
        invitation.told_at = time.now()
        _send(invitation, _news(invitation, {}, event, address=invitation.person.email))
        _record_telling(actor, invitation)
    return True


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
    if content.get("starts_at") != invitation.told_content.get("starts_at"):
        invitation.start_told_at = moment
        _drop_notices(invitation)
    _note_asked_time(invitation, content)
    invitation.told = Method.of(content["method"])
    invitation.told_sequence = content["sequence"]
    invitation.told_content = content
    invitation.told_at = moment
    _record_telling(SYSTEM, invitation)


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


def _news(invitation: Invitation, reached: Content, event: MeetingEvent, *, address: str) -> News:
    found = needed_in(invitation.meeting, invitation.person_id)
    is_spared = slot_of(invitation.meeting, found) == NOT_NEEDED and invitation.told_slot not in {None, NOT_NEEDED}
    return News(
        content=invitation.told_content,
        reached=reached,
        address=address,
        event=event,
        contact=contact_of(invitation.meeting),
        organizer_address=settings().invitation_address,
        base_url=settings().base_url,
        moment=time.now(),
        needed=found,
        is_spared=is_spared,
    )


def _send(invitation: Invitation, news: News) -> None:
    queue(invitation_message(invitation, news))
    supersede(slot_thread(invitation))
    slot = slot_of(invitation.meeting, news.needed)
    invitation.told_slot, invitation.slot_tell_at = slot, None  # this mail says it
    invitation.told_content = {**invitation.told_content, "slot": slot}


def _take_back(invitation: Invitation, news: News, moment: datetime) -> None:
    """Give up what did not leave; the minutes it would have said are told on their own if they still hold."""
    supersede(thread_of(invitation, news.address))
    if "slot" in invitation.reached_content:
        invitation.told_slot = invitation.reached_content["slot"]
        slot = slot_of(invitation.meeting, news.needed)
        if has_moved(invitation.told_slot, slot, threshold=settings().slot_minutes):
            invitation.slot_tell_at = moment


def _drop_what_waits_elsewhere(invitation: Invitation) -> None:
    """What has not left for an address the person no longer has does not leave."""
    former = invitation.told_content.get("email", invitation.person.email)
    if former != invitation.person.email:
        _drop_notices(invitation)
        supersede(thread_of(invitation, former))


def _known_here(invitation: Invitation) -> Content:
    """What last reached the person at the present address; to another one a request is a first invitation.

    The former address is told nothing: a CANCEL would take the entry out of the calendar where both lead to one.
    """
    reached = invitation.reached_content
    is_elsewhere = reached.get("email", invitation.person.email) != invitation.person.email
    return {} if is_elsewhere and invitation.told is Method.REQUEST else reached


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


def _drop_notices(invitation: Invitation) -> None:
    """What waits in the outbox about a time that no longer holds, or for a former address, does not leave."""
    for thread in (reminder_thread, question_thread, slot_thread):
        supersede(thread(invitation))
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


def _drop_outdated_answer(invitation: Invitation) -> None:
    """An answer counts for the time it was given for (RFC 5546 section 3.2.2.1)."""
    meeting = invitation.meeting
    answered_for = (invitation.answer_starts_at, invitation.answer_ends_at)
    is_given = invitation.answer is not Answer.NEEDS_ACTION
    if is_given and invitation.answered_at is not None and answered_for != (meeting.starts_at, meeting.ends_at):
        invitation.earlier_answer = invitation.answer
        invitation.answer = Answer.NEEDS_ACTION
