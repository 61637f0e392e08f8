"""Values of a complete nomination, as actions and as forms take them."""

from datetime import date
from typing import Any

from eboard.audit import Actor
from eboard.boards.enums import TumorSite
from eboard.cases.actions.nominate import save_case, start_case
from eboard.cases.enums import Consent, DiscussionKind, Prospective, Reason, Sex, Urgency
from eboard.cases.models import Case
from eboard.core.db import unit_of_work
from eboard.people.models import Person
from tests.world import World

STAGE = {
    "is_unknown": False,
    "edition": "8",
    "clinical": {"t": "3", "n": "1", "m": "0"},
    "pathological": {"t": "", "n": "", "m": ""},
    "group": "IIIB",
    "own": {},
}


def actor_of(person: Person) -> Actor:
    return Actor(person_id=person.id)


def complete(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "board_id": world.board.id,
        "referrer_id": world.physician.id,
        "presenter_id": world.physician.id,
        "age": 61,
        "sex": Sex.FEMALE,
        "question": "Surgery first, or chemotherapy first?",
        "reason": Reason.FIRST_TREATMENT,
        "discussion_kind": DiscussionKind.FIRST,
        "prospective": Prospective.UNTREATED,
        "site": TumorSite.COLORECTAL,
        "diagnosis": "Adenocarcinoma of the sigmoid colon",
        "staging": STAGE,
        "previous_treatment": "None",
        "ecog": 0,
        "comorbidity": "Hypertension",
        "patient_wishes": "Wants to keep working",
        "consent": Consent.GIVEN,
        "urgency": Urgency.ROUTINE,
        "target_date": date(2026, 3, 20),
        **changes,
    }


def posted(world: World, **changes: str) -> dict[str, Any]:
    return {
        "board_id": str(world.board.id),
        "referrer": world.physician.name,
        "referrer_id": str(world.physician.id),
        "presenter": world.physician.name,
        "presenter_id": str(world.physician.id),
        "age": "61",
        "sex": "female",
        "question": "Surgery first, or chemotherapy first?",
        "reason": "first_treatment",
        "discussion_kind": "first",
        "prospective": "untreated",
        "site": "colorectal",
        "diagnosis": "Adenocarcinoma of the sigmoid colon",
        "icd10": "C18.7 Malignant neoplasm of sigmoid colon",
        "c_t": "cT3",
        "c_n": "N1",
        "c_m": "M0",
        "edition": "8",
        "stage_group": "stage IIIB",
        "previous_treatment": "None",
        "ecog": "0",
        "comorbidity": "Hypertension",
        "patient_wishes": "Wants to keep working",
        "consent": "given",
        "urgency": "routine",
        "target_date": "2026-03-20",
        "specialties": ["surgery", "radiology"],
        **changes,
    }


def draft(world: World, **changes: Any) -> Case:
    """A draft of the nurse with a complete data set."""
    with unit_of_work():
        case = start_case(actor=actor_of(world.nurse), organization_id=world.north.id)
        save_case(actor=actor_of(world.nurse), case=case, values=complete(world, **changes), version=1)
    return case
