"""My calendar: addresses are made, shown once, replaced and revoked by their person alone."""

import hashlib
import logging
import re
from collections.abc import Callable
from secrets import token_urlsafe
from urllib.parse import quote

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.feeds.addresses import address_of
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.feeds.views import at_hand, fetching
from tests.client import Client
from tests.feeds.programs import fetch, subscribe, subscription_at
from tests.invitations.reading import delivered
from tests.world import World

NEW = {"name": "My boards", "variant": "full", "alarm": "15"}


def make(client: Client, world: World) -> str:
    client.sign_in(world.chair)
    return client.post("/subscriptions/", data={**NEW, "shows": f"person:{world.chair.id}"}).text


def address_in(page: str) -> str:
    found = re.search(r'value="(http://localhost:8000/cal/[^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_new_address_is_shown_once_in_every_form(world: World, client: Client) -> None:
    page = make(client, world)
    address = address_in(page)
    assert re.fullmatch(r"http://localhost:8000/cal/[\w-]{43}/my-boards\.ics", address)
    webcal = address.replace("http://", "webcal://")
    assert f'href="{webcal}"' in page
    assert f'href="https://calendar.google.com/calendar/r?cid={quote(webcal, safe="")}"' in page
    assert f'href="https://outlook.office.com/calendar/0/addfromweb?url={quote(address, safe="")}"' in page
    assert "<svg" in page[page.index("QR code") :]
    assert len(address) <= 256
    later = client.get("/subscriptions/").text
    assert address.split("/")[4] not in later
    assert "My boards" in later
    assert fetch(client, address.removeprefix("http://localhost:8000")).status_code == 200


def test_the_person_is_told_and_the_audit_notes_it_without_the_address(world: World, client: Client) -> None:
    token = address_in(make(client, world)).split("/")[4]
    (mail,) = delivered()
    assert (mail.to, mail.message["Subject"]) == ("charles.chair@example.org", "A new calendar address was made")
    assert token not in mail.message.as_string() + mail.body("plain") + mail.body("html")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "subscription.created")).one()
    assert (entry.actor_id, token in str(entry.details)) == (world.chair.id, False)


def test_a_calendar_that_is_not_open_to_the_person_or_has_no_name_is_refused(world: World, client: Client) -> None:
    client.sign_in(world.stranger)
    foreign = client.post("/subscriptions/", data={**NEW, "shows": f"board:{world.board.id}"})
    client.sign_in(world.chair)
    nameless = client.post("/subscriptions/", data={**NEW, "name": " ", "shows": f"board:{world.board.id}"})
    assert (foreign.status_code, nameless.status_code) == (422, 422)
    assert db.session.scalars(select(Subscription)).all() == []


def test_the_action_refuses_a_foreign_calendar_by_itself(world: World) -> None:
    with pytest.raises(DomainError) as caught:
        subscribe(world.stranger, FeedKind.BOARD, world.board)
    assert caught.value.field == "shows"


def test_rotating_shows_a_new_address_and_revoking_ends_it(world: World, client: Client) -> None:
    old = subscribe(world.chair)
    row = subscription_at(old)
    client.sign_in(world.chair)
    page = client.post(f"/subscriptions/{row.id}/rotate").text
    path = address_in(page).removeprefix("http://localhost:8000")
    assert (fetch(client, old).status_code, fetch(client, path).status_code) == (404, 200)
    assert client.post(f"/subscriptions/{row.id}/revoke").status_code == 303
    assert client.post(f"/subscriptions/{row.id}/revoke").status_code == 303
    assert fetch(client, path).status_code == 410
    assert client.post(f"/subscriptions/{row.id}/rotate").status_code == 422
    assert "No calendar yet" in client.get("/subscriptions/").text
    subjects = sorted(mail.message["Subject"] for mail in delivered())
    assert subjects == ["A calendar address was revoked", *["A new calendar address was made"] * 2]


def test_nobody_else_touches_an_address_not_even_a_delegate(world: World, client: Client) -> None:
    row = subscription_at(subscribe(world.chair))
    for person in (world.stranger, world.coordinator, world.network_admin):
        client.sign_in(person)
        assert client.post(f"/subscriptions/{row.id}/revoke").status_code == 404
    client.sign_in(world.deputy, on_behalf_of=world.chair)
    assert client.get("/subscriptions/").status_code == 403
    for verb in ("rotate", "revoke"):
        assert client.post(f"/subscriptions/{row.id}/{verb}").status_code == 403
    db.session.expire_all()
    assert row.revoked_at is None


def test_the_list_takes_as_many_queries_with_three_addresses_as_with_one(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.chair)
    subscribe(world.chair)
    one = count_queries(lambda: client.get("/subscriptions/"))
    subscribe(world.chair)
    subscribe(world.chair)
    assert count_queries(lambda: client.get("/subscriptions/")) == one


def test_10_8_10_18_10_23_the_page_says_what_programs_do_with_an_address(world: World, client: Client) -> None:
    page = client.sign_in(world.chair).get("/subscriptions/").text
    for sentence in (
        "8 to 24 hours; Google may take a day",
        "as you set it: every 5 minutes to once a week",
        "within 30 minutes",
        "about 3 hours, at times a day",
        "when it starts, then every 1 to 3 hours",
        "within an hour",
        "A meeting that stands in two calendars you subscribe to is shown twice.",
        "After “New address” or “Revoke”, remove the old calendar from your program: it keeps its last copy.",
        "An address nobody fetches for 180 days ends. You are told before.",
    ):
        assert sentence in page


def test_a_new_address_in_place_of_another_says_what_to_do_with_the_old_one(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    row = subscription_at(subscribe(world.chair))
    sentence = "<strong>The old address answers no more.</strong> Remove the calendar from your program"
    assert sentence in client.post(f"/subscriptions/{row.id}/rotate").text
    assert sentence not in make(client, world)


def test_10_17_only_a_hash_of_the_address_is_stored(world: World) -> None:
    token = subscribe(world.chair).split("/")[2]
    row = db.session.execute(select(Subscription.__table__)).one()
    assert token not in repr(row)
    assert hashlib.sha256(token.encode()).digest() in tuple(row)


def test_10_17_the_address_stays_short_enough_for_google(world: World) -> None:
    address = address_of(token_urlsafe(32), "W" * 60, "https://eboard.a-hospital-with-a-long-name.example")
    assert [len(one) <= 256 for one in (address.https, address.webcal, address.free_busy)] == [True] * 3


def test_10_19_nothing_that_is_logged_carries_an_address(
    world: World, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    path = subscribe(world.chair)
    token = path.split("/")[2]
    for address in (path, path.replace(token, f"{token}x"), f"/fb/{token}.ifb"):
        fetch(client, address)

    def break_down(*_arguments: object) -> None:
        raise RuntimeError(f"something went wrong with {token}")

    for way in (fetching, at_hand):
        monkeypatch.setattr(way, "by_token", break_down)
    assert fetch(client, path).status_code == 500
    assert "Unforeseen RuntimeError" in caplog.text
    assert token not in caplog.text
