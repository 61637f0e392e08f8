"""Inviting, approving, moving; and that an administrator reaches no other organization's people."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, OneTimeLink, Person
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import last_link
from tests.world import World, make_person, save

PAGES = ["/people/", "/people/invite", "/people/import", "/organizations/", "/organizations/new"]
MEMBERS = ["nurse", "physician", "stranger", "auditor", "coordinator", "chair"]


def newcomer(world: World, **fields: object) -> dict[str, object]:
    return {
        "email": "new.comer@example.org",
        "title": "Dr",
        "given_name": "New",
        "family_name": "Comer",
        "organization": str(world.north.id),
        "role": "physician",
        "specialties": ["surgery"],
        **fields,
    }


def somebody(email: str = "new.comer@example.org") -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize(
    "page", ["/people/", "/people/invite", "/people/import", "/organizations/", "/organizations/new"]
)
def test_pages_of_administration_are_closed_to_everybody_else(
    world: World, client: Client, name: str, page: str
) -> None:
    assert client.sign_in(getattr(world, name)).get(page).status_code == 403


def test_an_administrator_sees_the_people_of_the_organization_and_nobody_else(world: World, client: Client) -> None:
    page = client.sign_in(world.north_admin).get("/people/").text
    assert ["Nora Nurse" in page, "Sami Stranger" in page, "Charles Chair" in page] == [True, False, False]
    everybody = client.sign_in(world.network_admin).get("/people/").text
    assert ["Nora Nurse" in everybody, "Sami Stranger" in everybody, "Charles Chair" in everybody] == [True] * 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nurs nor", ["Nora Nurse"]),
        ("q=NORA.NURSE%40", ["Nora Nurse"]),
        ("q=%25", []),
        ("state=verified", ["Vera Verified"]),
        ("state=nonsense&q=vera", ["Vera Verified"]),
        ("organization=nonsense&q=vera", ["Vera Verified"]),
    ],
)
def test_the_list_is_filtered(world: World, client: Client, query: str, found: list[str]) -> None:
    with unit_of_work():
        make_person("Vera Verified", world.north, AffiliationRole.CARE_TEAM, state=PersonState.VERIFIED)
    page = client.sign_in(world.north_admin).get(f"/people/?{query}").text
    names = ["Nora Nurse", "Pablo Physician", "Ana Admin", "Vera Verified"]
    assert [name for name in names if f">{name}</a>" in page] == found


def test_the_list_is_filtered_by_organization(world: World, client: Client) -> None:
    page = client.sign_in(world.network_admin).get(f"/people/?organization={world.south.id}").text
    assert ["Sami Stranger" in page, ">Nora Nurse</a>" in page] == [True, False]


def test_the_list_costs_the_same_whatever_its_length(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.north_admin)
    one = count_queries(lambda: client.get("/people/?q=nora"))
    three = count_queries(lambda: client.get("/people/"))
    assert one == three


def test_the_whole_way_from_invitation_to_work(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    answer = client.post("/people/invite", data=newcomer(world))
    person = somebody()
    assert (answer.status_code, answer.location) == (303, f"/people/{person.id}")
    assert (person.name, person.zone, person.state) == ("Dr New Comer", "America/Mexico_City", PersonState.INVITED)
    assert "waits for approval" in client.get(f"/people/{person.id}").text
    place = last_link()
    client.post(
        place, data={"password": "seven quiet lanterns", "again": "seven quiet lanterns", "zone": "America/Mexico_City"}
    )
    affiliation = person.affiliations[0]
    assert (person.state, affiliation.approved_at) == (PersonState.VERIFIED, None)
    assert client.post(f"/people/roles/{affiliation.id}/approve").location == f"/people/{person.id}"
    assert (person.state, affiliation.approved_at) == (PersonState.ACTIVE, NOW)
    assert affiliation.approved_by_id == world.north_admin.id
    client.post(f"/people/roles/{affiliation.id}/approve")
    about = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.subject_id == person.id).order_by(AuditEntry.chain_id, AuditEntry.seq)
    ).all()
    assert sorted(about) == [
        "person.approved",
        "person.invited",
        "person.password_changed",
        "person.role_given",
        "person.verified",
    ]
    mails = db.session.scalars(select(OutboxMessage.subject).where(OutboxMessage.recipient == person.email)).all()
    assert sorted(mails) == ["Your eBoard account", "Your eBoard account is ready"]


def test_the_link_is_sent_again_and_the_former_one_works_no_more(world: World, client: Client) -> None:
    client.sign_in(world.north_admin).post("/people/invite", data=newcomer(world))
    person, first = somebody(), last_link()
    assert client.post(f"/people/{person.id}/invite-again").status_code == 303
    assert [client.get(first).status_code, len(db.session.scalars(select(OneTimeLink)).all())] == [410, 2]
    assert client.post(f"/people/{world.nurse.id}/invite-again").status_code == 422


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": ""}, "Give an e-mail address."),
        ({"email": "søren@x.example"}, "Give one e-mail address such as"),
        ({"email": "a,b@x.example"}, "Give one e-mail address such as"),
        ({"given_name": " "}, "Give a given name."),
        ({"zone": "Mars/Olympus"}, "“Mars/Olympus” is not a time zone."),
        ({"role": "network_admin"}, "Not a valid choice."),
        ({"email": "nora.nurse@example.org", "role": "care_team"}, "Nora Nurse has this role there already."),
    ],
)
def test_a_wrong_invitation_is_shown_again(world: World, client: Client, wrong: dict[str, str], sentence: str) -> None:
    before = db.session.scalars(select(Person.id)).all()
    answer = client.sign_in(world.north_admin).post("/people/invite", data=newcomer(world, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Comer"' in answer.text
    assert db.session.scalars(select(Person.id)).all() == before


def test_an_administrator_invites_into_the_own_organization_only(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    answer = client.post("/people/invite", data=newcomer(world, organization=str(world.south.id)))
    assert answer.status_code == 422
    assert db.session.scalars(select(Person).where(Person.email == "new.comer@example.org")).all() == []


def test_somebody_of_the_network_gets_the_further_role_at_once_and_is_told(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    client.post("/people/invite", data=newcomer(world, email=world.stranger.email))
    added = db.session.scalars(
        select(Affiliation).where(
            Affiliation.person_id == world.stranger.id, Affiliation.organization_id == world.north.id
        )
    ).one()
    assert (added.role, added.approved_at) == (AffiliationRole.PHYSICIAN, NOW)
    told = db.session.scalars(select(OutboxMessage)).one()
    assert (told.recipient, told.subject) == (world.stranger.email, "You belong to a further organization")


def test_one_who_is_invited_twice_waits_for_both_approvals(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    client.post("/people/invite", data=newcomer(world))
    client.post("/people/invite", data=newcomer(world, organization=str(world.south.id)))
    assert [held.approved_at for held in somebody().affiliations] == [None, None]


def test_a_closed_account_is_not_invited_again(world: World, client: Client) -> None:
    world.stranger.state = PersonState.DEACTIVATED
    save(world.stranger)
    answer = client.sign_in(world.north_admin).post("/people/invite", data=newcomer(world, email=world.stranger.email))
    assert "This address belongs to a closed account." in answer.text


def test_nobody_joins_an_organization_that_left(world: World, client: Client) -> None:
    world.north.left_on = NOW.date()
    save(world.north)
    answer = client.sign_in(world.north_admin).post("/people/invite", data=newcomer(world))
    assert "North Hospital has left the network." in answer.text


def test_a_role_is_added_and_ended(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    role = {"organization": str(world.north.id), "role": "organization_admin"}
    assert client.post(f"/people/{world.nurse.id}/roles", data=role).status_code == 303
    held = {one.role: one for one in world.nurse.affiliations}
    assert held[AffiliationRole.ORGANIZATION_ADMIN].approved_at == NOW
    again = client.post(f"/people/{world.nurse.id}/roles", data=role)
    assert (again.status_code, "Nora Nurse has this role there already." in again.text) == (422, True)
    ending = held[AffiliationRole.CARE_TEAM]
    assert client.post(f"/people/roles/{ending.id}/end").location == "/people/"
    client.post(f"/people/roles/{ending.id}/end")
    assert (ending.is_over, world.nurse.current_affiliations) == (True, [held[AffiliationRole.ORGANIZATION_ADMIN]])
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == world.nurse.id)).all()
    assert sorted(events) == ["person.approved", "person.role_ended", "person.role_given"]


def test_a_move_waits_for_the_administrator_there(world: World, client: Client) -> None:
    affiliation = world.nurse.affiliations[0]
    client.sign_in(world.north_admin)
    to_south = {"organization": str(world.south.id), "role": "care_team"}
    assert client.get(f"/people/roles/{affiliation.id}/move").status_code == 200
    assert client.post(f"/people/roles/{affiliation.id}/move", data=to_south).location == "/people/"
    assert affiliation.is_over
    begun = world.nurse.current_affiliations[0]
    assert (begun.organization_id, begun.approved_at) == (world.south.id, None)
    assert client.post(f"/people/roles/{begun.id}/approve").status_code == 404


def test_who_looks_after_both_organizations_moves_at_once(world: World, client: Client) -> None:
    affiliation = world.nurse.affiliations[0]
    client.sign_in(world.network_admin)
    here = {"organization": str(world.north.id), "role": "physician"}
    refused = client.post(f"/people/roles/{affiliation.id}/move", data=here)
    assert (refused.status_code, "Choose another organization." in refused.text) == (422, True)
    client.post(f"/people/roles/{affiliation.id}/move", data={**here, "organization": str(world.south.id)})
    begun = world.nurse.current_affiliations[0]
    assert (begun.organization_id, begun.approved_at) == (world.south.id, NOW)


def test_an_ended_account_is_approved_no_more(world: World, client: Client) -> None:
    affiliation = world.nurse.affiliations[0]
    affiliation.approved_at = None
    world.nurse.state = PersonState.DEACTIVATED
    save(world.nurse)
    assert client.sign_in(world.north_admin).post(f"/people/roles/{affiliation.id}/approve").status_code == 422


def test_another_organizations_administrator_finds_nobody(world: World, client: Client) -> None:
    with unit_of_work():
        rival = make_person("Rival Admin", world.south, AffiliationRole.ORGANIZATION_ADMIN)
    affiliation = world.nurse.affiliations[0]
    client.sign_in(rival)
    for path in (
        f"/people/{world.nurse.id}",
        f"/people/{world.nurse.id}/deactivate",
        f"/people/roles/{affiliation.id}/move",
    ):
        assert client.get(f"/people/{path}").status_code == 404
    for path in (
        f"/people/{world.nurse.id}/roles",
        f"/people/{world.nurse.id}/invite-again",
        f"/people/{world.nurse.id}/deactivate",
        f"/people/roles/{affiliation.id}/approve",
        f"/people/roles/{affiliation.id}/end",
        f"/people/roles/{affiliation.id}/move",
        f"/organizations/{world.north.id}",
    ):
        assert client.post(path, data=newcomer(world)).status_code in {403, 404}
    assert (affiliation.is_over, world.nurse.state) == (False, PersonState.ACTIVE)


def test_taking_somebody_in_does_not_give_power_over_the_account(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    client.post("/people/invite", data=newcomer(world, email=world.stranger.email))
    page = client.get(f"/people/{world.stranger.id}")
    assert (page.status_code, "Close the account" in page.text) == (200, False)
    assert client.post(f"/people/{world.stranger.id}/deactivate").status_code == 403
    theirs = next(one for one in world.stranger.affiliations if one.organization_id == world.south.id)
    assert client.post(f"/people/roles/{theirs.id}/end").status_code == 404


def test_an_administrator_of_an_organization_cannot_touch_network_roles(world: World, client: Client) -> None:
    with unit_of_work():
        hub_admin = make_person("Hugo Hub", world.hub, AffiliationRole.ORGANIZATION_ADMIN)
    client.sign_in(hub_admin)
    role = world.network_admin.affiliations[0]
    assert client.post(f"/people/roles/{role.id}/end").status_code == 404
    assert client.post(f"/people/{world.network_admin.id}/deactivate").status_code == 403
    promotion = {"organization": str(world.hub.id), "role": "network_admin"}
    assert client.post(f"/people/{world.chair.id}/roles", data=promotion).status_code == 422
    assert (
        client.sign_in(world.network_admin).post(f"/people/{world.chair.id}/roles", data=promotion).status_code == 303
    )
