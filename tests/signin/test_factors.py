"""One's own second factors: added, removed, renewed, each after a fresh proof."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, HeldForm, LoginSession, Person
from eboard.signin.queries import codes_left, factors_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, SECRET, code, set_up
from tests.signin.conftest import events, news
from tests.world import World

PAGE = "/account/second-factors/"


@pytest.fixture
def mine(world: World, client: Client, with_factors: Callable[..., Person]) -> Client:
    with_factors(world.nurse)
    return client.sign_in(world.nurse)


def test_a_further_app_is_added_and_the_first_one_removed(world: World, mine: Client) -> None:
    first = factors_of(world.nurse.id)[0]
    assert "Remove" not in mine.get(PAGE).text
    only = mine.post(f"{PAGE}{first.id}/remove")
    assert (only.status_code, "only second factor" in only.text) == (422, True)
    made = set_up(mine, f"{PAGE}authenticator")
    assert (made.status_code, codes_left(world.nurse.id)) == (200, 10)
    assert mine.post(f"{PAGE}{first.id}/remove").location == PAGE
    assert [one.id for one in factors_of(world.nurse.id)] != [first.id]
    assert db.session.get_one(Credential, first.id).secret is None
    assert mine.post(f"{PAGE}{first.id}/remove").status_code == 404
    assert events(about=world.nurse) == ["signin.factor_added", "signin.codes_renewed", "signin.factor_removed"]
    assert news(world.nurse) == ["account-news"] * 2
    assert set_up(mine, f"{PAGE}authenticator").location == PAGE


def test_a_wrong_code_adds_nothing(world: World, mine: Client) -> None:
    refused = mine.post(f"{PAGE}authenticator", data={"secret": SECRET, "code": "000000", "name": "my phone"})
    assert (refused.status_code, "my phone" in refused.text, len(factors_of(world.nurse.id))) == (422, True, 1)


def test_ten_are_enough(world: World, mine: Client) -> None:
    for number in range(9):
        with time.at(NOW + timedelta(minutes=14 * number)):
            mine.sign_in(world.nurse)
            assert set_up(mine, f"{PAGE}authenticator").status_code in {200, 303}
    with time.at(NOW + timedelta(hours=3)):
        mine.sign_in(world.nurse)
        refused = set_up(mine, f"{PAGE}authenticator")
    assert (refused.status_code, "You have 10 second factors." in refused.text) == (422, True)


def test_new_codes_replace_the_old_ones(world: World, mine: Client) -> None:
    pages = [mine.post(f"{PAGE}codes") for _ in range(2)]
    assert [(page.status_code, page.text.count("<li><code>")) for page in pages] == [(200, 10)] * 2
    assert pages[0].text.split("<li><code>")[1:] != pages[1].text.split("<li><code>")[1:]
    assert codes_left(world.nurse.id) == 10


@pytest.mark.parametrize("page", ["authenticator", "passkey"])
def test_every_change_needs_a_fresh_proof(world: World, mine: Client, page: str) -> None:
    with time.at(NOW + timedelta(minutes=6)):
        assert mine.get(f"{PAGE}{page}").location == f"/confirm?next={PAGE}{page}"
        asked = mine.post(f"{PAGE}codes", data={"a": "b"})
        held = db.session.scalars(select(HeldForm)).one()
        assert asked.location == f"/confirm?next=/account/kept/{held.id}"
        remove = mine.post(f"{PAGE}{factors_of(world.nurse.id)[0].id}/remove")
        assert remove.location.startswith("/confirm?next=/account/kept/")
        options = mine.post("/passkey/add", headers={"Sec-Fetch-Dest": "empty"})
        assert options.status_code == 403
    assert codes_left(world.nurse.id) == 0


@pytest.mark.parametrize(
    ("path", "field", "right", "proof"),
    [
        ("/confirm", "password", lambda: PASSWORD, "password"),
        ("/confirm/code", "code", code, "code"),
    ],
)
def test_any_held_factor_is_a_fresh_proof(
    world: World, mine: Client, path: str, field: str, right: Callable[[], str], proof: str
) -> None:
    with time.at(NOW + timedelta(minutes=6)):
        assert mine.post(f"{path}?next={PAGE}", data={field: "000000"}).status_code == 422
        assert mine.post(f"{path}?next={PAGE}", data={field: ""}).status_code == 422
        assert mine.post(f"{path}?next={PAGE}", data={field: right()}).location == PAGE
        assert db.session.scalars(select(LoginSession.confirmed_at)).all() == [time.now()]
    assert events(about=world.nurse)[-1] == "person.confirmed"


def test_the_page_of_a_confirmation_offers_what_one_holds(world: World, mine: Client) -> None:
    page = mine.get("/confirm").text
    assert ['name="password"' in page, 'name="code"' in page, "data-passkey-way" in page] == [True, True, False]
    bare = mine.application.test_client().sign_in(world.stranger).get("/confirm").text
    assert ['name="password"' in bare, 'name="code"' in bare] == [False, False]


def test_somebody_else_reaches_none_of_it(world: World, mine: Client) -> None:
    theirs = factors_of(world.nurse.id)[0]
    for person in (world.stranger, world.north_admin, world.network_admin):
        other = mine.application.test_client().sign_in(person)
        assert other.post(f"{PAGE}{theirs.id}/remove").status_code == 404
        assert "phone" not in other.get(PAGE).text
    delegate = mine.application.test_client().sign_in(world.physician, on_behalf_of=world.nurse)
    assert delegate.post(f"{PAGE}{theirs.id}/remove").status_code in {403, 404}
    assert "phone" not in delegate.get(PAGE).text
    assert [one.id for one in factors_of(world.nurse.id)] == [theirs.id]


def test_a_password_or_a_code_is_not_removed_as_if_it_were_a_factor(world: World, mine: Client) -> None:
    mine.post(f"{PAGE}codes")
    kinds = (CredentialKind.PASSWORD, CredentialKind.RECOVERY_CODE)
    for row in db.session.scalars(select(Credential).where(Credential.kind.in_(kinds))).all():
        assert mine.post(f"{PAGE}{row.id}/remove").status_code == 404
