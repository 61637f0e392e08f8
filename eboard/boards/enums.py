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
