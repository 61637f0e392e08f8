"""Roles on a board, tumor sites, how a series repeats, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class BoardRole(Labelled):
    """What a person is on a board."""

    CHAIR = "chair", _("Chair"), "accent"
    DEPUTY = "deputy", _("Deputy chair"), "accent"
    COORDINATOR = "coordinator", _("Coordinator"), "accent"
    PANELIST = "panelist", _("Panelist"), "neutral"
    OBSERVER = "observer", _("Observer"), "neutral"


STAFF_ROLES = frozenset({BoardRole.CHAIR, BoardRole.DEPUTY, BoardRole.COORDINATOR})
SIGNING_ROLES = frozenset({BoardRole.CHAIR, BoardRole.DEPUTY})
PHYSICIAN_ROLES = frozenset({BoardRole.CHAIR, BoardRole.DEPUTY, BoardRole.PANELIST})
INVITED_ROLES = frozenset({BoardRole.CHAIR, BoardRole.DEPUTY, BoardRole.PANELIST, BoardRole.OBSERVER})


class TumorSite(Labelled):
    """The body region a board covers and a case belongs to."""

    BREAST = "breast", _("Breast")
    LUNG = "lung", _("Lung and chest")
    COLORECTAL = "colorectal", _("Colon and rectum")
    UPPER_GI = "upper_gi", _("Esophagus and stomach")
    HEPATOBILIARY = "hepatobiliary", _("Liver, bile ducts and pancreas")
    GYNECOLOGIC = "gynecologic", _("Gynecologic")
    PROSTATE = "prostate", _("Prostate")
    URINARY = "urinary", _("Kidney, bladder and testis")
    HEAD_NECK = "head_neck", _("Head and neck")
    BRAIN = "brain", _("Brain and nerves")
    SKIN = "skin", _("Skin and melanoma")
    SARCOMA = "sarcoma", _("Bone and soft tissue")
    LYMPHOMA = "lymphoma", _("Lymphoma and myeloma")
    LEUKEMIA = "leukemia", _("Leukemia")
    THYROID = "thyroid", _("Thyroid and endocrine")
    UNKNOWN_PRIMARY = "unknown_primary", _("Unknown primary")
    OTHER = "other", _("Other")


SITES = {str(one): one for one in TumorSite}


class Repeat(Labelled):
    """How a series repeats."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("On certain weeks of the month")


class OnHoliday(Labelled):
    """What a series does on a holiday of the host."""

    SKIP = "skip", _("Leave the meeting out")
    KEEP = "keep", _("Hold it all the same")


class OutcomeField(Labelled):
    """What a rule pack may ask for in an outcome before it is signed, beside the five discussion elements."""

    AGREED_DIAGNOSIS = "agreed_diagnosis", _("Agreed diagnosis")
    STAGE = "stage_confirmed", _("Stage confirmed or changed")
    PREFERENCE = "preference_considered", _("The patient's preference considered")
    COMORBIDITY = "comorbidity_considered", _("Comorbidity considered")
    CHANGE = "change", _("Change against the referrer's plan")
    SUMMARY = "summary", _("Summary of the discussion")
    INTENT = "intent", _("Intent of each recommendation")
    OWNER = "owner", _("Who carries each recommendation out")
    DUE = "due_on", _("Due day of each recommendation")
    STANDING = "standing", _("How each recommendation stands to the guideline")
    EVIDENCE = "evidence", _("Evidence or guideline of each recommendation")
    AVAILABLE = "is_available_locally", _("Whether each recommendation is available locally")
    TRIAL_NUMBER = "trial_identifier", _("Registry number of each trial")


USUALLY_NEEDED = (
    OutcomeField.AGREED_DIAGNOSIS,
    OutcomeField.STAGE,
    OutcomeField.PREFERENCE,
    OutcomeField.COMORBIDITY,
    OutcomeField.CHANGE,
)


class DissentReaders(Labelled):
    """Who reads in a letter that somebody disagreed."""

    CARE_TEAM = "care_team", _("The care team and the board")
    BOARD = "board", _("The board only")


class BoardEvent(StrEnum):
    """What the audit says about a board."""

    MADE = "board.made"
    CHANGED = "board.changed"
    MEMBER_ADDED = "board.member_added"
    MEMBER_ENDED = "board.member_ended"
    MEMBER_CAPPED = "board.member_capped"
    PACK_MADE = "rule_pack.made"
    PACK_CHANGED = "rule_pack.changed"
    HOLIDAY_ADDED = "holiday.added"
    HOLIDAY_REMOVED = "holiday.removed"
