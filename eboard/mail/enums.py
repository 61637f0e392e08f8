"""States of a message, kinds of message, and how each reaches its reader."""

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


class NoticeKind(Labelled):
    """What a message is about; `mail.notices` says which kinds a person may do without."""

    ACCOUNT = "account", _("Your account and its security")
    ADMINISTRATION = "administration", _("Something you look after stops working")
    INVITATION = "invitation", _("Invitations, changes and cancellations")
    ASKING = "asking", _("A meeting still waits for your answer")
    CASE_WAITS = "case_waits", _("A case waits for you")
    SAFETY = "safety", _("A recommendation was corrected, or nobody has read it")
    SHARING = "sharing", _("A case was withdrawn, or opened in an emergency")
    SIGNATURE = "signature", _("Outcomes of your board wait to be signed")
    REMINDER = "reminder", _("Reminder before a meeting")
    FORECAST = "forecast", _("A meeting may miss a specialty")
    PREPARATION = "preparation", _("Cases to prepare")
    AGENDA = "agenda", _("Your own part of a meeting has moved")
    DIGEST = "digest", _("Daily summary of what changed")
    CASE_DATE = "case_date", _("Dates of your cases")
    CASE_DECISION = "case_decision", _("What a board decided about your nominations")
    OUTCOME = "outcome", _("Recommendations for your cases")
    FOLLOW_UP = "follow_up", _("What became of your cases is asked")
    FATES = "fates", _("What became of the cases you discussed")
    CREDIT = "credit", _("Disclosure before credit is given")
    MATERIAL = "material", _("Something you chase has not arrived")
    REVIEW = "review", _("What is worth a look in the audit")
    COPY = "copy", _("Copies for somebody you act for")


class Delivery(Labelled):
    """How news of one kind reaches a person."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily summary")
    OFF = "off", _("Not by mail")


class MailEvent(StrEnum):
    """What people do with the outbox."""

    RETRIED = "mail.retried"
    DISCARDED = "mail.discarded"
    RELEASED = "mail.released"  # the whole outbox
