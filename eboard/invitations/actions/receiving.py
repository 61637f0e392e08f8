"""A mail that came in: applied, noted, or parked for somebody to look at. The same mail twice changes nothing."""

import logging
from dataclasses import dataclass

from eboard.audit import Actor, Via, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.core.web.settings import settings
from eboard.ical import Partstat
from eboard.ical.reading import IncomingAnswer, IncomingMail, NoAnswer, read_mail
from eboard.invitations.actions.answering import Given, note_answer
from eboard.invitations.actions.bouncing import note_bounce
from eboard.invitations.actions.proposals import note_proposal
from eboard.invitations.actions.telling import tell_again
from eboard.invitations.enums import Answer, InvitationEvent, Outcome, Reason
from eboard.invitations.incoming import Located, active_person, acts_for, earlier_outcome, locate, place_of
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.invitations.standing import (
    Sender,
    Standing,
    Version,
    has_answered_this_time,
    is_for_this_time,
    is_older,
    version_of,
    who_answers,
)
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting

logger = logging.getLogger(__name__)

# What a person may have written, and not just a machine: it is not dropped in silence.
WORTH_A_LOOK = frozenset(
    {NoAnswer.TOO_LARGE, NoAnswer.UNREADABLE, NoAnswer.NO_CALENDAR, NoAnswer.NO_UID, NoAnswer.NO_ATTENDEE}
)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail, and why if it was not simply applied."""

    outcome: Outcome
    reason: Reason | None = None
    was_parked: bool = False  # of a mail that was handled before

    @property
    def needs_a_look(self) -> bool:
        """Whether the mail is parked, now or when it came in first."""
        return self.outcome is Outcome.PARKED or self.was_parked


APPLIED = Received(Outcome.APPLIED)


def receive(*, raw: bytes) -> Received:
    """Take one mail as it came in. It moves no meeting, invites nobody, and answers for nobody else."""
    mail = read_mail(raw, authserv_id=settings().authserv_id)
    known = earlier_outcome(mail.fingerprint)
    if known is not None:
        return Received(Outcome.KNOWN, was_parked=known in {Outcome.PARKED, Outcome.SETTLED})
    located = locate(mail)
    received = _apply(mail, located) if mail.answer is not None else _pass_over(mail, located)
    _store(raw, mail, located, received)
    return received


def _pass_over(mail: IncomingMail, located: Located) -> Received:
    """A mail that is no answer."""
    if mail.bounce is not None and note_bounce(bounce=mail.bounce, tagged=located.tagged):
        return Received(Outcome.APPLIED, Reason.BOUNCE)
    reason = mail.reason or NoAnswer.UNREADABLE
    return Received(Outcome.PARKED if reason in WORTH_A_LOOK else Outcome.NOTED, Reason.of(reason.value))


def _apply(mail: IncomingMail, located: Located) -> Received:
    """An answer, once it is clear to what, whose it is, and that it is not too late."""
    answer, tagged = mail.answer, located.tagged
    if located.meeting is None:
        return Received(Outcome.NOTED if tagged is None else Outcome.PARKED, Reason.FOREIGN_UID)
    if answer is None or answer.recurrence_id is not None:
        return Received(Outcome.PARKED, Reason.SINGLE_DATE)
    if tagged is not None and tagged.meeting_id != located.meeting.id:
        tagged = None
    standing = who_answers(mail, located.named, tagged, _sender(mail, located.named or tagged))
    if isinstance(standing, Reason):
        return Received(Outcome.PARKED, standing)
    refusal = _too_late(standing.invitation)
    return Received(Outcome.NOTED, refusal) if refusal else _take(answer, standing)


def _sender(mail: IncomingMail, invitation: Invitation | None) -> Sender:
    """What the network knows of the sender; looked up only where it is not the invited person's address of today."""
    if invitation is None or not mail.sender:
        person = None
    elif mail.sender == invitation.person.email:
        person = invitation.person
    else:
        person = active_person(mail.sender)
    is_invited = person is not None and invitation is not None and person.id == invitation.person_id
    return Sender(
        person=person,
        is_invited=is_invited,
        is_delegate=(
            not is_invited
            and person is not None
            and invitation is not None
            and acts_for(person.id, invitation.person_id)
        ),
        verdict=mail.verdict,
        asks_proof=bool(settings().authserv_id),
    )


def _too_late(invitation: Invitation) -> Reason | None:
    meeting = invitation.meeting
    if meeting.state is MeetingState.CANCELLED:
        return Reason.MEETING_CANCELLED
    if meeting.ends_at <= time.now() or meeting.state is MeetingState.CONCLUDED:
        return Reason.MEETING_OVER
    return None if invitation.is_wanted else Reason.NOT_ASKED


def _take(answer: IncomingAnswer, standing: Standing) -> Received:
    invitation = standing.invitation
    version = version_of(answer, invitation, time.now())
    actor = _actor(standing)
    if answer.method == "REFRESH":
        is_told = tell_again(actor=actor, invitation=invitation)
        return APPLIED if is_told else Received(Outcome.NOTED, Reason.UNANSWERED)
    if is_older(version, invitation):
        return Received(Outcome.NOTED, Reason.OLDER)
    if answer.method == "COUNTER" and answer.proposed_start is None:
        return Received(Outcome.PARKED, Reason.UNREADABLE_TIME)
    said = _take_answer(answer, standing, version, actor)
    if answer.proposed_start is None:
        return said
    is_noted = note_proposal(
        actor=actor,
        invitation=invitation,
        version=version,
        starts_at=answer.proposed_start,
        ends_at=answer.proposed_end,
        comment=answer.comment,
    )
    return APPLIED if is_noted else Received(Outcome.NOTED, Reason.OLDER)


def _actor(standing: Standing) -> Actor:
    principal = None if standing.is_own else standing.invitation.person_id
    return Actor(person_id=standing.answered_by_id, on_behalf_of_id=principal, via=Via.MAIL)


def _take_answer(answer: IncomingAnswer, standing: Standing, version: Version, actor: Actor) -> Received:
    invitation = standing.invitation
    if answer.partstat is Partstat.NEEDS_ACTION:
        return Received(Outcome.NOTED, Reason.UNANSWERED)
    counts = is_for_this_time(answer, invitation)
    if not counts and has_answered_this_time(invitation):
        return Received(Outcome.NOTED, Reason.OLDER)
    given = Given(
        answer=Answer.of(answer.partstat.value),
        comment=answer.comment,
        answered_by_id=standing.answered_by_id,
        sequence=version.sequence,
        stamp=version.stamp,
        answered_from=standing.answered_from,
        delegated_to=answer.delegated_to if answer.partstat is Partstat.DELEGATED else "",
        counts=counts,
    )
    note_answer(actor=actor, invitation=invitation, given=given)
    if standing.is_own:
        invitation.person.not_reached_since = None
    return APPLIED if counts else Received(Outcome.APPLIED, Reason.EARLIER_VERSION)


def _store(raw: bytes, mail: IncomingMail, located: Located, received: Received) -> None:
    """Remember the mail by its fingerprint; what it says is kept, sealed, only if its board has to look at it."""
    is_parked = received.outcome is Outcome.PARKED
    meeting = _meeting_of(located)
    row = IncomingMessage(
        fingerprint=mail.fingerprint,
        received_at=time.now(),
        outcome=received.outcome,
        reason=received.reason,
        sender=mail.sender,
        board_id=meeting.board_id if meeting is not None else None,
        meeting_id=meeting.id if meeting is not None else None,
    )
    if is_parked and meeting is not None and mail.reason is not NoAnswer.TOO_LARGE:
        row.sealed = keyring().seal(raw, place_of(row))
    db.session.add(row)
    if mail.answer is not None and mail.answer.copies_disagree:
        logger.warning("mail %s holds its answer twice, and not the same", row.id)
    if is_parked:
        organization_id = meeting.board.organization_id if meeting is not None else None
        record(
            actor=Actor(via=Via.MAIL),
            event=InvitationEvent.PARKED,
            subject=row,
            organization_id=organization_id,
            reason=received.reason,
        )


def _meeting_of(located: Located) -> Meeting | None:
    if located.meeting is not None:
        return located.meeting
    return located.tagged.meeting if located.tagged is not None else None
