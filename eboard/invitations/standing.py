"""Whose answer a mail is, for which version, and whether a newer one is there: rules, without a database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from eboard.ical.reading import IncomingAnswer, IncomingMail, Verdict
from eboard.invitations.enums import Answer, Reason
from eboard.invitations.models import Invitation
from eboard.meetings.models import Meeting
from eboard.people.models import Person

CLOCKS_DIFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whose invitation is answered, by whom, and from which other address if it is not the invited one."""

    invitation: Invitation
    answered_by_id: UUID
    answered_from: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the invited person answers, not a delegate."""
        return self.answered_by_id == self.invitation.person_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is known of the sender: the account, whether it may act for the invited person, and how far to believe it.

    ``is_invited``: the sender's address is one of the invited person, in use or former.
    ``asks_proof``: a receiving server is configured whose word on senders can be had.
    """

    person: Person | None
    is_invited: bool
    is_delegate: bool
    verdict: Verdict
    asks_proof: bool


def who_answers(
    mail: IncomingMail, named: Invitation | None, tagged: Invitation | None, sender: Sender
) -> Standing | Reason:
    """Whose answer this is, or why it must not count by itself.

    The tag only says where to look: an answer counts when its attendee or its proven sender is the invited person.
    The secret in it takes the place of a proof for whoever writes from the invited address.
    """
    answer = mail.answer
    if answer is None or not mail.sender:
        return Reason.NO_SENDER
    if answer.attendee_count > 1 and answer.attendee != mail.sender:
        return Reason.SEVERAL_ATTENDEES
    invitation = named or tagged
    if invitation is None:
        return Reason.NOT_INVITED
    if sender.verdict is Verdict.FAILED:
        return Reason.UNPROVEN
    is_tagged = tagged is not None and tagged.id == invitation.id
    if named is None:
        return _by_tag(mail, invitation, sender)
    return _by_name(mail, invitation, sender, is_tagged=is_tagged)


def _by_name(mail: IncomingMail, invitation: Invitation, sender: Sender, *, is_tagged: bool) -> Standing | Reason:
    """The attendee is invited; the sender is that person, a delegate, or writes from another address."""
    is_proven = sender.verdict is Verdict.PASSED
    is_believed = is_proven or is_tagged or not sender.asks_proof
    if sender.is_invited:
        return _standing(invitation, invitation.person_id) if is_believed else Reason.UNPROVEN
    if sender.person is not None:
        if not sender.is_delegate:
            return Reason.OTHER_SENDER
        return _standing(invitation, sender.person.id) if is_believed else Reason.UNPROVEN
    if is_tagged and is_proven:
        return _standing(invitation, invitation.person_id, answered_from=mail.sender)
    return Reason.OTHER_SENDER


def _by_tag(mail: IncomingMail, invitation: Invitation, sender: Sender) -> Standing | Reason:
    """The attendee is nobody who is invited: an alias of the person it was sent to, a delegate, or a stranger."""
    if sender.is_invited:
        attendee = mail.answer.attendee if mail.answer is not None else ""
        is_proven = sender.verdict is Verdict.PASSED
        return _standing(invitation, invitation.person_id, answered_from=attendee) if is_proven else Reason.UNPROVEN
    if sender.person is not None and sender.is_delegate:
        return _standing(invitation, sender.person.id)
    return Reason.NOT_INVITED


def _standing(invitation: Invitation, answered_by_id: UUID, *, answered_from: str = "") -> Standing:
    return Standing(invitation=invitation, answered_by_id=answered_by_id, answered_from=answered_from)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """What orders the answers of one person: SEQUENCE, then DTSTAMP (RFC 5546 section 2.1.5)."""

    sequence: int
    stamp: datetime


def version_of(answer: IncomingAnswer, invitation: Invitation, received_at: datetime) -> Version:
    """The version of an answer as far as what it says can be true.

    Nobody answers a version that does not exist yet. A SEQUENCE that is missing with no other time beside it, or that
    is 0 beside the time as it is now, is that of a product that does not keep it. A DTSTAMP before the invitation was
    made or after the mail came in says nothing, and the time of receipt stands for it.
    """
    meeting = invitation.meeting
    says_nothing = not answer.has_sequence and (answer.starts_at is None or not invitation.asked_sequence)
    keeps_none = says_nothing or (answer.sequence == 0 and _repeats_time(answer, meeting))
    sequence = meeting.sequence if keeps_none else min(answer.sequence, meeting.sequence)
    stamp = answer.dtstamp
    if stamp is None or not invitation.created_at - CLOCKS_DIFFER <= stamp <= received_at:
        stamp = received_at
    return Version(sequence, stamp)


def is_older(version: Version, invitation: Invitation) -> bool:
    """Whether a newer answer of the same person is there."""
    known = invitation.answer_stamp or invitation.answered_at
    return known is not None and version < Version(invitation.answer_sequence or 0, known)


def is_for_this_time(answer: IncomingAnswer, invitation: Invitation) -> bool:
    """Whether an answer is about the time the meeting has now, not one it had before.

    A REPLY that repeats the time settles it. Else the time must be the one that was last asked for, and the SEQUENCE
    must not lie before the change to it; where none is given, another time in the answer tells.
    """
    meeting = invitation.meeting
    if _repeats_time(answer, meeting) or (answer.has_sequence and answer.sequence >= meeting.sequence):
        return True
    was_asked = invitation.asked_starts_at is None or (
        (invitation.asked_starts_at, invitation.asked_ends_at) == (meeting.starts_at, meeting.ends_at)
    )
    if answer.has_sequence or not invitation.asked_sequence:
        return was_asked and answer.sequence >= invitation.asked_sequence
    return was_asked and answer.starts_at is None


def _repeats_time(answer: IncomingAnswer, meeting: Meeting) -> bool:
    return answer.starts_at == meeting.starts_at and answer.ends_at in {None, meeting.ends_at}


def has_answered_this_time(invitation: Invitation) -> bool:
    """Whether the answer in force was given for the time the meeting has now."""
    meeting = invitation.meeting
    is_same = (invitation.answer_starts_at, invitation.answer_ends_at) == (meeting.starts_at, meeting.ends_at)
    return invitation.answer is not Answer.NEEDS_ACTION and is_same
