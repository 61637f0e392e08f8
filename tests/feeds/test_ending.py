"""Addresses nobody fetches end after a warning; a person has so many at most."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from config import ConfigurationError, load
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.feeds import actions
from eboard.feeds.jobs import end_unused
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import fetch, subscribe, subscription_at
from tests.invitations.reading import delivered
from tests.world import World

DAY = timedelta(days=1)


@contextmanager
def settings_with(**values: Any) -> Iterator[None]:
    kept = current_app.config["EBOARD"]
    current_app.config["EBOARD"] = replace(kept, **values)
    try:
        yield
    finally:
        current_app.config["EBOARD"] = kept


def run(after: timedelta) -> list[str]:
    """Run the job that much later; the subjects of the mails it sends."""
    with time.at(NOW + after):
        end_unused()
        return [str(mail.message["Subject"]) for mail in delivered()]


WARNING, END = "A calendar address is about to end", "A calendar address has ended"


def test_an_address_that_was_never_fetched_ends_after_a_warning(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    delivered()
    assert run(158 * DAY) == []
    assert run(159 * DAY) == [WARNING]
    assert (run(160 * DAY), run(179 * DAY)) == ([], [])
    with time.at(NOW + 179 * DAY):
        assert "about to end" in client.sign_in(world.chair).get("/subscriptions/").text
    assert run(180 * DAY) == [END]
    assert run(181 * DAY) == []
    with time.at(NOW + 181 * DAY):
        assert fetch(client, path).status_code == 410
    events = select(AuditEntry.event).where(AuditEntry.event.like("subscription.%"))
    found = db.session.scalars(events.order_by(AuditEntry.at))
    assert list(found) == ["subscription.created", "subscription.warned", "subscription.expired"]


def test_the_warning_names_the_day_and_no_address(world: World) -> None:
    token = subscribe(world.chair).split("/")[2]
    delivered()
    with time.at(NOW + 159 * DAY):
        end_unused()
        (mail,) = delivered()
    assert mail.to == "charles.chair@example.org"
    assert "“eBoard”" in mail.body("plain")
    assert "Sat 29 Aug 2026" in mail.body("plain")
    assert token not in mail.message.as_string() + mail.body("plain") + mail.body("html")


def test_a_fetch_gives_the_address_its_time_anew_also_after_the_warning(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    tag = fetch(client, path).headers["ETag"]
    delivered()
    with time.at(NOW + 100 * DAY):
        fetch(client, path, If_None_Match=tag)
    assert (run(180 * DAY), run(259 * DAY)) == ([], [WARNING])
    with time.at(NOW + 260 * DAY):
        fetch(client, path)
    db.session.expire_all()
    assert subscription_at(path).warned_at is None
    assert (run(280 * DAY), run(419 * DAY), run(440 * DAY)) == ([], [WARNING], [END])


def test_a_new_address_in_place_of_the_old_one_has_its_time_too(world: World) -> None:
    path = subscribe(world.chair)
    delivered()
    assert run(159 * DAY) == [WARNING]
    with time.at(NOW + 170 * DAY), unit_of_work():
        actions.rotate(actor=Actor(person_id=world.chair.id), subscription=subscription_at(path))
    assert run(181 * DAY) == ["A new calendar address was made"]


def test_nobody_loses_an_address_without_the_whole_warning(world: World) -> None:
    subscribe(world.chair)
    delivered()
    assert run(400 * DAY) == [WARNING]
    assert run(420 * DAY) == []
    assert run(421 * DAY) == [END]


def test_what_was_fetched_between_the_list_and_the_row_is_left_alone(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    row_id = subscription_at(path).id
    with time.at(NOW + 170 * DAY):
        fetch(client, path)
        with unit_of_work():
            actions.warn(row_id)
            actions.expire(row_id)
    row = subscription_at(path)
    assert (row.warned_at, row.revoked_at) == (None, None)


def test_without_a_term_nothing_ends(world: World) -> None:
    subscribe(world.chair)
    delivered()
    with settings_with(feed_unused_days=0):
        assert run(4000 * DAY) == []


def test_a_warning_after_the_end_is_no_setting() -> None:
    with pytest.raises(ConfigurationError, match="EBOARD_FEED_WARNING_DAYS must be less than EBOARD_FEED_UNUSED_DAYS"):
        load({"EBOARD_FEED_UNUSED_DAYS": "14", "EBOARD_FEED_WARNING_DAYS": "14"})
    assert load({"EBOARD_FEED_UNUSED_DAYS": "0"}).feed_unused_days == 0


def test_one_address_too_many_is_refused_until_another_is_revoked(world: World, client: Client, app: Flask) -> None:
    first = subscribe(world.chair)
    with app.app_context(), settings_with(feed_addresses_per_person=2):
        subscribe(world.chair)
        with pytest.raises(DomainError, match="You have 2 addresses, and that is the limit"):
            subscribe(world.chair)
        data = {"name": "x", "shows": f"person:{world.chair.id}", "variant": "full", "extent": "meeting", "alarm": ""}
        page = client.sign_in(world.chair).post("/subscriptions/", data=data)
        assert (page.status_code, "Revoke one first." in page.text, 'value="x"' in page.text) == (422, True, True)
        subscribe(world.nurse)
        with unit_of_work():
            actions.revoke(actor=Actor(person_id=world.chair.id), subscription=subscription_at(first))
        subscribe(world.chair)
