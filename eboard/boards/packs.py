"""The rule packs eBoard comes with, and where each figure is from.

They are defaults of the product, not advice: a site edits them as new versions. A figure marked [check] is commonly
cited, but its primary document was not at hand when it was written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

START = date(2020, 1, 1)
CORE = {"surgery": 1, "medical_oncology": 1, "radiation_oncology": 1, "radiology": 1, "pathology": 1}
ELEMENTS = ["staging", "guideline", "trial", "genetics", "supportive_care"]
COC = "US Commission on Cancer, Optimal Resources for Cancer Care 2020, Standard 2.5"
NAPBC = "US National Accreditation Program for Breast Centers, breast conference standard"
UK = "UK multidisciplinary team meeting guidance and cancer waiting times"
DKG = "German Cancer Society (DKG) certification, tumor conference requirements"
RCP = "France, réunion de concertation pluridisciplinaire: HAS and INCa guidance"
NETWORK = "Default of this network"
CHECK = " [check]"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is first stored."""

    code: str
    name: str
    rules: Mapping[str, Any]


PACKS: tuple[Pack, ...] = (
    Pack(
        "NETWORK",
        "Network default",
        {
            "required": {"surgery": 1, "medical_oncology": 1, "radiology": 1, "pathology": 1},
            "cutoff_hours": 24,
            "outcome_days": 2,
            "elements": ELEMENTS,
            "note_only": True,
            "consent_needed": True,
            "panel_access_days": 30,
            "sources": {
                "required": NETWORK,
                "cutoff_hours": "List out at least 24 hours before, after UK guidance",
                "outcome_days": NETWORK,
                "note_only": "After UK guidance on standards of care",
                "elements": COC + CHECK,
                "panel_access_days": NETWORK,
            },
        },
    ),
    Pack(
        "COC",
        "US Commission on Cancer 2020",
        {
            "required": CORE,
            "prospective_share": 80,
            "presented_share": 15,
            "cutoff_hours": 24,
            "outcome_days": 2,
            "elements": ELEMENTS,
            "consent_needed": True,
            "sources": {
                "required": COC,
                "prospective_share": COC,
                "presented_share": COC,
                "attendance_goal": COC + ": the program sets its own rates",
                "elements": COC + CHECK,
                "cutoff_hours": NETWORK,
                "outcome_days": NETWORK,
            },
        },
    ),
    Pack(
        "NAPBC",
        "US NAPBC, breast",
        {
            "required": CORE,
            "prospective_share": 85,
            "interval_days": 14,
            "cutoff_hours": 24,
            "elements": ELEMENTS,
            "consent_needed": True,
            "sources": {
                "required": NAPBC + CHECK,
                "prospective_share": NAPBC + ": 85 percent where the general conference is used",
                "interval_days": NAPBC + ": every two weeks for 100 to 250 analytic cases, weekly above, "
                "twice monthly below",
                "elements": COC + CHECK,
                "cutoff_hours": NETWORK,
            },
        },
    ),
    Pack(
        "UK",
        "United Kingdom MDT",
        {
            "required": CORE,
            "attendance_goal": 67,
            "interval_days": 7,
            "cutoff_hours": 24,
            "outcome_days": 1,
            "elements": ELEMENTS,
            "note_only": True,
            "consent_needed": False,
            "sources": {
                "required": UK + CHECK,
                "attendance_goal": UK + ": core members attend at least two thirds of meetings",
                "interval_days": UK + CHECK,
                "cutoff_hours": UK + ": the list is out at least 24 hours before",
                "outcome_days": "Local charters: by the end of the next working day",
                "elements": COC + CHECK,
                "note_only": UK + ": predefined standards of care",
            },
        },
    ),
    Pack(
        "DKG",
        "Germany DKG",
        {
            "required": CORE,
            "interval_days": 7,
            "cutoff_hours": 24,
            "deviations_logged": True,
            "consent_needed": True,
            "sources": {
                "required": DKG + CHECK,
                "interval_days": DKG + ": weekly",
                "deviations_logged": DKG + ": deviations from the recommendation are logged",
                "cutoff_hours": NETWORK,
            },
        },
    ),
    Pack(
        "RCP",
        "France RCP",
        {
            "least_specialties": 3,
            "cutoff_hours": 24,
            "deviations_logged": True,
            "consent_needed": True,
            "note_only": True,
            "sources": {
                "least_specialties": RCP + ": at least three specialties",
                "deviations_logged": RCP + ": decisions off the guideline are traced",
                "consent_needed": RCP + ": the patient is informed before",
                "note_only": RCP + CHECK,
                "cutoff_hours": NETWORK,
            },
        },
    ),
)
