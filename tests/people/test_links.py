"""One-time links: a forgotten password, and the first one."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import StaleError
from eboard.core.ids import new_id
from eboard.mail.models import OutboxMessage
from eboard.people import sessions
from eboard.people.actions import links
from eboard.people.actions.persons import invite_person
from eboard.people.enums import LinkPurpose, PersonState
from eboard.people.jobs import answer_resets
from eboard.people.models import LoginSession, OneTimeLink, Person, ResetAsk
from eboard.people.newcomers import Newcomer
from eboard.people.passwords import fits
from eboard.people.queries.credentials import password_of
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.people.conftest import last_link
from tests.world import World, save

NEW = {"password": "seven quiet lanterns", "again": "seven quiet lanterns"}


@pytest.fixture
def browser(client: Client) -> Client:
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    return client


def ask_alone(browser: Client, email: str) -> TestResponse:
    """Ask, and leave the answer to the job."""
    return browser.post("/forgotten-password", data={"email": email})


def ask(browser: Client, email: str) -> tuple[int, str | None]:
    answer = ask_alone(browser, email)
    answer_resets()
    return answer.status_code, answer.location


def has_password(person: Person, password: str) -> bool:
    credential = password_of(person.id)
    return credential is not None and fits(password, credential.secret)


def test_a_forgotten_password_is_replaced_and_every_sign_in_ends(
    world: World, browser: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.nurse)
    with unit_of_work():
        sessions.start(world.nurse, address="10.0.0.9", browser="other")
    assert ask(browser, "NORA.nurse@example.org ") == (303, "/sign-in")
    place = last_link()
    assert place.startswith("/new-password/")
    assert browser.get(place).status_code == 200
    assert browser.post(place, data=NEW).location == "/sign-in"
    assert has_password(world.nurse, NEW["password"])
    assert db.session.scalars(select(LoginSession.ended_at)).all() == [NOW]
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq)).all()
    assert events == ["person.link_asked", "person.password_changed"]
    assert (browser.get(place).status_code, browser.post(place, data=NEW).status_code) == (410, 410)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(world: World, browser: Client) -> None:
    known, unknown = ask(browser, world.nurse.email), ask(browser, "nobody@example.org")
    assert known == unknown
    assert db.session.scalars(select(OutboxMessage.recipient)).all() == [world.nurse.email]
    asked = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.event == "person.link_asked"))
    assert set(asked) == {world.nurse.id, None}


def test_asking_does_the_same_for_known_and_unknown_addresses(
    world: World, browser: Client, statements_of: Callable[[Callable[[], object]], list[str]]
) -> None:
    asked = ("warm.up@example.org", world.nurse.email, "nobody@example.org")
    _first, known, unknown = (statements_of(partial(ask_alone, browser, email)) for email in asked)
    assert known == unknown != []
    assert not any("person" in statement or "audit" in statement for statement in known)


def test_an_ask_is_answered_once_and_an_old_one_not_at_all(world: World, browser: Client) -> None:
    assert ask(browser, world.nurse.email)[0] == 303
    assert (answer_resets(), len(db.session.scalars(select(OutboxMessage)).all())) == (0, 1)
    with unit_of_work():
        db.session.add(ResetAsk(email=world.nurse.email, asked_at=NOW - timedelta(hours=1)))
    assert (answer_resets(), answer_resets()) == (1, 0)
    assert db.session.scalars(select(ResetAsk)).all() == []
    with unit_of_work():
        links.answer_ask(new_id())  # that another scheduler answered meanwhile
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


@pytest.mark.parametrize("state", [PersonState.INVITED, PersonState.DEACTIVATED])
def test_who_may_not_sign_in_gets_no_link(world: World, browser: Client, state: PersonState) -> None:
    world.nurse.state = state
    save(world.nurse)
    assert ask(browser, world.nurse.email) == (303, "/sign-in")
    assert db.session.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize("email", ["nora.nurse@example.org", "nobody@example.org"])
def test_the_fourth_ask_for_one_person_within_an_hour_waits(world: World, browser: Client, email: str) -> None:
    assert [ask(browser, email)[0] for _ in range(4)] == [303, 303, 303, 429]


def test_two_first_asks_at_the_same_moment_both_count(
    world: World, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, calls = throttle._count_all, []

    def collide(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 1:
            raise StaleError("Somebody was faster.")
        original(*arguments)

    monkeypatch.setattr(throttle, "_count_all", collide)
    assert ask(browser, world.nurse.email)[0] == 303
    assert len(calls) == 2


def test_a_link_works_for_its_hour_and_its_purpose_only(world: World, browser: Client) -> None:
    ask(browser, world.nurse.email)
    place = last_link()
    with time.at(NOW + timedelta(minutes=59)):
        assert browser.get(place).status_code == 200
        assert browser.get(place.replace("new-password", "welcome")).status_code == 410
    with time.at(NOW + timedelta(hours=1)):
        assert browser.get(place).status_code == 410
        link = db.session.scalars(select(OneTimeLink)).one()
        assert links.render_link(link.id) is None
    assert browser.get("/new-password/made-up").status_code == 410


def test_a_closed_account_cannot_use_its_link(world: World, browser: Client) -> None:
    ask(browser, world.nurse.email)
    place = last_link()
    world.nurse.state = PersonState.DEACTIVATED
    save(world.nurse)
    assert browser.get(place).status_code == 410


def test_a_second_rendering_replaces_the_first_link(world: World, browser: Client) -> None:
    ask(browser, world.nurse.email)
    first, second = last_link(), last_link()
    assert [browser.get(first).status_code, browser.get(second).status_code] == [410, 200]


def test_the_secret_is_stored_nowhere(world: World, browser: Client) -> None:
    ask(browser, world.nurse.email)
    token = last_link().rpartition("/")[2]
    row = db.session.scalars(select(OutboxMessage)).one()
    link = db.session.scalars(select(OneTimeLink)).one()
    assert row.body is None
    assert token.encode() not in (link.token_hash or b"")


def test_a_weak_new_password_is_refused_and_the_link_stays_good(world: World, browser: Client) -> None:
    ask(browser, world.nurse.email)
    place = last_link()
    answer = browser.post(place, data={"password": "nora.nurse2026", "again": "nora.nurse2026"})
    assert answer.status_code == 422
    assert "easy to guess" in answer.text
    assert browser.get(place).status_code == 200


def invite(world: World) -> Person:
    with unit_of_work():
        return invite_person(
            actor=Actor(person_id=world.north_admin.id),
            organization=world.north,
            newcomer=Newcomer(email="New.Comer@example.org", given_name="New", family_name="Comer"),
        )


def test_an_invited_person_verifies_and_the_administrators_are_told(world: World, browser: Client) -> None:
    person = invite(world)
    place = last_link()
    assert 'value="America/Mexico_City"' in browser.get(place).text
    assert browser.post(place, data={**NEW, "zone": "Asia/Dubai"}).location == "/sign-in"
    assert (person.state, person.zone) == (PersonState.VERIFIED, "Asia/Dubai")
    assert has_password(person, NEW["password"])
    told = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.secret_kind.is_(None))).all()
    assert told == [world.north_admin.email]


def test_without_an_administrator_of_the_organization_the_networks_is_told(world: World, browser: Client) -> None:
    world.north_admin.state = PersonState.DEACTIVATED
    save(world.north_admin)
    invite(world)
    browser.post(last_link(), data={**NEW, "zone": "UTC"})
    told = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.secret_kind.is_(None))).all()
    assert told == [world.network_admin.email]


def test_who_was_approved_beforehand_is_active_at_once(world: World, browser: Client) -> None:
    person = invite(world)
    person.affiliations[0].approved_at = NOW
    save(person)
    browser.post(last_link(), data={**NEW, "zone": "UTC"})
    assert person.state is PersonState.ACTIVE


def test_a_second_verification_of_an_active_person_changes_only_the_password(world: World, browser: Client) -> None:
    person = invite(world)
    place = last_link()
    person.state = PersonState.ACTIVE
    save(person)
    browser.post(place, data={**NEW, "zone": "UTC"})
    assert person.state is PersonState.ACTIVE
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


def test_a_welcome_with_an_unknown_zone_is_shown_again(world: World, browser: Client) -> None:
    person = invite(world)
    answer = browser.post(last_link(), data={**NEW, "zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert person.state is PersonState.INVITED
    assert db.session.scalars(select(OneTimeLink.purpose)).one() == LinkPurpose.VERIFY
