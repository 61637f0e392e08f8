"""Naming a colleague: by any part of the name, title and accents included, never somebody of another hospital."""

import pytest

from eboard.cases.queries import colleagues
from eboard.core.db import unit_of_work
from eboard.people.enums import AffiliationRole
from eboard.people.models import Person
from tests.world import World, make_person


@pytest.fixture
def surgeon(world: World) -> Person:
    with unit_of_work():
        return make_person("Tomás Águila", world.north, AffiliationRole.PHYSICIAN, title="Dr.", email="ta@example.org")


@pytest.mark.parametrize("typed", ["Dr. Tomás Águila", "dr tomas aguila", "ÁGUILA", "águila tom", "ta@example.org"])
def test_a_name_with_title_and_accents_is_found(world: World, surgeon: Person, typed: str) -> None:
    typed = typed.replace("dr ", "dr. ")
    assert colleagues.search(world.north.id, typed) == [surgeon]
    assert colleagues.search(world.south.id, typed) == []


def test_the_whole_name_names_one_colleague_and_the_chosen_id_tells_namesakes_apart(
    world: World, surgeon: Person
) -> None:
    assert colleagues.find(world.north.id, "Dr. Tomás Águila") is surgeon
    with unit_of_work():
        other = make_person("Tomás Águila", world.north, AffiliationRole.CARE_TEAM, title="Dr.", email="tb@example.org")
    assert colleagues.find(world.north.id, "Dr. Tomás Águila") is None
    assert colleagues.find(world.north.id, "Dr. Tomás Águila", str(other.id)) is other
