"""Kinds and states of outcomes."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Result(Labelled):
    """What came of a case in its meeting."""

    RECOMMENDATION = "recommendation", _("Recommendation"), "ok"
    NO_RECOMMENDATION = "no_recommendation", _("Discussed without a recommendation"), "neutral"
    DEFERRED = "deferred", _("Deferred: information is missing"), "warn"
    NOT_DISCUSSED = "not_discussed", _("Not discussed"), "warn"
    NOTED = "noted", _("Noted"), "ok"
    WITHDRAWN = "withdrawn", _("Withdrawn"), "neutral"


SIGNED_RESULTS = frozenset({Result.RECOMMENDATION, Result.NO_RECOMMENDATION, Result.NOTED})


class Intent(Labelled):
    """What treatment is for (COSD: C, Z, X)."""

    CURATIVE = "curative", _("Curative")
    NON_CURATIVE = "non_curative", _("Not curative")
    NO_ACTIVE_TREATMENT = "no_active_treatment", _("No active treatment")


class KindGroup(Labelled):
    """The part of the pick list that a kind of recommendation stands in."""

    TREATMENT = "treatment", _("Treatment")
    WATCHING = "watching", _("Watching")
    DIAGNOSTICS = "diagnostics", _("Diagnostics")
    TRIAL = "trial", _("Trials")
    OTHER_SERVICE = "other_service", _("Other services")
    SUPPORT = "support", _("Support")


class RecommendationKind(Labelled):
    """What is recommended (default pick list after Onconova); `kinds` knows what the network made of it."""

    SURGERY = "surgery", _("Surgery")
    RADIOTHERAPY = "radiotherapy", _("Radiotherapy")
    SYSTEMIC_START = "systemic_start", _("Systemic therapy: start")
    SYSTEMIC_CONTINUE = "systemic_continue", _("Systemic therapy: continue")
    SYSTEMIC_STOP = "systemic_stop", _("Systemic therapy: stop")
    SYSTEMIC_MAINTENANCE = "systemic_maintenance", _("Systemic therapy: maintenance")
    LOCAL_ABLATION = "local_ablation", _("Local ablative therapy")
    WATCHFUL_WAITING = "watchful_waiting", _("Watchful waiting")
    EARLY_RESTAGING = "early_restaging", _("Early restaging")
    FURTHER_DIAGNOSTICS = "further_diagnostics", _("Further diagnostics")
    PATHOLOGY_REVIEW = "pathology_review", _("Pathology review")
    MOLECULAR_TESTING = "molecular_testing", _("Molecular testing")
    TRIAL = "trial", _("Trial enrolment")
    OTHER_BOARD = "other_board", _("Other tumor board")
    TRANSPLANT = "transplant", _("Transplant")
    PALLIATIVE_CARE = "palliative_care", _("Palliative care")
    PAIN_SERVICE = "pain_service", _("Pain service")
    PSYCHO_ONCOLOGY = "psycho_oncology", _("Psycho-oncology")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    NUTRITION = "nutrition", _("Nutrition")
    GENETIC_COUNSELLING = "genetic_counselling", _("Genetic counselling")
    CONTINUE_FOLLOW_UP = "continue_follow_up", _("Continue follow-up")


class Considered(Labelled):
    """Whether something was considered in the discussion."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Change(Labelled):
    """How the outcome differs from the referrer's own plan."""

    SAME = "same", _("Same as the plan")
    REFINED = "refined", _("Plan refined")
    ALTERNATIVE = "alternative", _("An alternative added")
    DIFFERENT = "different", _("A different plan")
    NO_PLAN = "no_plan", _("There was no plan before")


class Guideline(Labelled):
    """How a recommendation stands to the guideline."""

    FOLLOWED = "followed", _("Within the guideline")
    OUTSIDE = "outside", _("Outside the guideline")
    NONE = "none", _("No guideline applies")


class Priority(Labelled):
    """How soon a recommendation should be carried out."""

    ROUTINE = "routine", _("Routine"), "neutral"
    SOON = "soon", _("Soon"), "warn"
    URGENT = "urgent", _("Urgent"), "late"


class VersionState(Labelled):
    """Whether a signed version still counts."""

    IN_FORCE = "in_force", _("In force"), "ok"
    AMENDED = "amended", _("Amended"), "neutral"
    ENTERED_IN_ERROR = "entered_in_error", _("Entered in error"), "late"


class OutcomeEvent(StrEnum):
    """What the audit says about outcomes."""

    DRAFTED = "outcome.drafted"
    RECORDED = "outcome.recorded"
    SIGNED = "outcome.signed"
    AMENDING = "outcome.amending"
    AMENDING_STOPPED = "outcome.amending_stopped"
    ENTERED_IN_ERROR = "outcome.entered_in_error"
    READ = "letter.read"
    ACKNOWLEDGED = "letter.acknowledged"
    REMINDED = "letter.reminded"
    SIGNATURE_ASKED = "outcome.signature_asked"


class KindEvent(StrEnum):
    """What the audit says about the pick list."""

    ADDED = "recommendation_kind.added"
    CHANGED = "recommendation_kind.changed"


class NoteEvent(StrEnum):
    """What the audit says about somebody's own notes."""

    SAVED = "note.saved"
