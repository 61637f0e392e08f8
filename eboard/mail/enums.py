"""States of a message."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class MailState(Labelled):
    """Where a message is on its way."""

    QUEUED = "queued", _("Waiting"), "neutral"
    SENDING = "sending", _("Being sent"), "accent"
    SENT = "sent", _("Sent"), "ok"
    FAILED = "failed", _("Failed, will be tried again"), "warn"
    DEAD = "dead", _("Given up"), "late"
    HELD = "held", _("Held back"), "warn"
    DISCARDED = "discarded", _("Discarded"), "neutral"
    SUPERSEDED = "superseded", _("Replaced by newer news"), "neutral"
    BOUNCED = "bounced", _("Came back"), "late"


UNSENT_STATES = (MailState.QUEUED, MailState.FAILED)
LEFT_STATES = frozenset({MailState.SENDING, MailState.SENT, MailState.BOUNCED, MailState.HELD})  # it may have arrived
UNCONFIRMED = "Unconfirmed"  # begins the error of a message the server may have taken although it never said so
TROUBLED_STATES = (MailState.DEAD, MailState.BOUNCED, MailState.HELD)


class MailEvent(StrEnum):
    """What people do with the outbox."""

    RETRIED = "mail.retried"
    DISCARDED = "mail.discarded"
    RELEASED = "mail.released"  # the whole outbox
