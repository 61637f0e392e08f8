"""Signing in and out: by password, throttled, without telling who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db
from eboard.people import passwords
from eboard.people.enums import PersonState
from eboard.people.models import LoginSession, Person
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, unused_code
from tests.world import World, save

WRONG = "This address and this password do not fit together."


def sign_in(client: Client, email: str, password: str = PASSWORD, where: str = "/sign-in") -> TestResponse:
    with client.session_transaction() as session:
        session.setdefault("csrf_token", CSRF)
    answer = client.post(where, data={"email": email, "password": password})
    if not (answer.location or "").startswith("/sign-in/second-step"):
        return answer
    return client.post(answer.location, data={"code": unused_code(email)})


def events() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.chain_id, AuditEntry.seq)))


def test_the_right_password_signs_in_and_is_recorded(
    world: World, client: Client, with_factors: Callable[..., Person]
) -> None:
    with_factors(world.nurse)
    response = sign_in(client, " Nora.NURSE@example.org ", where="/sign-in?next=/account/")
    assert (response.status_code, response.location) == (303, "/account/")
    assert client.get("/account/").status_code == 200
    login = db.session.scalars(select(LoginSession)).one()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.actor_id, entry.session_id) == ("person.signed_in", world.nurse.id, login.id)


@pytest.mark.parametrize(
    ("where", "goes_to"),
    [
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("//[evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/account/?a=1", "/account/?a=1"),
        ("/a%0d%0aSet-Cookie:x", "/"),
    ],
)
def test_after_sign_in_only_paths_of_ours_are_followed(
    world: World, client: Client, with_factors: Callable[..., Person], where: str, goes_to: str
) -> None:
    with_factors(world.nurse)
    response = sign_in(client, world.nurse.email, where=f"/sign-in?next={where}")
    assert response.location == goes_to


def test_a_wrong_password_and_an_unknown_account_look_the_same_and_are_recorded(
    world: World, client: Client, with_factors: Callable[..., Person]
) -> None:
    with_factors(world.nurse)
    known = sign_in(client, world.nurse.email, "not the password")
    unknown = sign_in(client, "nobody@example.org", "not the password")
    token = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<="csrf-token" content=")[^"]*')  # it holds the time
    pages = [
        token.sub("", page.text.replace(email, ""))
        for page, email in ((known, world.nurse.email), (unknown, "nobody@example.org"))
    ]
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert WRONG in pages[0]
    assert pages[0] == pages[1]
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(entry.event, entry.subject_id) for entry in entries] == [
        ("person.sign_in_failed", world.nurse.id),
        ("person.sign_in_failed", None),
    ]


def test_an_unknown_account_costs_a_hash_too(
    world: World, client: Client, with_factors: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    hasher = passwords._hasher(client.application.config["EBOARD"].environment)
    original = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda *args: verified.append(args[1]) or original(*args))
    sign_in(client, "nobody@example.org")
    sign_in(client, world.nurse.email)
    with_factors(world.nurse)
    sign_in(client, world.nurse.email)
    assert len(verified) == 3


@pytest.mark.parametrize("state", [PersonState.INVITED, PersonState.DEACTIVATED])
def test_nobody_who_is_not_active_signs_in(
    world: World, client: Client, with_factors: Callable[..., Person], state: PersonState
) -> None:
    with_factors(world.nurse).state = state
    save(world.nurse)
    response = sign_in(client, world.nurse.email)
    assert response.status_code == 422
    assert WRONG in response.text


def test_who_waits_for_approval_is_told_so(world: World, client: Client, with_factors: Callable[..., Person]) -> None:
    with_factors(world.nurse).state = PersonState.VERIFIED
    save(world.nurse)
    assert "Your account waits for approval" in sign_in(client, world.nurse.email).text
    assert WRONG in sign_in(client, world.nurse.email, "not the password").text


@pytest.mark.parametrize("email", ["nora.nurse@example.org", "nobody@example.org"])
def test_the_eleventh_try_as_one_person_waits_even_with_the_right_password(
    world: World, client: Client, with_factors: Callable[..., Person], email: str
) -> None:
    with_factors(world.nurse)
    tries = [sign_in(client, email, "not the password").status_code for _ in range(10)]
    refused = sign_in(client, email)
    assert tries == [422] * 10
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    with time.at(NOW + timedelta(minutes=15)):
        assert sign_in(client, email).status_code in {303, 422}
    assert events().count("person.sign_in_failed") == (10 if email == world.nurse.email else 11)


def test_tries_from_one_address_are_counted_over_all_accounts(world: World, client: Client) -> None:
    answers = [sign_in(client, f"p{number}@example.org", "no").status_code for number in range(101)]
    assert answers == [422] * 100 + [429]


def test_signing_out_ends_the_sign_in(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    response = client.post("/sign-out")
    assert (response.status_code, response.location) == (303, "/sign-in")
    assert db.session.scalars(select(LoginSession.ended_at)).all() == [NOW]
    assert client.get("/account/").location == "/sign-in?next=/account/"
    assert events() == ["person.signed_out"]


def test_the_browser_keeps_nothing_of_the_person_before(
    world: World, client: Client, with_factors: Callable[..., Person]
) -> None:
    client.sign_in(world.nurse)
    with client.session_transaction() as session:
        session["left over"] = "by the nurse"
    with_factors(world.stranger)
    sign_in(client, world.stranger.email)
    with client.session_transaction() as session:
        assert {*session} == {"token"}


def test_a_form_without_its_token_is_refused(world: World, client: Client) -> None:
    client.sends_csrf = False
    assert sign_in(client, world.nurse.email).status_code == 400


def test_an_old_hash_is_renewed_when_it_is_used(
    world: World, client: Client, with_factors: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_factors(world.nurse)
    monkeypatch.setattr("eboard.people.actions.signin.is_outdated", lambda _stored: True)
    assert sign_in(client, world.nurse.email).status_code == 303
    monkeypatch.undo()
    assert sign_in(client, world.nurse.email).status_code == 303


def test_pages_that_need_nobody_are_open_and_say_what_is_missing(world: World, client: Client) -> None:
    empty = sign_in(client, "", "")
    assert (empty.status_code, "Give your e-mail address." in empty.text) == (422, True)
    assert client.post("/forgotten-password", data={"email": ""}).status_code == 422
    assert [client.get(page).status_code for page in ("/sign-in", "/forgotten-password")] == [200, 200]
    assert client.post("/sign-out").location == "/sign-in"


def test_the_confirmation_asks_and_needs_somebody(world: World, client: Client) -> None:
    assert client.get("/confirm").location == "/sign-in?next=/confirm"
    assert "Confirm that it is you" in client.sign_in(world.nurse).get("/confirm").text
