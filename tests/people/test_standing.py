"""Whether somebody may sign in follows from roles that are in force: not from ended ones, not from suspended ones."""

import pytest

from eboard.audit import Actor
from eboard.core.db import unit_of_work
from eboard.people.actions.persons import mark_verified
from eboard.people.actions.setup import create_admin
from eboard.people.enums import AffiliationRole, PersonState
from tests.client import Client
from tests.conftest import NOW
from tests.world import LONG_AGO, World, make_person, save


@pytest.mark.parametrize(
    ("column", "value", "state"),
    [
        ("ends_on", None, PersonState.ACTIVE),
        ("ends_on", LONG_AGO, PersonState.VERIFIED),
        ("suspended_at", NOW, PersonState.VERIFIED),
    ],
)
def test_who_verifies_after_the_approved_role_is_gone_is_not_let_in(
    world: World, column: str, value: object, state: PersonState
) -> None:
    with unit_of_work():
        person = make_person("Ina Invited", world.north, AffiliationRole.CARE_TEAM, state=PersonState.INVITED)
        setattr(person.affiliations[0], column, value)
        mark_verified(actor=Actor(person_id=person.id), person=person)
    assert person.state is state


def test_the_command_lets_a_suspended_administrator_of_the_network_in_again(world: World) -> None:
    admin, role = world.network_admin, world.network_admin.affiliations[0]
    admin.state, role.suspended_at = PersonState.SUSPENDED, NOW
    save(admin, role)
    with unit_of_work():
        create_admin(actor=Actor(), email=admin.email, name=admin.name, code="HUB", zone="America/Chicago")
    assert (admin.state, role.suspended_at, role.approved_at) == (PersonState.ACTIVE, None, NOW)


def test_a_suspended_role_says_so_and_leads_to_the_page_that_lifts_it(world: World, client: Client) -> None:
    role = world.nurse.affiliations[0]
    client.sign_in(world.north_admin)
    pages = ("/people/", f"/people/{world.nurse.id}")
    assert [">suspended<" in client.get(page).text for page in pages] == [False, False]
    role.suspended_at = NOW
    save(role)
    link = f"/certifications/{world.north.id}"
    texts = [client.get(page).text for page in pages]
    assert [(">suspended<" in text, link in text) for text in texts] == [(True, False), (True, True)]
