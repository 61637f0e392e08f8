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


GIVEN_ANSWERS = frozenset({Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED})


class InvitationEvent(StrEnum):
    """What is recorded of an invitation."""

    TOLD = "invitation.told"
    SLOT_TOLD = "invitation.slot_told"
    HURRIED = "invitation.told_now"
    ANSWERED = "invitation.answered"
