"""A story as the values of a nomination."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from eboard.boards.enums import TumorSite
from eboard.cases.actions.materials import MaterialValues
from eboard.cases.enums import (
    Consent,
    DiscussionKind,
    Laterality,
    MaterialKind,
    Prospective,
    Reason,
    Urgency,
)
from eboard.cases.staging import TNM, Staging
from eboard.demo.patients import Patient
from eboard.people.enums import Specialty

EDITION = "8"
PATHWAY_DAYS = (14, 28)
URGENT_DAYS = (3, 9)
CONSENT = (Consent.GIVEN, Consent.GIVEN, Consent.NOT_OBJECTED)
PLACES = ("Image exchange", "Pathology courier", "Local archive", "Uploaded here")


def values(story: Mapping[str, Any], patient: Patient, random: Random, today: date) -> dict[str, Any]:
    """Everything of a nomination but its people and its board."""
    urgency = Urgency.of(story.get("urgency", "routine"))
    days = random.randint(*(PATHWAY_DAYS if urgency is Urgency.ROUTINE else URGENT_DAYS))
    diagnosed = today - timedelta(days=random.randint(10, 60))
    return {
        "sex": patient.sex,
        "question": story["question"],
        "reason": Reason.of(story["reason"]),
        "discussion_kind": DiscussionKind.of(story.get("kind", "first")),
        "prospective": Prospective.of(story["prospective"]),
        "prior_plan": story["plan"],
        "site": TumorSite.of(story["site"]),
        "diagnosis": story["diagnosis"],
        "icd10": story["icd10"],
        "morphology": story["morphology"],
        "topography": story["topography"],
        "laterality": Laterality.of(story["side"] or "not_applicable"),
        "diagnosed_on": f"{diagnosed:%Y-%m}",
        "metastatic_sites": story.get("metastatic", ""),
        "biomarkers": story["biomarkers"],
        "previous_treatment": story["treatment"],
        "staging": staging(story["stage"]).to_json(),
        "ecog": patient.ecog,
        "comorbidity": patient.comorbidity,
        "frailty": patient.frailty,
        "patient_wishes": patient.wishes,
        "psychosocial": patient.psychosocial,
        "patient_language": patient.language,
        "consent": random.choice(CONSENT),
        "urgency": urgency,
        "urgency_reason": story.get("urgency_reason", ""),
        "target_date": today + timedelta(days=days),
        "specialties": list(story["specialties"]),
        "minutes": story.get("minutes"),
    }


def staging(stage: Mapping[str, Any]) -> Staging:
    """The stage of a story."""
    tnm = TNM(t=stage.get("t", "").lower(), n=stage.get("n", "").lower(), m=stage.get("m", ""))
    tnm = TNM(t=tnm.t.replace("x", "X"), n=tnm.n.replace("x", "X"), m=tnm.m)
    is_pathological = stage.get("prefix") == "p"
    return Staging(
        is_unknown=stage.get("unknown", False),
        edition=EDITION if tnm else "",
        clinical=TNM() if is_pathological else tnm,
        pathological=tnm if is_pathological else TNM(),
        group=stage.get("group", ""),
        own=stage.get("own", {}),
    )


def materials(story: Mapping[str, Any], random: Random, today: date) -> list[MaterialValues]:
    """What the board needs to look at, all still to come."""
    return [
        MaterialValues(
            kind=MaterialKind.of(kind),
            what=what,
            taken_on=today - timedelta(days=random.randint(3, 40)),
            place=random.choice(PLACES),
            reference=f"X{random.randrange(10**7):07d}",
            reviewer=Specialty.of(reviewer),
        )
        for kind, what, reviewer in story["materials"]
    ]
