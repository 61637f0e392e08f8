"""Classes of what goes after a time, what a hold may lie on, and what the audit says about both."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class RecordClass(Labelled):
    """What goes together, by one rule."""

    DRAFTS = "drafts", _("Abandoned drafts")
    ATTACHMENTS = "attachments", _("Attachments of decided cases")
    MAIL_TEXTS = "mail_texts", _("Texts of mail that was sent")
    MAIL = "mail", _("Lines of the outbox")
    PARKED_MAIL = "parked_mail", _("Mail that came in")
    BUSY_TIMES = "busy_times", _("Busy times")
    ABSENCES = "absences", _("Absences")
    SIGN_INS = "sign_ins", _("Sign-ins")
    DEVICES = "devices", _("Browsers of sign-ins")
    LINKS = "links", _("One-time links")
    OUTSIDE_LINKS = "outside_links", _("Letters to doctors outside")
    CREDIT = "credit", _("Ledgers of continuing education")


class HoldKind(Labelled):
    """What a hold lies on."""

    CASE = "case", _("A case")
    ORGANIZATION = "organization", _("An organization: its cases, people and boards")
    PERSON = "person", _("A person: what is kept about his or her account")


class CorrectionState(Labelled):
    """What became of a patient's wish to have something corrected."""

    OPEN = "open", _("To be answered"), "warn"
    ACCEPTED = "accepted", _("Accepted"), "ok"
    REFUSED = "refused", _("Refused"), "neutral"


class CorrectionAnswer(Labelled):
    """How a request is answered."""

    ACCEPTED = "accepted", _("Accept: it will be corrected")
    REFUSED = "refused", _("Refuse: it is accurate and complete")


class RetentionEvent(StrEnum):
    """What the audit says about retention: counts and days, never content."""

    TERM_CHANGED = "retention.term_changed"
    DELETED = "retention.deleted"
    SWEPT = "retention.files_swept"
    HELD = "retention.held"
    LIFTED = "retention.hold_lifted"
    ACCESS_FILE = "retention.access_file"
    RETURNED = "retention.returned"
    CORRECTION_ASKED = "correction.asked"
    CORRECTION_ANSWERED = "correction.answered"
    CORRECTION_REMINDED = "correction.reminded"
    STATEMENT_KEPT = "correction.statement_kept"
