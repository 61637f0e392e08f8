"""Finding people while one types."""

import pytest

from eboard.core.db import unit_of_work
from eboard.people.enums import AffiliationRole, PersonState
from tests.client import Client
from tests.world import World, make_person, save


def labels(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.is_json
    return [entry["label"] for entry in answer.json]


def test_a_colleague_is_found_by_any_part_of_name_or_address(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    assert client.get("/people/search?q=PHYS pab").json == [
        {"value": str(world.physician.id), "label": "Pablo Physician", "hint": "North Hospital"}
    ]
    assert labels(client, "/people/search?q=p") == []
    assert labels(client, "/people/search?q=%25%25") == []


@pytest.mark.parametrize(
    ("who", "path", "found"),
    [
        ("nurse", "/people/search?q=sami", []),
        ("coordinator", "/people/search?q=sami", ["Sami Stranger"]),
        ("chair", "/people/search?q=sami", ["Sami Stranger"]),
        ("radiologist", "/people/search?q=sami", []),
        ("network_admin", "/people/search?q=sami", ["Sami Stranger"]),
        ("coordinator", "/people/colleagues?q=sami", []),
        ("coordinator", "/people/colleagues?q=charles", ["Charles Chair"]),
    ],
)
def test_only_the_staff_of_boards_looks_beyond_its_organization(
    world: World, client: Client, who: str, path: str, found: list[str]
) -> None:
    assert labels(client.sign_in(getattr(world, who)), path) == found


def test_only_active_people_are_offered_at_most_ten(world: World, client: Client) -> None:
    with unit_of_work():
        for number in range(12):
            make_person(f"Zoe Zebra{number:02}", world.north, AffiliationRole.CARE_TEAM)
    world.physician.state = PersonState.DEACTIVATED
    save(world.physician)
    client.sign_in(world.nurse)
    assert labels(client, "/people/search?q=zebra") == [f"Zoe Zebra{number:02}" for number in range(10)]
    assert labels(client, "/people/search?q=pablo") == []


def test_strangers_are_asked_to_sign_in(world: World, client: Client) -> None:
    answer = client.get("/people/search?q=nora", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "Nora Nurse" not in answer.text
