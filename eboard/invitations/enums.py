"""Answers and what a person was told."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Answer(Labelled):
    """What a person answered (PARTSTAT, RFC 5545 section 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION", _("No answer yet"), "neutral"
    ACCEPTED = "ACCEPTED", _("Accepted"), "ok"
    TENTATIVE = "TENTATIVE", _("Tentative"), "warn"
    DECLINED = "DECLINED", _("Declined"), "late"
    DELEGATED = "DELEGATED", _("Delegated"), "warn"


class Participation(Labelled):
    """How much a person is needed (ROLE, RFC 5545 section 3.2.16)."""

    CHAIR = "CHAIR", _("Chair"), "accent"
    REQUIRED = "REQ-PARTICIPANT", _("Required"), "neutral"
    OPTIONAL = "OPT-PARTICIPANT", _("Optional"), "neutral"


class Method(Labelled):
    """What a person was last told (METHOD, RFC 5546)."""

    REQUEST = "REQUEST", _("Invited")
    CANCEL = "CANCEL", _("Cancelled")


class ProposalState(Labelled):
    """What became of a proposed time."""

    OPEN = "open", _("Open"), "warn"
    ACCEPTED = "accepted", _("Accepted"), "ok"
    DECLINED = "declined", _("Declined"), "neutral"
    SUPERSEDED = "superseded", _("Replaced by a newer answer"), "neutral"


class Outcome(Labelled):
    """What became of a mail that came in."""

    APPLIED = "applied", _("Applied"), "ok"
    NOTED = "noted", _("Noted"), "neutral"  # there was nothing to do
    PARKED = "parked", _("Parked"), "warn"  # somebody has to look at it
    SETTLED = "settled", _("Settled"), "ok"  # somebody did
    KNOWN = "known", _("Handled before"), "neutral"  # never stored


class Reason(Labelled):
    """Why a mail was parked, or why there was nothing to do."""

    # what the mail is instead of an answer; the values are those of `ical.reading.NoAnswer`
    TOO_LARGE = "too_large", _("The mail is larger than one megabyte.")
    UNREADABLE = "unreadable", _("It cannot be read as a mail.")
    BOUNCE = "bounce", _("It reports on a mail of ours.")
    AUTOMATIC = "automatic", _("A machine sent it.")
    NO_CALENDAR = "no_calendar", _("Somebody wrote, but it holds no answer a calendar sends.")
    FOREIGN_METHOD = "foreign_method", _("It is no answer to an invitation.")
    NO_EVENT = "no_event", _("It is about no event.")
    NO_UID = "no_uid", _("It does not say which event it answers.")
    NO_ATTENDEE = "no_attendee", _("It does not say who answers.")

    # why an answer does not count by itself
    NO_SENDER = "no_sender", _("It names no sender, or several.")
    FOREIGN_UID = "foreign_uid", _("It answers an event that is none of ours.")
    SINGLE_DATE = "single_date", _("It answers one date of a series. Our meetings are no series.")
    SEVERAL_ATTENDEES = "several_attendees", _("It names several people and not its sender.")
    NOT_INVITED = "not_invited", _("Somebody answered who is not invited.")
    OTHER_SENDER = "other_sender", _("Somebody else sent it than the person who answers.")
    UNPROVEN = "unproven", _("Nothing proves that the sender sent it.")
    UNREADABLE_TIME = "unreadable_time", _("It proposes a time that cannot be read.")

    # why there is nothing to do
    MEETING_OVER = "meeting_over", _("The meeting is over.")
    MEETING_CANCELLED = "meeting_cancelled", _("The meeting is cancelled.")
    NOT_ASKED = "not_asked", _("The person is no longer asked.")
    OLDER = "older", _("A newer answer was there.")
    UNANSWERED = "unanswered", _("It neither accepts nor declines.")
    EARLIER_VERSION = "earlier_version", _("It answers a time that has changed since.")


NEEDED = frozenset({Participation.CHAIR, Participation.REQUIRED})
REMINDED_ANSWERS = frozenset({Answer.NEEDS_ACTION, Answer.ACCEPTED, Answer.TENTATIVE})
GIVEN_ANSWERS = frozenset({Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED})


class InvitationEvent(StrEnum):
    """What is recorded of an invitation."""

    TOLD = "invitation.told"
    SLOT_TOLD = "invitation.slot_told"
    HURRIED = "invitation.told_now"
    ANSWERED = "invitation.answered"
    REMINDED = "invitation.reminded"
    ASKED_AGAIN = "invitation.asked_again"
    PROPOSED = "invitation.time_proposed"
    PROPOSAL_ACCEPTED = "invitation.proposal_accepted"
    PROPOSAL_DECLINED = "invitation.proposal_declined"
    PARKED = "invitation.mail_parked"
    PARKED_APPLIED = "invitation.mail_applied"
    PARKED_DISMISSED = "invitation.mail_dismissed"
    BOUNCED = "invitation.bounced"
