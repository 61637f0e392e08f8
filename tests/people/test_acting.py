"""Delegates: who may act for whom, and that it is recorded under both names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people.enums import PersonState
from eboard.people.models import Delegation, LoginSession, Person
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_meeting, save

TODAY = NOW.date()


def let_act(world: World, **values: object) -> Delegation:
    row = Delegation(
        **{"principal_id": world.physician.id, "delegate_id": world.nurse.id, "starts_on": TODAY, **values}
    )
    save(row)
    return row


def give(client: Client, delegate: Person | None, name: str = "x", **fields: str) -> object:
    key = str(delegate.id) if delegate else ""
    return client.post(
        "/account/delegates", data={"delegate": name, "delegate_id": key, "starts_on": "2026-03-02", **fields}
    )


def test_a_colleague_is_let_act_and_the_list_shows_it(world: World, client: Client) -> None:
    client.sign_in(world.physician)
    assert give(client, world.nurse, ends_on="2026-03-09").status_code == 303
    row = db.session.scalars(select(Delegation)).one()
    assert (row.principal_id, row.delegate_id) == (world.physician.id, world.nurse.id)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.subject_id) == ("person.delegation_given", world.physician.id)
    assert entry.details == {"delegate_id": str(world.nurse.id)}
    assert "until Mon 9 Mar 2026" in client.get("/account/delegates").text


def test_without_scripts_the_exact_name_is_enough(world: World, client: Client) -> None:
    client.sign_in(world.physician)
    assert give(client, None, "Nora Nurse").status_code == 303
    assert db.session.scalars(select(Delegation.delegate_id)).all() == [world.nurse.id]


@pytest.mark.parametrize(
    ("who", "fields", "sentence"),
    [
        ("physician", {}, "Choose somebody else than yourself."),
        ("nurse", {"ends_on": "2026-03-01"}, "The last day lies before the first, or in the past."),
        ("nurse", {"starts_on": "someday"}, "Not a valid date value."),
        (None, {}, "Choose a person from the list"),
        (None, {"delegate_id": "no id"}, "Choose a person from the list"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    world: World, client: Client, who: str | None, fields: dict[str, str], sentence: str
) -> None:
    client.sign_in(world.physician)
    response = give(client, getattr(world, who) if who else None, **fields)
    assert response.status_code == 422
    assert sentence in response.text
    assert db.session.scalars(select(Delegation)).all() == []


def test_nobody_is_let_act_twice_nor_without_an_account(world: World, client: Client) -> None:
    let_act(world)
    client.sign_in(world.physician)
    assert "Nora Nurse may act for you already." in give(client, world.nurse).text
    world.north_admin.state = PersonState.DEACTIVATED
    save(world.north_admin)
    assert "This person has no active account." in give(client, world.north_admin).text


def test_a_stranger_of_another_organization_cannot_be_chosen(world: World, client: Client) -> None:
    client.sign_in(world.physician)
    assert give(client, world.stranger).status_code == 404
    assert give(client, None, "Sami Stranger").status_code == 422


def test_acting_is_begun_shown_and_recorded_under_both_names(world: World, client: Client) -> None:
    row = let_act(world)
    client.sign_in(world.nurse)
    assert "Pablo Physician" in client.get("/account/acting").text
    assert client.post(f"/account/acting/{row.id}").location == "/"
    page = client.get("/account/acting").text
    assert "You act on behalf of Pablo Physician. This is recorded." in page
    assert client.get("/account/").status_code == 403
    assert "Only that person can do this" in client.get("/account/delegates").text
    assert client.post("/account/acting/end").location == "/"
    assert client.get("/account/").status_code == 200
    client.post("/account/acting/end")
    acted = select(AuditEntry.event, AuditEntry.actor_id, AuditEntry.on_behalf_of_id).where(
        AuditEntry.event.like("person.acting%")
    )
    assert [tuple(entry) for entry in db.session.execute(acted.order_by(AuditEntry.seq))] == [
        ("person.acting_begun", world.nurse.id, None),
        ("person.acting_ended", world.nurse.id, world.physician.id),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": TODAY + timedelta(days=1)},
        {"ends_on": TODAY - timedelta(days=1)},
        {"revoked_at": NOW},
    ],
)
def test_a_delegation_that_does_not_hold_today_cannot_be_used(
    world: World, client: Client, values: dict[str, object]
) -> None:
    row = let_act(world, **values)
    client.sign_in(world.nurse)
    assert client.post(f"/account/acting/{row.id}").status_code == 404
    assert "Pablo" not in client.get("/account/acting").text


def test_only_the_delegate_uses_and_only_the_principal_revokes(world: World, client: Client) -> None:
    row = let_act(world)
    for name in ("stranger", "north_admin", "network_admin"):
        client.sign_in(getattr(world, name))
        assert client.post(f"/account/acting/{row.id}").status_code == 404
        assert client.post(f"/account/delegates/{row.id}/revoke").status_code == 404
    assert client.sign_in(world.nurse).post(f"/account/delegates/{row.id}/revoke").status_code == 403
    assert db.session.get_one(Delegation, row.id).revoked_at is None


def test_taking_it_back_ends_acting_at_once(world: World, client: Client) -> None:
    row = let_act(world)
    client.sign_in(world.nurse).post(f"/account/acting/{row.id}")
    delegate_client = client.application.test_client()
    delegate_client.sign_in(world.physician)
    assert delegate_client.post(f"/account/delegates/{row.id}/revoke").status_code == 303
    delegate_client.post(f"/account/delegates/{row.id}/revoke")
    theirs = select(LoginSession.on_behalf_of_id).where(LoginSession.person_id == world.nurse.id)
    assert db.session.scalars(theirs).all() == [None]
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert events.count("person.delegation_revoked") == 1


@pytest.mark.parametrize("who", ["nurse", "physician"])
def test_it_ends_when_one_of_them_leaves_the_organization_they_share(world: World, client: Client, who: str) -> None:
    row = let_act(world)
    client.sign_in(world.nurse).post(f"/account/acting/{row.id}")
    (held,) = getattr(world, who).affiliations
    held.ends_on = TODAY - timedelta(days=1)
    save(held)
    assert "You act on behalf" not in client.get("/account/acting").text
    assert db.session.scalars(select(LoginSession.on_behalf_of_id)).all() == [None]
    assert client.post(f"/account/acting/{row.id}").status_code == 404


def test_acting_ends_with_the_last_day_of_the_delegation(world: World, client: Client) -> None:
    row = let_act(world, ends_on=TODAY)
    client.sign_in(world.nurse).post(f"/account/acting/{row.id}")
    with time.at(NOW.replace(hour=23, minute=59)):
        client.get("/account/acting")
    login = db.session.scalars(select(LoginSession)).one()
    login.seen_at = NOW + timedelta(hours=9, minutes=1)
    save(login)
    with time.at(NOW + timedelta(hours=9, minutes=1)):
        assert "You act on behalf" not in client.get("/account/acting").text
    assert db.session.scalars(select(LoginSession.on_behalf_of_id)).all() == [None]


def test_an_open_page_that_asks_by_itself_ends_it_too_and_is_no_use_of_the_sign_in(
    world: World, client: Client
) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    row = let_act(world, ends_on=TODAY)
    client.sign_in(world.nurse).post(f"/account/acting/{row.id}")
    login = db.session.scalars(select(LoginSession)).one()
    login.seen_at = seen_at = NOW + timedelta(hours=9, minutes=10)
    save(login)
    with time.at(NOW + timedelta(hours=9, minutes=20)):
        client.get(f"/meetings/{meeting.id}/state")
    db.session.expire_all()
    login = db.session.scalars(select(LoginSession)).one()
    assert (login.on_behalf_of_id, login.seen_at) == (None, seen_at)


def test_copies_are_chosen_with_the_delegation_and_changed_later(world: World, client: Client) -> None:
    client.sign_in(world.physician)
    assert give(client, world.nurse, gets_copies="y").status_code == 303
    row = db.session.scalars(select(Delegation)).one()
    assert (row.gets_copies, "gets copies" in client.get("/account/delegates").text) == (True, True)
    address = f"/account/delegates/{row.id}/copies"
    for sent, gets_copies, said in (
        ("", False, "Nora Nurse gets no more copies."),
        ("1", True, "Nora Nurse gets a copy from the next news on."),
    ):
        response = client.post(address, data={"copies": sent})
        assert (response.status_code, response.location) == (303, "/account/delegates")
        assert db.session.get_one(Delegation, row.id).gets_copies is gets_copies
        assert said in client.get("/account/delegates").text
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "person.delegation_changed").order_by(AuditEntry.seq)
    ).all()
    assert [(entry.subject_id, entry.details["gets_copies"]) for entry in entries] == [
        (world.physician.id, False),
        (world.physician.id, True),
    ]


def test_only_the_person_chooses_who_gets_copies(world: World, client: Client) -> None:
    row = let_act(world)
    address = f"/account/delegates/{row.id}/copies"
    for person, code in ((world.nurse, 403), (world.stranger, 404), (world.north_admin, 404)):
        assert client.sign_in(person).post(address, data={"copies": "1"}).status_code == code
    client.sign_in(world.nurse, on_behalf_of=world.physician)
    assert client.post(address, data={"copies": "1"}).status_code == 403
    assert db.session.get_one(Delegation, row.id).gets_copies is False
