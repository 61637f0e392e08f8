"""Everything lost: two administrators or a waiting time, a code by voice, and never by mail alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Person
from eboard.signin.models import Recovery
from eboard.signin.queries import codes_left, factors_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, set_up
from tests.signin.conftest import events, news, post
from tests.world import World, make_person, save

FIRST = {"email": "nora.nurse@example.org", "password": PASSWORD}


@pytest.fixture
def admin(world: World, client: Client, with_factors: Callable[..., Person]) -> Client:
    with_factors(world.nurse)
    return client.sign_in(world.north_admin)


def another(client: Client, person: Person) -> Client:
    return client.application.test_client().sign_in(person)


def place(person: Person, verb: str = "") -> str:
    return f"/people/{person.id}/recovery{'/' if verb else ''}{verb}"


def handed_over(client: Client, person: Person) -> str:
    found = re.search(r'<code class="code-line">([0-9A-F-]+)</code>', client.post(place(person, "hand-over")).text)
    assert found is not None
    return found[1]


def test_two_administrators_and_a_code_lead_to_a_new_factor(world: World, admin: Client) -> None:
    former = factors_of(world.nurse.id)[0]
    assert "Start a recovery" in admin.get(place(world.nurse)).text
    assert admin.post(place(world.nurse, "start")).location == place(world.nurse)
    assert admin.post(place(world.nurse, "start")).status_code == 422
    assert admin.post(place(world.nurse, "hand-over")).status_code == 422
    assert admin.post(place(world.nurse, "allow")).status_code == 422
    assert "Allow it" not in admin.get(place(world.nurse)).text
    second = another(admin, world.network_admin)
    assert "Allow it" in second.get(place(world.nurse)).text
    assert second.post(place(world.nurse, "allow")).location == place(world.nurse)
    assert second.post(place(world.nurse, "allow")).status_code == 422
    code = handed_over(admin, world.nurse)
    lost = another(admin, world.nurse)
    browser = admin.application.test_client()
    step = post(browser, "/sign-in", **FIRST).location
    assert post(browser, "/sign-in/second-step/recovery", handed_over="").status_code == 422
    assert post(browser, "/sign-in/second-step/recovery", handed_over="AAAA-BBBB").status_code == 422
    onward = post(browser, "/sign-in/second-step/recovery?next=/account/", handed_over=code.lower())
    assert (step, onward.location) == ("/sign-in/second-step?next=/", "/sign-in/set-up?next=/account/")
    assert browser.get("/account/").status_code == 303
    assert [one.id for one in factors_of(world.nurse.id)] == [former.id]
    assert set_up(browser, onward.location).status_code == 200
    assert browser.get("/account/").status_code == 200
    assert lost.get("/account/").location == "/sign-in?next=/account/"
    assert former.id not in [one.id for one in factors_of(world.nurse.id)]
    assert codes_left(world.nurse.id) == 10
    assert events(about=world.nurse) == [
        "signin.recovery_started", "signin.recovery_allowed", "signin.recovery_handed_over", "signin.step_failed",
        "signin.recovery_used", "signin.factor_added", "signin.codes_renewed", "person.signed_in",
    ]  # fmt: skip
    assert news(world.nurse) == ["account-news"] * 5
    again = admin.application.test_client()
    assert post(again, "/sign-in", **FIRST).status_code == 303
    assert post(again, "/sign-in/second-step/recovery", handed_over=code).status_code == 422
    assert "Start a recovery" in admin.get(place(world.nurse)).text


def test_one_administrator_waits_a_day_and_the_code_lasts_a_day(world: World, admin: Client) -> None:
    admin.post(place(world.nurse, "start"))
    with time.at(NOW + timedelta(hours=23, minutes=59)):
        assert another(admin, world.north_admin).post(place(world.nurse, "hand-over")).status_code == 422
    with time.at(NOW + timedelta(hours=24)):
        code = handed_over(another(admin, world.north_admin), world.nurse)
        former, code = code, handed_over(another(admin, world.north_admin), world.nurse)
        browser = admin.application.test_client()
        post(browser, "/sign-in", **FIRST)
        assert post(browser, "/sign-in/second-step/recovery", handed_over=former).status_code == 422
    with time.at(NOW + timedelta(hours=48)):
        browser = admin.application.test_client()
        post(browser, "/sign-in", **FIRST)
        assert post(browser, "/sign-in/second-step/recovery", handed_over=code).status_code == 422


def test_its_person_sees_it_and_stops_it(world: World, admin: Client) -> None:
    mine = another(admin, world.nurse)
    assert mine.post("/account/second-factors/recovery/stop").status_code == 422
    admin.post(place(world.nurse, "start"))
    assert "A recovery of your account is under way" in mine.get("/account/second-factors/").text
    assert mine.post("/account/second-factors/recovery/stop").status_code == 303
    assert db.session.scalars(select(Recovery)).one().state == "stopped"
    with time.at(NOW + timedelta(hours=25)):
        assert another(admin, world.north_admin).post(place(world.nurse, "hand-over")).status_code == 422


def test_an_administrator_stops_it_after_the_code_was_made(world: World, admin: Client) -> None:
    admin.post(place(world.nurse, "start"))
    another(admin, world.network_admin).post(place(world.nurse, "allow"))
    code = handed_over(admin, world.nurse)
    assert "It is allowed." in admin.get(place(world.nurse)).text
    assert admin.post(place(world.nurse, "stop")).location == place(world.nurse)
    browser = admin.application.test_client()
    post(browser, "/sign-in", **FIRST)
    assert post(browser, "/sign-in/second-step/recovery", handed_over=code).status_code == 422


def test_nobody_recovers_the_own_account_or_a_closed_one(world: World, admin: Client) -> None:
    root = another(admin, world.network_admin)
    assert root.post(place(world.network_admin, "start")).status_code == 422
    other_root = make_person("Rosa Root", world.hub, AffiliationRole.NETWORK_ADMIN)
    save(other_root)
    assert another(admin, other_root).post(place(world.network_admin, "start")).status_code == 303
    assert root.post(place(world.network_admin, "allow")).status_code == 422
    with time.at(NOW + timedelta(hours=25)):
        assert another(admin, world.network_admin).post(place(world.network_admin, "hand-over")).status_code == 422
    world.nurse.state = PersonState.DEACTIVATED
    save(world.nurse)
    assert admin.post(place(world.nurse, "start")).status_code == 422


@pytest.mark.parametrize("verb", ["start", "allow", "hand-over", "stop", ""])
def test_another_organizations_administrator_can_do_nothing(world: World, admin: Client, verb: str) -> None:
    south_admin = make_person("Samira South", world.south, AffiliationRole.ORGANIZATION_ADMIN)
    save(south_admin)
    admin.post(place(world.nurse, "start"))
    # An auditor and a colleague know of the person, and may do no more than the others.
    known = {south_admin: 404, world.stranger: 404, world.auditor: 403, world.physician: 403}
    for person, status in known.items():
        other = another(admin, person)
        answer = other.post(place(world.nurse, verb)) if verb else other.get(place(world.nurse))
        assert answer.status_code == status
    assert db.session.scalars(select(Recovery)).one().state == "waiting"


def test_an_administrator_of_one_of_two_organizations_is_not_enough(world: World, admin: Client) -> None:
    assert admin.get(place(world.network_admin)).status_code == 404
    assert admin.get(place(world.north_admin)).status_code == 403


def test_each_step_of_an_administrator_needs_a_fresh_proof(world: World, admin: Client) -> None:
    with time.at(NOW + timedelta(minutes=6)):
        for verb in ("start", "allow", "hand-over"):
            assert admin.post(place(world.nurse, verb)).location.startswith("/confirm?next=")
    assert db.session.scalars(select(Recovery)).all() == []


def test_whoever_runs_the_server_takes_the_factors_away(
    world: World, admin: Client, run: Callable[..., object]
) -> None:
    run("people", "forget-factors", world.nurse.email)
    assert factors_of(world.nurse.id) == []
    assert post(admin.application.test_client(), "/sign-in", **FIRST).location == "/sign-in/set-up?next=/"
