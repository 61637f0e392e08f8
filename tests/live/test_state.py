"""What open pages ask each second: cheap, fresh, and over the moment somebody may no longer see it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.attendance.actions.checking import check_in
from eboard.audit.models import AuditEntry
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.db.glance import NAME as GLANCES
from eboard.invitations.models import Invitation
from eboard.live.models import LivePresence
from eboard.live.queries import present, room_of
from eboard.meetings.enums import Presence
from eboard.people import sessions
from eboard.people.enums import PersonState
from eboard.people.models import Delegation, LoginSession, Person
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.live.scenes import Table, change, lay
from tests.people.conftest import PASSWORD, with_app, with_password
from tests.recommendations.outcomes import by
from tests.world import World, make_case, make_item, save

__all__ = ["with_app", "with_password"]


def look(client: Client, table: Table, **more: str) -> Any:
    return client.get(f"{table.url}/state", query_string=more)


def token(client: Client, table: Table) -> str:
    client.get(table.url)
    found: str = look(client, table).json["token"]
    return found


def test_a_look_that_finds_nothing_new_costs_two_glances_and_no_query(
    world: World, client: Client, app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    have = token(client, table)
    before = app.extensions[GLANCES].count
    queries = count_queries(lambda: look(client, table, have=have))
    assert (queries, app.extensions[GLANCES].count - before) == (0, 2)
    assert look(client, table, have=have).status_code == 204


def test_pieces_are_made_once_for_all_who_are_shown_the_same(
    world: World, app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    table = lay(world)
    one, other = (app.test_client().sign_in(person) for person in (world.radiologist, world.pathologist))
    token(one, table)
    token(other, table)
    look(one, table)
    assert count_queries(lambda: look(other, table)) == 0


def test_queries_of_the_page_do_not_rise_with_the_cases(
    world: World, app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    few, many = lay(world, {}), lay(world, {}, {}, {})
    client = app.test_client().sign_in(world.coordinator)
    counts = []
    for table in (few, many):
        client.get(table.url)
        counts.append(count_queries(lambda: client.get(table.url)))  # noqa: B023 - called at once
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "what",
    [
        lambda table, world: check_in(
            actor=by(world.coordinator), meeting=table.meeting, person=world.radiologist, presence=Presence.ROOM
        ),
        lambda table, _world: setattr(table.items[0], "minutes", 25),
        lambda table, _world: setattr(table.meeting, "minutes", 90),
        lambda table, _world: setattr(table.case, "question", "Another one?"),
        lambda table, world: make_item(table.meeting, make_case(world.north, world.board, state="scheduled"), 9),
    ],
)
def test_whatever_the_page_shows_raises_its_version(
    world: World, client: Client, what: Callable[[Table, World], object]
) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    have = token(client, table)
    with unit_of_work():
        what(table, world)
    assert look(client, table, have=have).status_code == 200


def test_words_reach_those_who_read_along(world: World, app: Flask) -> None:
    table = lay(world)
    scribe, reader, observer = (
        app.test_client().sign_in(person) for person in (world.coordinator, world.radiologist, world.observer)
    )
    have = token(reader, table)
    token(observer, table)
    table.save(scribe, change("summary", "", "Resection is possible."))
    answer = look(reader, table, have=have, tags="now:x,broken").json
    assert ("Resection is possible." in answer["parts"]["outcome"], answer["texts"]) == (True, None)
    known = ",".join(f"{name}:{tag}" for name, tag in answer["tags"].items())
    assert look(reader, table, tags=known).json["parts"] == {}
    assert "Resection" not in str(look(observer, table).json)
    assert look(scribe, table).json["texts"]["values"]["summary"] == "Resection is possible."


def end_session(world: World, _table: Table) -> None:
    sessions.end_all(world.radiologist.id)


def deactivate(world: World, _table: Table) -> None:
    db.session.get_one(Person, world.radiologist.id).state = PersonState.DEACTIVATED


def end_role(world: World, _table: Table) -> None:
    role = db.session.scalars(select(BoardMembership).where(BoardMembership.person_id == world.radiologist.id)).one()
    role.ends_on = NOW.date() - timedelta(days=1)


@pytest.mark.parametrize(("end", "status"), [(end_session, 401), (deactivate, 401)])
def test_a_sign_in_that_is_over_ends_the_next_look(
    world: World, client: Client, end: Callable[[World, Table], None], status: int
) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    have = token(client, table)
    with unit_of_work():
        end(world, table)
    assert look(client, table, have=have).status_code == status
    assert client.post(f"{table.url}/here", data={}).status_code == status


def test_a_sign_in_that_is_locked_gets_nothing_until_a_proof(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    have = token(client, table)
    noted = db.session.scalars(select(LivePresence.seen_at)).all()
    with time.at(NOW + timedelta(minutes=15)):
        for answer in (look(client, table), look(client, table, have=have), client.post(f"{table.url}/here", data={})):
            assert (answer.status_code, answer.data) == (401, b"")
        left = client.post(f"{table.url}/here", data={"left": "1"})
        assert (left.status_code, client.get(table.url).location.split("?")[0]) == (401, "/unlock")
    assert db.session.scalars(select(LivePresence.seen_at)).all() == noted
    with time.at(NOW + timedelta(minutes=14, seconds=59)):
        assert look(client, table).status_code == 200


@pytest.mark.parametrize("has_factor", [True, False])
def test_between_the_steps_of_signing_in_there_is_no_live_room(
    world: World, client: Client, with_password: Any, with_app: Any, *, has_factor: bool
) -> None:
    table = lay(world)
    with_password(world.radiologist)
    if has_factor:
        with_app(world.radiologist)
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    half = client.post("/sign-in", data={"email": world.radiologist.email, "password": PASSWORD})
    assert half.location.startswith("/sign-in/second-step" if has_factor else "/sign-in/set-up")
    assert [look(client, table).status_code, client.post(f"{table.url}/here", data={}).status_code] == [401, 401]
    assert client.get(table.url).location.startswith("/sign-in?next=")
    assert db.session.scalars(select(LivePresence)).all() == []


def test_a_role_that_ends_takes_the_cases_from_the_page_and_an_invitation_the_page(
    world: World, client: Client
) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    have = token(client, table)
    with unit_of_work():
        end_role(world, table)
    answer = look(client, table, have=have)  # still invited: the agenda, without any case
    assert (answer.status_code, "Surgery first" in answer.text) == (200, False)
    with unit_of_work():
        for invitation in db.session.scalars(select(Invitation)):
            invitation.is_wanted = False
    assert look(client, table).status_code == 404
    refused = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "access.refused")).all()
    assert len(refused) == 1


def test_a_case_that_is_restricted_meanwhile_leaves_the_page(world: World, client: Client) -> None:
    table = lay(world, {"question": "Seen before?"})
    client.sign_in(world.radiologist)
    have = token(client, table)
    with unit_of_work():
        table.case.is_restricted = True
    answer = look(client, table, have=have)
    assert (answer.status_code, "Seen before?" in answer.text) == (200, False)


def test_a_sign_in_that_is_locked_shows_nothing_more(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.radiologist)
    token(client, table)
    with time.at(NOW + timedelta(minutes=14)):
        assert look(client, table).status_code == 200
    with time.at(NOW + timedelta(minutes=15)):
        assert look(client, table).status_code == 401
        assert client.post(f"{table.url}/here").status_code == 401


def test_a_look_is_no_use_of_the_sign_in_but_the_page_says_that_it_is_open(world: World, client: Client) -> None:
    table = lay(world)
    page = client.sign_in(world.radiologist).get(table.url).text
    login = db.session.scalars(select(LoginSession)).one()
    with time.at(NOW + timedelta(minutes=10)):
        look(client, table)
        assert login.seen_at == NOW
    assert (" data-stays-open" in page, 'data-idle-minutes="120"' in page) == (True, True)
    assert " data-stays-open" in client.get(f"{table.url}/presenter").text


def test_a_delegation_that_is_taken_back_ends_the_page(world: World, client: Client) -> None:
    table, delegate = lay(world), world.pathologist
    client.sign_in(delegate, on_behalf_of=world.coordinator)
    assert look(client, table).status_code == 200
    with unit_of_work():
        db.session.scalars(select(Delegation)).one().revoked_at = NOW
    assert look(client, table).status_code == 401


def test_reading_is_recorded_once_for_each_case_before_it_is_shown(world: World, client: Client) -> None:
    table = lay(world, {}, {})
    client.sign_in(world.radiologist)
    for _ in range(3):
        client.get(table.url)
        look(client, table)

    def read() -> list[set[str]]:
        rows = db.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "access.listed", AuditEntry.actor_id == world.radiologist.id)
        )
        return [set(row.details["ids"]) for row in rows]

    assert read() == [{str(item.case_id) for item in table.items}]
    with unit_of_work():
        late = make_item(table.meeting, make_case(world.north, world.board, state="scheduled"), 3)
    look(client, table)
    assert read()[1:] == [{str(late.case_id)}]


def test_presence_comes_and_goes_and_costs_one_row_a_person(world: World, app: Flask) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.radiologist)
    one.get(table.url)
    other.get(table.url)

    def names() -> list[str]:
        return [found.person.name for found in present(table.meeting.id)]

    assert names() == ["Cora Coordinator", "Rita Radiologist"]
    version = room_of(table.meeting.id).people_version
    with time.at(NOW + timedelta(seconds=30)):
        look(one, table)
    assert room_of(table.meeting.id).people_version == version
    with time.at(NOW + timedelta(seconds=115)):
        look(one, table)
        assert (names(), room_of(table.meeting.id).people_version) == (["Cora Coordinator"], version + 1)
    one.post(f"{table.url}/here", data={"left": "1"})
    assert names() == []


def test_who_writes_where_is_shown(world: World, app: Flask) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.radiologist)
    one.get(table.url)
    other.get(table.url)
    for client in (one, one, other):
        client.post(f"{table.url}/here", data={"item": str(table.item.id), "field": "summary"})
    people = look(one, table).json["parts"]["people"]
    assert people.count("writes: Summary of the discussion") == 1
    assert "Rita Radiologist" in people


def test_strangers_and_broken_addresses_get_nothing(world: World, client: Client) -> None:
    table = lay(world)
    assert look(client, table).status_code == 401
    client.sign_in(world.stranger)
    assert look(client, table).status_code == 404
    assert client.get(f"/meetings/{table.item.id}/live/state").status_code == 404
    client.sign_in(world.coordinator)
    assert client.get(f"{table.url}?case=nonsense").status_code == 200
    assert look(client, table, case=str(table.item.id)).json["case"] == ""


def test_the_presenter_view_never_shows_a_restricted_case(world: World, client: Client) -> None:
    table = lay(world, {"is_restricted": True, "question": "Secret?"}, {"question": "Open?"})
    client.sign_in(world.coordinator)
    first = client.get(f"{table.url}/presenter").text
    assert ("Secret?" in first, "This case is not shown on a shared screen." in first) == (False, True)
    with unit_of_work():
        table.items[1].started_at = NOW
    assert "Open?" in look(client, table, presented="1").json["parts"]["presenter"]
    client.sign_in(world.stranger)
    assert client.get(f"{table.url}/presenter").status_code == 404


def test_nothing_of_the_patient_is_on_the_page(world: World, client: Client) -> None:
    table = lay(world)
    save(table.case)
    client.sign_in(world.coordinator)
    for url in (table.url, f"{table.url}/presenter"):
        assert "identity" not in client.get(url).text
