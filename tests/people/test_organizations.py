"""Organizations: listed, added, changed."""

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core.db import db
from eboard.people.models import Organization
from tests.client import Client
from tests.world import World

FACTS = {"name": "West Clinic", "country": "mx", "zone": "America/Tijuana", "locale": "es", "weekend": ["FR", "SA"]}
TERMS = {
    "kind": "participation",
    "reference": "P-7",
    "signed_by": "Sol",
    "signed_on": "2026-03-02",
    "expires_on": "2027-03-01",
}


def test_the_list_shows_what_one_looks_after(world: World, client: Client) -> None:
    page = client.sign_in(world.north_admin).get("/organizations/").text
    shown = [name in page for name in ("North Hospital</a>", "South Hospital</a>", "Add an organization")]
    assert shown == [True, False, False]
    page = client.sign_in(world.network_admin).get("/organizations/").text
    shown = [name in page for name in ("North Hospital</a>", "South Hospital</a>", "Add an organization")]
    assert shown == [True, True, True]


def test_one_is_added_by_the_administrator_of_the_network(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    assert client.get("/organizations/new").status_code == 200
    assert client.post("/organizations/new", data={**FACTS, **TERMS, "code": "west1"}).location == "/organizations/"
    row = db.session.scalars(select(Organization).where(Organization.code == "WEST1")).one()
    assert (row.name, row.country, row.zone, row.locale, row.weekend) == (
        "West Clinic",
        "MX",
        "America/Tijuana",
        "es",
        ["FR", "SA"],
    )
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.event, entry.chain_id) for entry in entries] == [
        ("organization.added", row.id),
        ("agreement.recorded", row.id),
    ]
    assert entries[0].subject_id == row.id


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "NORTH"}, "There is an organization with the code NORTH already."),
        ({"code": "we-st"}, "A code is 1 to 12 letters and digits without accents."),
        ({"country": "ZZ9"}, "longer than 2"),
        ({"country": "QX"}, "Give the two letters of a country"),
        ({"locale": "klingon"}, "Give a language such as en or es."),
        ({"zone": "Mars/Olympus"}, "is not a time zone"),
        ({"name": ""}, "Give a name."),
        ({"signed_on": ""}, "Give the day of the signature."),
        ({"expires_on": "2026-03-01"}, "The last day lies before the signature."),
    ],
)
def test_wrong_facts_are_said_in_a_sentence(world: World, client: Client, wrong: dict[str, str], sentence: str) -> None:
    answer = client.sign_in(world.network_admin).post(
        "/organizations/new", data={**FACTS, **TERMS, "code": "WEST", **wrong}
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Organization).where(Organization.code == "WEST")).all() == []


def test_one_is_changed_by_its_own_administrator(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    path = f"/organizations/{world.north.id}"
    assert 'value="America/Mexico_City"' in client.get(path).text
    assert client.post(path, data={**FACTS, "version": "1"}).location == "/organizations/"
    assert (world.north.name, world.north.weekend, world.north.code) == ("West Clinic", ["FR", "SA"], "NORTH")
    assert client.post(path, data={**FACTS, "version": "1"}).status_code == 409
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.subject_id) == ("organization.changed", world.north.id)


def test_nobody_else_changes_it(world: World, client: Client) -> None:
    path = f"/organizations/{world.south.id}"
    assert client.sign_in(world.north_admin).post(path, data={**FACTS, "version": "1"}).status_code in {403, 404}
    assert client.sign_in(world.stranger).post(path, data={**FACTS, "version": "1"}).status_code == 403
    assert world.south.name == "South Hospital"
