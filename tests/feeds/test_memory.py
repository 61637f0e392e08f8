"""What a web process keeps in memory: bodies within a limit, counts by the hour, uses by the minute."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import BusyError
from eboard.feeds import actions
from eboard.feeds.addresses import address_of
from eboard.feeds.caching import BoundedCache
from eboard.feeds.commands import calendar
from eboard.feeds.limits import Uses
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import fetch, subscribe, subscription_at
from tests.invitations.reading import delivered
from tests.world import World


def test_what_was_unused_for_longest_makes_room() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(25)
    assert cache.get("one") is None
    for key in ("one", "two"):
        cache.put(key, b"1234567890", 10)
    assert cache.get("one") == b"1234567890"
    cache.put("two", b"1234567890", 10)
    cache.put("three", b"0987654321", 10)
    assert [cache.get(key) for key in ("one", "two", "three")] == [b"1234567890", None, b"0987654321"]
    assert cache.size == 20


def test_what_is_larger_than_the_whole_limit_is_not_kept() -> None:
    cache: BoundedCache[str, bytes] = BoundedCache(25)
    cache.put("large", bytes(26), 26)
    assert (cache.get("large"), cache.size) == (None, 0)


def test_uses_are_written_by_the_minute_and_none_is_lost() -> None:
    uses, key = Uses(), uuid4()
    moments = [NOW, NOW + timedelta(seconds=20), NOW + timedelta(seconds=59), NOW + timedelta(seconds=60)]
    assert [uses.count(key, moment) for moment in moments] == [
        {key: (1, NOW)}, {}, {}, {key: (3, moments[3])},
    ]  # fmt: skip


def test_the_list_of_addresses_shows_the_last_use_and_the_feed_does_not_change_by_it(
    world: World, client: Client
) -> None:
    path = subscribe(world.chair)
    first = fetch(client, path)
    with time.at(NOW + timedelta(minutes=2)):
        assert fetch(client, path, If_None_Match=first.headers["ETag"]).status_code == 304
    db.session.expire_all()
    row = subscription_at(path)
    assert (row.fetches, row.last_used_at, row.changed_at) == (2, NOW + timedelta(minutes=2), NOW)


def test_a_fetch_is_answered_when_its_count_cannot_be_written(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_uses: object) -> None:
        raise BusyError("busy")

    path = subscribe(world.chair)
    monkeypatch.setattr(actions, "note_uses", refuse)
    assert fetch(client, path).status_code == 200


@pytest.mark.parametrize(
    ("name", "slug"), [("Mes réunions à moi", "mes-reunions-a-moi"), ("腫瘍", "calendar"), ("a" * 90, "a" * 40)]
)
def test_the_file_name_is_plain_and_short(name: str, slug: str) -> None:
    assert address_of("token", name, "https://e.example").https == f"https://e.example/cal/token/{slug}.ics"


def test_the_command_prints_an_address_that_works_and_tells_the_person(
    world: World, client: Client, ctx: Flask
) -> None:
    printed = ctx.test_cli_runner().invoke(calendar, ["address", " Charles.Chair@example.org"])
    assert printed.exit_code == 0
    address = printed.output.strip()
    assert fetch(client, address.removeprefix("http://localhost:8000")).status_code == 200
    assert [(mail.to, mail.message["Subject"]) for mail in delivered()] == [
        ("charles.chair@example.org", "A new calendar address was made")
    ]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "subscription.created")).one()
    assert (entry.via, address.split("/")[4] in str(entry.details)) == ("command", False)
    unknown = ctx.test_cli_runner().invoke(calendar, ["address", "nobody@example.org"])
    assert (unknown.exit_code, unknown.output) == (1, "Error: There is no active person with this address.\n")
