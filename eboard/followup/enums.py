"""What became of a recommendation, why not, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Followed(Labelled):
    """What became of one recommendation."""

    DONE = "done", _("Done"), "ok"
    PARTLY = "partly", _("Partly done"), "warn"
    NOT_DONE = "not_done", _("Not done"), "late"
    PENDING = "pending", _("Still to come"), "accent"
    LOST = "lost", _("Lost to follow-up"), "neutral"


DEVIATIONS = frozenset({Followed.PARTLY, Followed.NOT_DONE})  # they need a reason


class DeviationReason(Labelled):
    """Why a recommendation was not carried out, or not wholly."""

    DECLINED = "declined", _("Patient declined")
    DIED = "died", _("Patient died")
    PROGRESSION = "progression", _("Progression or deterioration")
    COMORBIDITY = "comorbidity", _("Comorbidity")
    TOXICITY = "toxicity", _("Toxicity")
    PAYMENT_REFUSED = "payment_refused", _("Payment refused")
    NOT_AVAILABLE = "not_available", _("Not available locally")
    TRIAL_NOT_OPEN = "trial_not_open", _("Trial not open")
    NEW_INFORMATION = "new_information", _("New information")
    OTHER_PLAN = "other_plan", _("Treating team chose another plan")
    NOT_DOCUMENTED = "not_documented", _("Not documented")
    OTHER = "other", _("Another reason")


class FollowUpEvent(StrEnum):
    """What the audit says about follow-ups."""

    BEGUN = "follow_up.begun"
    ANSWERED = "follow_up.answered"
