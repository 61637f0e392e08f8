"""From the password to the sign-in: nothing is open between the steps, no code counts twice, nothing is skipped."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people.actions.links import make_address
from eboard.people.actions.passwords import set_password
from eboard.people.enums import CredentialKind, LinkPurpose, PersonState
from eboard.people.models import Credential, LoginSession, Person
from eboard.signin.actions import proving
from eboard.signin.actions.factors import renew_codes
from eboard.signin.models import KnownDevice, SignInAttempt
from eboard.signin.queries import codes_left, factors_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, SECRET, code, set_up
from tests.signin.conftest import events, news, post
from tests.world import World, save

FIRST = {"email": "nora.nurse@example.org", "password": PASSWORD}
SECOND = "/sign-in/second-step"


def sign_ins() -> int:
    return db.session.scalar(select(func.count()).select_from(LoginSession)) or 0


@pytest.fixture
def half(world: World, client: Client, with_factors: Callable[..., Person]) -> Client:
    """A browser past the first step."""
    with_factors(world.nurse)
    answer = post(client, "/sign-in?next=/account/", **FIRST)
    assert (answer.status_code, answer.location) == (303, f"{SECOND}?next=/account/")
    return client


def test_between_the_steps_nothing_is_open(world: World, half: Client) -> None:
    assert sign_ins() == 0
    skipped = 0
    for rule in half.application.url_map.iter_rules():
        view = half.application.view_functions[rule.endpoint]
        if "GET" not in (rule.methods or ()) or rule.arguments or getattr(view, "is_public", False):
            skipped += 1
            continue
        if rule.endpoint == "static":
            continue
        answer = half.get(rule.rule)
        assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True), rule.rule
    assert skipped > 0
    assert half.get("/sign-in/set-up").location == "/sign-in?next=/sign-in/set-up"


def test_the_code_of_the_app_lets_in_once(world: World, half: Client) -> None:
    assert "Six digits" in half.get(SECOND).text
    answer = post(half, f"{SECOND}?next=/account/", code=f" {code()[:3]} {code()[3:]} ")
    assert (answer.status_code, answer.location) == (303, "/account/")
    assert half.get("/account/").status_code == 200
    login = db.session.scalars(select(LoginSession)).one()
    assert (login.proofs, login.confirmed_at) == (["password", "code"], NOW)
    assert db.session.scalars(select(SignInAttempt)).all() == []
    other = half.application.test_client()
    place = post(other, "/sign-in", **FIRST).location
    assert post(other, place, code=code()).status_code == 422
    assert post(other, place, code=code(later=-1)).status_code == 422
    assert post(other, place, code=code(later=1)).status_code == 303
    assert events(about=world.nurse) == [
        "person.signed_in", "signin.step_failed", "signin.step_failed", "person.signed_in",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdef", "é" * 6, "1" * 60, "1" * 61, "²²²²²²"])
def test_a_wrong_code_is_refused_in_a_sentence(world: World, half: Client, typed: str) -> None:
    answer = post(half, SECOND, code=typed)
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert sign_ins() == 0


def test_the_sixth_try_waits_in_every_process_and_even_with_the_right_code(world: World, half: Client) -> None:
    assert [post(half, SECOND, code="000000").status_code for _ in range(5)] == [422] * 5
    assert post(half, SECOND, code=code()).status_code == 429
    with time.at(NOW + timedelta(minutes=15)):
        place = post(half, "/sign-in", **FIRST).location
        assert post(half, place, code=code()).status_code == 303


def test_a_day_has_twenty_tries(world: World, half: Client) -> None:
    answers = []
    for quarter in range(5):
        with time.at(NOW + timedelta(minutes=15 * quarter)):
            place = post(half, "/sign-in", **FIRST).location
            answers += [post(half, place, code="000000").status_code for _ in range(5)]
    assert answers == [422] * 20 + [429] * 5


def test_an_attempt_ends_after_ten_minutes_with_the_account_and_with_another_browser(
    world: World, half: Client
) -> None:
    stranger = half.application.test_client()
    assert post(stranger, SECOND, code=code()).location == "/sign-in?next=/"
    with time.at(NOW + timedelta(minutes=10)):
        assert post(half, SECOND, code=code()).location == "/sign-in?next=/"
    world.nurse.state = PersonState.DEACTIVATED
    save(world.nurse)
    assert post(half, SECOND, code=code()).location == "/sign-in?next=/"
    assert sign_ins() == 0


def test_a_recovery_code_lets_in_once_and_is_told(world: World, half: Client) -> None:
    with unit_of_work():
        codes = renew_codes(actor=SYSTEM, person=world.nurse)
    assert (len(set(codes)), codes_left(world.nurse.id)) == (10, 10)
    assert all(re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", one) for one in codes)
    stored = db.session.scalars(select(Credential.secret).where(Credential.kind == CredentialKind.RECOVERY_CODE)).all()
    assert not set(stored) & {one.replace("-", "") for one in codes}
    answer = post(half, SECOND, code=codes[3].lower())
    assert answer.status_code == 303
    assert "9 recovery codes are left." in half.get("/account/").text
    other = half.application.test_client()
    assert post(other, post(other, "/sign-in", **FIRST).location, code=codes[3]).status_code == 422
    assert "account-news" in news(world.nurse)


def test_who_has_none_sets_one_up_and_gets_ten_codes_once(
    world: World, client: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.nurse)
    place = post(client, "/sign-in?next=/account/", **FIRST).location
    assert place == "/sign-in/set-up?next=/account/"
    assert client.get("/account/").status_code == 303
    page = client.get(place).text
    assert "<svg" in page
    wrong = post(client, place, secret=SECRET, code="000000")
    assert (wrong.status_code, SECRET in wrong.text) == (422, True)
    forged = post(client, place, secret="AAAA", code="000000")
    assert (forged.status_code, "AAAA&" in forged.text) == (422, False)
    made = set_up(client, place)
    assert (made.status_code, made.text.count("<li><code>"), 'href="/account/"' in made.text) == (200, 10, True)
    assert client.get("/account/").status_code == 200
    assert [factor.kind for factor in factors_of(world.nurse.id)] == [CredentialKind.TOTP]
    assert client.get(place).location == "/sign-in?next=/sign-in/set-up?next%3D/account/"
    assert news(world.nurse) == ["account-news", "account-news"]


def test_the_secret_is_stored_sealed(world: World, client: Client, with_factors: Callable[..., Person]) -> None:
    with_factors(world.nurse)
    held = factors_of(world.nurse.id)[0]
    assert SECRET not in (held.secret or "")
    assert proving.secret_of(held) == SECRET


def test_a_set_up_begun_before_another_was_made_is_worth_nothing(
    world: World, client: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.nurse)
    thief = client.application.test_client()
    theirs = post(thief, "/sign-in", **FIRST).location
    assert set_up(client, post(client, "/sign-in", **FIRST).location).status_code == 200
    refused = set_up(thief, theirs)
    assert (refused.status_code, "was set up meanwhile" in refused.text) == (422, True)
    assert len(factors_of(world.nurse.id)) == 1
    assert thief.get("/account/").status_code == 303


def test_a_forgotten_password_leads_to_the_second_step_too(world: World, half: Client) -> None:
    with unit_of_work():
        place = make_address(world.nurse, LinkPurpose.RESET_PASSWORD).removeprefix("http://localhost:8000")
    fresh = half.application.test_client()
    new = "quiet lamps over water"
    assert post(fresh, place, password=new, again=new).location == "/sign-in"
    assert fresh.get("/account/").status_code == 303
    answer = post(fresh, "/sign-in", email=world.nurse.email, password=new)
    assert answer.location == f"{SECOND}?next=/"
    assert fresh.get("/account/").status_code == 303
    assert len(factors_of(world.nurse.id)) == 1


def test_a_new_password_ends_what_was_begun_with_the_old_one(world: World, half: Client) -> None:
    with time.at(NOW + timedelta(minutes=1)):
        with unit_of_work():
            set_password(actor=SYSTEM, person=world.nurse, password="quiet lamps over water")
        assert half.get(SECOND).location.startswith("/sign-in?next=")
        assert post(half, SECOND, code=code()).location.startswith("/sign-in?next=")
    assert sign_ins() == 0


def test_a_reset_ends_no_factor_and_no_attempt_goes_round_it(world: World, half: Client) -> None:
    with unit_of_work():
        set_password(actor=SYSTEM, person=world.nurse, password="quiet lamps over water")
    assert post(half, SECOND, code="000000").status_code == 422
    assert sign_ins() == 0


def test_a_grace_lets_in_without_and_only_while_it_lasts(
    world: World, client: Client, with_password: Callable[..., Person], setting: Callable[..., None]
) -> None:
    setting(second_factor_grace_days=7)
    with_password(world.nurse)
    assert post(client, "/sign-in", **FIRST).location == "/"
    with time.at(NOW + timedelta(days=7)):
        assert post(client.application.test_client(), "/sign-in", **FIRST).location == "/sign-in/set-up?next=/"


def test_only_a_new_browser_is_told_of(world: World, half: Client) -> None:
    post(half, SECOND, code=code(later=-1))
    assert news(world.nurse) == ["account-news"]
    place = post(half, "/sign-in", **FIRST).location
    assert post(half, place, code=code()).status_code == 303
    assert news(world.nurse) == ["account-news"]
    other = half.application.test_client()
    post(other, post(other, "/sign-in", **FIRST).location, code=code(later=1))
    assert news(world.nurse) == ["account-news"] * 2
    assert len(db.session.scalars(select(KnownDevice)).all()) == 2
