"""My account: profile, password, sign-ins."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people import sessions
from eboard.people.enums import Specialty
from eboard.people.models import LoginSession, Person
from eboard.people.passwords import fits
from eboard.people.queries.credentials import password_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD
from tests.world import World

PAGES = [
    "/account/",
    "/account/notices",
    "/account/password",
    "/account/sign-ins",
    "/account/delegates",
    "/account/acting",
]
PROFILE = {
    "version": "1", "title": "Dr", "given_name": "Nora", "family_name": "Núñez", "zone": "Asia/Dubai", "locale": "en",
    "specialties": ["nursing", "palliative_care"],
}  # fmt: skip


def last_event() -> tuple[str, object, object]:
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    return entry.event, entry.actor_id, entry.subject_id


@pytest.mark.parametrize("page", PAGES)
def test_every_page_asks_for_sign_in_and_is_shown_to_its_person(world: World, client: Client, page: str) -> None:
    stranger = client.get(page)
    assert (stranger.status_code, stranger.location) == (303, f"/sign-in?next={page}")
    assert client.sign_in(world.nurse).get(page).status_code == 200


def test_a_profile_is_saved_and_recorded(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    response = client.post("/account/", data=PROFILE)
    assert (response.status_code, response.location) == (303, "/account/")
    nurse = db.session.get_one(Person, world.nurse.id)
    assert (nurse.name, nurse.zone) == ("Dr Nora Núñez", "Asia/Dubai")
    assert {row.specialty for row in nurse.specialties} == {Specialty.NURSING, Specialty.PALLIATIVE_CARE}
    assert nurse.search_text == "dr nora nunez nora.nurse@example.org"
    assert last_event() == ("person.profile_changed", world.nurse.id, world.nurse.id)
    client.post("/account/", data={**PROFILE, "version": "2", "specialties": ["nursing"]})
    assert [row.specialty for row in db.session.get_one(Person, world.nurse.id).specialties] == [Specialty.NURSING]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "“Mars/Olympus” is not a time zone."),
        ({"given_name": " "}, "Give your given name."),
        ({"version": "x"}, "This page is out of date."),
    ],
)
def test_a_wrong_profile_is_shown_again_with_a_sentence(
    world: World, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    response = client.sign_in(world.nurse).post("/account/", data={**PROFILE, **wrong})
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Núñez"' in response.text
    assert db.session.get_one(Person, world.nurse.id).family_name == "Nurse"


def test_the_second_of_two_savers_is_told(world: World, client: Client) -> None:
    client.sign_in(world.nurse).post("/account/", data=PROFILE)
    response = client.post("/account/", data={**PROFILE, "title": "Prof"})
    assert response.status_code == 409
    assert 'value="Prof"' in response.text


def test_a_password_is_changed_and_other_sign_ins_end(
    world: World, client: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.nurse)
    with unit_of_work():
        elsewhere, _token = sessions.start(world.nurse, address="10.0.0.9", browser="other")
    client.sign_in(world.nurse)
    fields = {"old": PASSWORD, "password": "seven quiet lanterns", "again": "seven quiet lanterns"}
    assert client.post("/account/password", data=fields).status_code == 303
    credential = password_of(world.nurse.id)
    assert credential is not None
    assert [fits("seven quiet lanterns", credential.secret), fits(PASSWORD, credential.secret)] == [True, False]
    assert db.session.get_one(LoginSession, elsewhere.id).ended_at == NOW
    assert client.get("/account/").status_code == 200
    assert last_event() == ("person.password_changed", world.nurse.id, world.nurse.id)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"old": "not the password"}, "This is not your password."),
        ({"again": "something different"}, "The two passwords differ."),
        ({"password": "short", "again": "short"}, "Choose a password of 12 to 200 characters."),
    ],
)
def test_a_password_is_not_changed_without_proof_or_to_a_weak_one(
    world: World, client: Client, with_password: Callable[..., Person], wrong: dict[str, str], sentence: str
) -> None:
    with_password(world.nurse)
    fields = {"old": PASSWORD, "password": "seven quiet lanterns", "again": "seven quiet lanterns", **wrong}
    response = client.sign_in(world.nurse).post("/account/password", data=fields)
    assert response.status_code == 422
    assert sentence in response.text
    credential = password_of(world.nurse.id)
    assert credential is not None
    assert fits(PASSWORD, credential.secret)


def test_sign_ins_are_listed_ended_one_by_one_and_all_at_once(world: World, client: Client) -> None:
    with unit_of_work():
        browsers = ("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "Mozilla/5.0 (iPhone) Safari/604.1", "curl/8.0 x")
        rows = [sessions.start(world.nurse, address="10.0.0.9", browser=browser)[0] for browser in browsers]
        sessions.start(world.stranger, address="10.0.0.8", browser="Browser of a stranger")
        rows[2].seen_at = NOW - timedelta(minutes=30)
    page = client.sign_in(world.nurse).get("/account/sign-ins").text
    assert [name in page for name in ("Firefox on Windows", "Safari on iPhone", "curl/8.0")] == [True] * 3
    assert "10.0.0.9" not in page
    assert "stranger" not in page
    assert client.post(f"/account/sign-ins/{rows[0].id}/end").status_code == 303
    assert db.session.get_one(LoginSession, rows[0].id).ended_at == NOW
    assert last_event()[0] == "person.session_ended"
    client.post(f"/account/sign-ins/{rows[0].id}/end")
    assert client.post("/account/sign-ins/end-others").status_code == 303
    mine = select(LoginSession.browser).where(LoginSession.person_id == world.nurse.id, sessions.unended())
    assert db.session.scalars(mine).all() == ["tests"]


def test_the_list_of_sign_ins_costs_the_same_whatever_its_length(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.nurse)
    first = count_queries(lambda: client.get("/account/sign-ins"))
    with unit_of_work():
        for number in range(3):
            sessions.start(world.nurse, address="10.0.0.9", browser=f"Browser {number}")
    assert count_queries(lambda: client.get("/account/sign-ins")) == first


def test_nobody_ends_the_sign_in_of_somebody_else(world: World, client: Client) -> None:
    with unit_of_work():
        theirs, _token = sessions.start(world.nurse, address="10.0.0.9", browser="theirs")
    assert client.sign_in(world.north_admin).post(f"/account/sign-ins/{theirs.id}/end").status_code == 404
    assert db.session.get_one(LoginSession, theirs.id).ended_at is None


def test_a_sign_in_ends_when_idle_and_in_any_case_after_its_hours(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    moment = NOW
    for _click in range(50):
        moment += timedelta(minutes=14)
        with time.at(moment):
            assert client.get("/account/").status_code == 200
    with time.at(moment + timedelta(minutes=15)):
        assert client.get("/account/").location == "/unlock?next=/account/"
    with time.at(moment + timedelta(minutes=14)):
        assert client.get("/account/").status_code == 200
    with time.at(NOW + timedelta(hours=12)):
        assert client.get("/account/").location == "/sign-in?next=/account/"


def test_zones_are_offered_as_one_types(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    assert client.get("/account/zones?q=mexico c").json == [
        {"value": "America/Mexico_City", "label": "America/Mexico_City"}
    ]
    assert len(client.get("/account/zones?q=am").json) == 10
