"""What a person covers is exactly what was chosen last."""

from eboard.core.db import unit_of_work
from eboard.people.actions.profile import set_specialties
from eboard.people.enums import Specialty
from tests.world import World


def test_specialties_are_replaced(world: World) -> None:
    for wanted in ({Specialty.SURGERY, Specialty.UROLOGY}, {Specialty.UROLOGY}, set()):
        with unit_of_work():
            set_specialties(world.nurse, wanted)
        assert {row.specialty for row in world.nurse.specialties} == wanted
