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
    PATIENT_WISH = "patient_wish", _("Patient wished for something else")
    DIED = "died", _("Patient died")
    LOST = "lost", _("Lost to follow-up")
    REMISSION = "remission", _("Remission")
    PROGRESSION = "progression", _("Progression")
    DETERIORATION = "deterioration", _("Deterioration")
    COMORBIDITY = "comorbidity", _("Comorbidity")
    TOXICITY = "toxicity", _("Toxicity")
    MEDICAL = "medical", _("Another medical reason")
    NO_INDICATION = "no_indication", _("No indication any more")
    BEST_SUPPORTIVE_CARE = "best_supportive_care", _("Best supportive care")
    OTHER_PLAN = "other_plan", _("Another therapy was chosen")
    NEW_INFORMATION = "new_information", _("New information")
    PAYMENT_REFUSED = "payment_refused", _("Payment refused")
    NOT_AVAILABLE = "not_available", _("Not available locally")
    TRIAL_NOT_OPEN = "trial_not_open", _("Trial not open")
    NOT_DOCUMENTED = "not_documented", _("Not documented")
    UNKNOWN = "unknown", _("Unknown")
    OTHER = "other", _("Another reason")


class FollowUpEvent(StrEnum):
    """What the audit says about follow-ups."""

    BEGUN = "follow_up.begun"
    ANSWERED = "follow_up.answered"
