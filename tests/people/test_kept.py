"""A form posted into an expired session, and one that needs the password once more: nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eboard import access
from eboard.core import time
from eboard.core.db import db
from eboard.people.models import HeldForm, LoginSession, Person
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD
from tests.people.test_account import PROFILE
from tests.people.test_sign_in import sign_in
from tests.world import World

LATER = NOW + timedelta(hours=13)


def post_as_browser(client: Client, path: str, data: dict[str, object], **headers: str) -> TestResponse:
    """With the form's own token in its body, as a page sends it."""
    token = client.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(path, data={**data, "csrf_token": token}, headers=headers, content_type="multipart/form-data")


@pytest.fixture
def expired(world: World, client: Client, with_factors: Callable[..., Person]) -> Client:
    with_factors(world.nurse)
    with_factors(world.stranger)
    client.sign_in(world.nurse)
    return client


def kept_fields(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)">', page)


def test_what_was_typed_is_offered_after_sign_in_and_sent_again(world: World, expired: Client) -> None:
    with time.at(LATER):
        answer = post_as_browser(expired, "/account/?tab=1", PROFILE)
        assert (answer.status_code, answer.location) == (303, "/sign-in?next=/")
        assert "You were signed out." in expired.get("/sign-in").text
        row = db.session.scalars(select(HeldForm)).one()
        assert (row.person_id, row.path) == (world.nurse.id, "/account/?tab=1")
        assert "Núñez".encode() not in row.sealed
        place = sign_in(expired, world.nurse.email).location
        assert place == f"/account/kept/{row.id}"
        page = expired.get(place).text
        assert ("family_name", "Núñez") in kept_fields(page)
        assert "Files cannot be kept" not in page
        sent = expired.post(f"{place}/send", data={**PROFILE})
        assert (sent.status_code, sent.location) == (307, "/account/?tab=1")
        assert expired.post(sent.location, data=PROFILE).status_code == 303
    assert db.session.get_one(Person, world.nurse.id).family_name == "Núñez"
    assert db.session.scalars(select(HeldForm)).all() == []


def test_somebody_else_never_sees_it(world: World, expired: Client) -> None:
    with time.at(LATER):
        post_as_browser(expired, "/account/", PROFILE)
        row = db.session.scalars(select(HeldForm)).one()
        assert sign_in(expired, world.stranger.email).location == "/"
        expired.sign_in(world.stranger)
        for answer in (
            expired.get(f"/account/kept/{row.id}"),
            expired.post(f"/account/kept/{row.id}/send"),
            expired.post(f"/account/kept/{row.id}/discard"),
        ):
            assert answer.status_code == 404
    assert db.session.scalar(select(func.count()).select_from(HeldForm)) == 1


def test_it_can_be_discarded_and_is_forgotten_after_an_hour(world: World, expired: Client) -> None:
    with time.at(LATER):
        post_as_browser(expired, "/account/", PROFILE)
    with time.at(LATER + timedelta(minutes=59)):
        place = sign_in(expired, world.nurse.email).location
    with time.at(LATER + timedelta(hours=1)):
        assert sign_in(expired, world.nurse.email).location == "/"
    with time.at(LATER + timedelta(minutes=59)):
        assert expired.post(f"{place}/discard").location == "/"
    assert db.session.scalars(select(HeldForm)).all() == []


def test_files_and_passwords_are_not_kept_and_the_page_says_so(world: World, expired: Client) -> None:
    with time.at(LATER):
        post_as_browser(
            expired, "/account/", {"note": "typed", "old_password": "x", "file": (BytesIO(b"x"), "scan.pdf")}
        )
        page = expired.get(sign_in(expired, world.nurse.email).location).text
    assert kept_fields(page) == [("note", "typed")]
    assert "Files cannot be kept" in page


def test_nothing_is_kept_for_a_stranger_a_forgery_or_a_script(world: World, expired: Client) -> None:
    with time.at(LATER):
        expired.sends_csrf = False
        forged = expired.post("/account/", data=PROFILE)
        script = post_as_browser(expired, "/account/", PROFILE, **{"Sec-Fetch-Dest": "empty"})
        partial = post_as_browser(expired, "/account/", PROFILE, **{"HX-Request": "true"})
        stranger = expired.application.test_client().post("/account/", data=PROFILE)
    assert [answer.status_code for answer in (forged, script, partial, stranger)] == [303, 401, 401, 303]
    assert partial.headers["HX-Redirect"] == "/sign-in?next=/"
    assert db.session.scalars(select(HeldForm)).all() == []


def test_only_the_newest_ten_are_kept(world: World, expired: Client) -> None:
    for number in range(12):
        with time.at(LATER + timedelta(seconds=number)):
            post_as_browser(expired, f"/account/?n={number}", PROFILE)
    paths = db.session.scalars(select(HeldForm.path).order_by(HeldForm.expires_at)).all()
    assert paths == [f"/account/?n={number}" for number in range(2, 12)]


def test_pages_left_open_can_be_sent_once_the_same_person_is_back(world: World, expired: Client) -> None:
    with time.at(LATER):
        sign_in(expired, world.nurse.email)
        with expired.session_transaction() as session:
            assert session["csrf_token"] == CSRF


def test_a_page_is_found_again_after_signing_in(world: World, expired: Client) -> None:
    with time.at(LATER):
        place = expired.get("/account/sign-ins?a=1&b=2").location
        assert place == "/sign-in?next=/account/sign-ins?a%3D1%26b%3D2"
        assert sign_in(expired, world.nurse.email, where=place).location == "/account/sign-ins?a=1&b=2"


@pytest.fixture
def guarded(migrated_app: Flask) -> str:
    """A page that asks for a fresh proof, as signing does."""
    if "guarded" not in migrated_app.view_functions:
        migrated_app._got_first_request = False

        @migrated_app.route("/guarded", methods=["GET", "POST"], endpoint="guarded")
        def guarded_page() -> str:
            access.confirm_recently()
            return "signed"

    return "/guarded"


def test_a_proof_is_asked_for_after_five_minutes(world: World, expired: Client, guarded: str) -> None:
    assert expired.get(guarded).text == "signed"
    with time.at(NOW + timedelta(minutes=6)):
        asked = expired.get(f"{guarded}?a=1")
        assert (asked.status_code, asked.location) == (303, "/confirm?next=/guarded?a%3D1")
        assert expired.post(asked.location, data={"password": "not the password"}).status_code == 422
        confirmed = expired.post(asked.location, data={"password": PASSWORD})
        assert confirmed.location == "/guarded?a=1"
        assert expired.get(guarded).text == "signed"
        assert db.session.scalars(select(LoginSession.confirmed_at)).all() == [time.now()]


@pytest.mark.parametrize(
    ("came_from", "back"), [("http://localhost/meetings?day=1", "/meetings?day=1"), ("https://elsewhere.example/", "/")]
)
def test_a_file_comes_after_the_proof_and_leads_back(world: World, expired: Client, came_from: str, back: str) -> None:
    packet = f"/meetings/{world.board.id}/packet.pdf?a=1"
    with time.at(NOW + timedelta(minutes=6)):
        asked = expired.get(packet, headers={"Referer": came_from})
        place = expired.post(asked.location, data={"password": PASSWORD}).location
        page = expired.get(place)
        assert (page.status_code, page.headers["Refresh"]) == (200, f"0; url={packet}")
        leads = re.findall(r'class="button[^>]* href="([^"]*)"', page.text)
        assert leads == [back, packet]


def test_what_leads_away_is_no_file(expired: Client) -> None:
    page = expired.get("/account/kept/file?next=//elsewhere.example/a.pdf&page=https://elsewhere.example/")
    assert (page.headers["Refresh"], page.text.count("elsewhere")) == ("0; url=/", 0)


def test_a_posted_form_waits_for_the_proof(world: World, expired: Client, guarded: str) -> None:
    with time.at(NOW + timedelta(minutes=6)):
        asked = expired.post(guarded, data={"text": "resection"})
        row = db.session.scalars(select(HeldForm)).one()
        assert asked.location == f"/confirm?next=/account/kept/{row.id}"
        place = expired.post(asked.location, data={"password": PASSWORD}).location
        assert kept_fields(expired.get(place).text) == [("text", "resection")]
        sent = expired.post(f"{place}/send", data={"text": "resection"})
        assert expired.post(sent.location, data={"text": "resection"}).text == "signed"
