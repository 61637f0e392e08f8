"""A page that nobody used is locked, goes on after a proof, and loses nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import PersonState
from eboard.people.models import HeldForm, LoginSession, Person
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, code
from tests.people.test_account import PROFILE
from tests.people.test_kept import kept_fields, post_as_browser
from tests.signin.conftest import events
from tests.world import World, save

IDLE = NOW + timedelta(minutes=15)


@pytest.fixture
def mine(world: World, client: Client, with_factors: Callable[..., Person]) -> Client:
    with_factors(world.nurse)
    return client.sign_in(world.nurse)


@pytest.mark.parametrize(
    ("path", "sent"), [("/unlock", lambda: {"password": PASSWORD}), ("/confirm/code", lambda: {"code": code()})]
)
def test_it_goes_on_where_it_was_with_one_proof(
    world: World, mine: Client, path: str, sent: Callable[[], dict[str, str]]
) -> None:
    with time.at(IDLE):
        assert mine.get("/account/notices?a=1").location == "/unlock?next=/account/notices?a%3D1"
        page = mine.get("/unlock?next=/account/")
        assert (page.status_code, "Go on as Nora Nurse" in page.text) == (200, True)
        assert mine.post(path, data={"password": "no", "code": "000000"}).status_code == 422
        assert mine.get("/account/").status_code == 303
        answer = mine.post(f"{path}?next=/account/", data=sent())
        assert answer.location == "/account/"
        assert mine.get("/account/").status_code == 200
        assert mine.get("/unlock?next=/account/").location == "/account/"
    login = db.session.scalars(select(LoginSession)).one()
    assert (login.seen_at, login.confirmed_at, login.ended_at) == (IDLE, IDLE, None)
    assert events(about=world.nurse)[-1] == "signin.unlocked"


def test_a_form_sent_into_a_locked_page_is_kept(world: World, mine: Client) -> None:
    with time.at(IDLE):
        answer = post_as_browser(mine, "/account/", PROFILE)
        assert answer.location == "/unlock?next=/"
        row = db.session.scalars(select(HeldForm)).one()
        place = mine.post("/unlock", data={"password": PASSWORD}).location
        assert place == f"/account/kept/{row.id}"
        assert ("family_name", "Núñez") in kept_fields(mine.get(place).text)


def test_locking_what_another_tab_locked_keeps_no_form(world: World, mine: Client) -> None:
    for _tab in range(2):
        assert post_as_browser(mine, "/lock", {}).location == "/unlock?next=/"
    with time.at(NOW + timedelta(days=2)):
        assert post_as_browser(mine, "/lock", {}).location == "/sign-in?next=/"
    assert db.session.scalars(select(HeldForm)).all() == []
    assert events(about=world.nurse).count("signin.locked") == 1


def test_locking_after_another_tab_signed_out_leads_to_the_sign_in(world: World, mine: Client) -> None:
    assert post_as_browser(mine, "/sign-out", {}).location == "/sign-in"
    assert post_as_browser(mine, "/lock", {}).location == "/sign-in?next=/"
    assert db.session.scalars(select(HeldForm)).all() == []


def test_a_recovery_code_does_not_unlock(world: World, mine: Client) -> None:
    codes = mine.post("/account/second-factors/codes").text
    one = codes.split("<li><code>")[1].split("<")[0]
    with time.at(IDLE):
        assert mine.post("/confirm/code", data={"code": one}).status_code == 422


def test_an_open_page_in_use_keeps_it_and_an_open_page_alone_does_not(world: World, mine: Client) -> None:
    with time.at(NOW + timedelta(minutes=14)):
        assert mine.post("/in-use").status_code == 204
    with time.at(NOW + timedelta(minutes=28)):
        assert mine.get("/account/").status_code == 200
    with time.at(NOW + timedelta(minutes=43)):
        assert mine.post("/in-use", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401


def test_a_lock_ends_with_the_day_with_the_sign_in_and_with_the_account(world: World, mine: Client) -> None:
    with time.at(NOW + timedelta(hours=12)):
        assert mine.get("/unlock").location == "/sign-in?next=/unlock"
        assert mine.post("/unlock", data={"password": PASSWORD}).location == "/sign-in?next=/"
    with time.at(IDLE):
        login = db.session.scalars(select(LoginSession)).one()
        login.ended_at = NOW
        save(login)
        assert mine.post("/unlock", data={"password": PASSWORD}).location == "/sign-in?next=/"
        login.ended_at = None
        world.nurse.state = PersonState.DEACTIVATED
        save(login, world.nurse)
        assert mine.post("/unlock", data={"password": PASSWORD}).location == "/sign-in?next=/"
    assert mine.application.test_client().get("/unlock").location == "/sign-in?next=/unlock"


def test_signing_out_ends_a_locked_sign_in(world: World, mine: Client) -> None:
    with time.at(IDLE):
        assert mine.post("/sign-out").location == "/sign-in"
    assert db.session.scalars(select(LoginSession.ended_at)).all() == [IDLE]
    assert events(about=world.nurse) == ["person.signed_out"]


def test_the_cover_of_a_page_offers_what_its_person_holds(world: World, mine: Client) -> None:
    with time.at(IDLE):
        ways = mine.post("/unlock/ways").text
        assert [f'action="{path}"' in ways for path in ("/unlock", "/confirm/code", "/confirm/passkey")] == [
            True, True, False,
        ]  # fmt: skip
        assert "<html" not in ways
        stranger = mine.application.test_client()
        with stranger.session_transaction() as session:
            session["csrf_token"] = CSRF
        assert stranger.post("/unlock/ways", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401
        assert stranger.get("/unlocked").location == "/sign-in?next=/unlocked"
    assert "You can close this tab" in mine.get("/unlocked").text


def test_a_page_of_one_person_is_not_uncovered_in_the_sign_in_of_another(world: World, mine: Client) -> None:
    """The form token of a page belongs to who was signed in: with another person's it proves and asks nothing."""
    mine.sends_csrf = False
    with mine.session_transaction() as session:
        session["csrf_token"] = "of somebody else"
    for path in ("/in-use", "/unlock/ways", "/confirm"):
        assert mine.post(path, data={"password": PASSWORD}, headers={"Sec-Fetch-Dest": "empty"}).status_code == 400


def test_somebody_elses_password_does_not_unlock(
    world: World, mine: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.stranger, "quiet lamps over water")
    with time.at(IDLE):
        assert mine.post("/unlock", data={"password": "quiet lamps over water"}).status_code == 422
