"""What people change about themselves."""

from collections.abc import Iterable
from typing import NamedTuple

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.people.enums import PersonEvent, Specialty
from eboard.people.models import Person, PersonSpecialty


class Profile(NamedTuple):
    """What a person says of himself or herself."""

    title: str
    given_name: str
    family_name: str
    zone: str
    locale: str
    specialties: frozenset[Specialty]


def change_profile(*, actor: Actor, person: Person, profile: Profile, version: int) -> None:
    """Take over a profile; raises StaleError if it was saved meanwhile, DomainError for an unknown zone."""
    expect_version(person, version)
    time.zone(profile.zone)
    person.title, person.given_name, person.family_name = profile.title, profile.given_name, profile.family_name
    person.zone, person.locale = profile.zone, profile.locale
    set_specialties(person, profile.specialties)
    record(actor=actor, event=PersonEvent.PROFILE_CHANGED, subject=person)


def set_specialties(person: Person, wanted: Iterable[Specialty]) -> None:
    """Let a person cover these specialties and no others."""
    held = {row.specialty: row for row in person.specialties}
    for specialty in held.keys() - set(wanted):
        person.specialties.remove(held[specialty])
    for specialty in sorted(set(wanted) - held.keys()):
        person.specialties.append(PersonSpecialty(person_id=person.id, specialty=specialty))
    db.session.flush()
