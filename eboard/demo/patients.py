"""Made-up patients: who they are, what else they have, and what they want."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from eboard.cases.enums import Sex
from eboard.cases.identity import Identity
from eboard.demo.names import Names
from eboard.demo.network import DATA, Hospital

YEAR = timedelta(days=365.25)
OLD, YOUNG = 65, 36
LANGUAGES = {
    "us": "English", "mx": "Spanish", "in": "Hindi", "np": "Nepali", "cn": "Mandarin", "tw": "Mandarin",
    "jp": "Japanese", "kr": "Korean", "th": "Thai", "ph": "Filipino", "id": "Indonesian", "sg": "English",
    "ar": "Arabic",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient of one case."""

    identity: Identity
    age: int
    sex: Sex
    ecog: int
    frailty: int | None
    comorbidity: str
    wishes: str
    psychosocial: str
    language: str


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((DATA / "patients.toml").read_text(encoding="utf-8"))


def make_patient(story: dict[str, Any], hospital: Hospital, names: Names, random: Random, today: date) -> Patient:
    """A patient who fits a story: sex and age as it says, other diseases and function as the age allows."""
    sex = Sex.of(random.choice(["female", "male"]) if story["sex"] == "any" else story["sex"])
    age = random.randint(*story["age"])
    fitting = [row for row in _texts()["condition"] if row["age"][0] <= age <= row["age"][1]]
    condition = random.choice(fitting)
    ecog = random.randint(*condition["ecog"])
    name = names.patient(hospital.names, is_woman=sex is Sex.FEMALE)
    return Patient(
        identity=Identity(
            name=f"{name.given} {name.family}",
            record_number=f"{hospital.code}-{random.randrange(10**6):06d}",
            born_on=today - age * YEAR - timedelta(days=random.randint(1, 360)),
        ),
        age=age,
        sex=sex,
        ecog=ecog,
        frailty=min(9, 2 + ecog + random.randint(0, 2)) if age >= OLD else None,
        comorbidity=condition["text"],
        wishes=random.choice(_wishes(story, age)),
        psychosocial=random.choice(_texts()["psychosocial"]["texts"]),
        language=LANGUAGES[hospital.names],
    )


def _wishes(story: dict[str, Any], age: int) -> list[str]:
    wishes: dict[str, list[str]] = _texts()["wishes"]
    if story.get("setting") == "palliative":
        return wishes["palliative"]
    return [*wishes["curative"], *(wishes["young"] if age <= YOUNG else [])]
