"""The short way answers as the view does, and only what the view would."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eboard.core.db import unit_of_work
from eboard.core.db.glance import NAME as GLANCES
from eboard.core.errors import BusyError
from eboard.feeds.views.at_hand import CalendarsAtHand
from tests.client import Client
from tests.feeds.programs import fetch, subscribe
from tests.world import World, make_meeting

NOTHING = {"Accept-Encoding": "identity"}


@pytest.fixture
def whole_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take the short way out of this application."""
    short = app.wsgi_app
    assert isinstance(short, CalendarsAtHand)
    return lambda: monkeypatch.setattr(app, "wsgi_app", short.whole_way)


@pytest.fixture
def calendar(world: World, client: Client) -> tuple[str, str]:
    """An address that was fetched before, and the tag of what it has."""
    with unit_of_work():
        make_meeting(world.board)
    path = subscribe(world.chair)
    return path, fetch(client, path).headers["ETag"]


def told(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    return response.status_code, sorted(response.headers), response.data


@pytest.mark.parametrize("encoding", [None, "gzip", "br, gzip;q=0.5", "gzip;q=0, identity", "*"])
@pytest.mark.parametrize("sent", [None, "the tag", "another", "both", "*", "a date"])
def test_both_ways_answer_alike(
    calendar: tuple[str, str], client: Client, whole_way: Callable[[], None], encoding: str | None, sent: str | None
) -> None:
    path, tag = calendar
    values = {"the tag": tag, "another": 'W/"other"', "both": f'"other", {tag}', "*": "*"}
    headers = {"Accept-Encoding": encoding} if encoding else {}
    if sent in values:
        headers["If-None-Match"] = values[sent]
    elif sent:
        headers["If-Modified-Since"] = "Mon, 02 Mar 2026 14:59:59 GMT"
    short = told(client.get(path, headers=headers))
    whole_way()
    assert told(client.get(path, headers=headers)) == short
    assert short[0] == (304 if sent in {"the tag", "both", "*"} else 200)


@pytest.mark.parametrize("method", ["HEAD", "POST", "GET"])
@pytest.mark.parametrize(
    "name", ["eboard.ics", "a/b.ics", "eboard", "", ".ics", "a%00.ics", "eboard.ics?x=%00", "eboard.ics?x=1"]
)
def test_both_ways_answer_alike_at_other_addresses(
    calendar: tuple[str, str], client: Client, whole_way: Callable[[], None], method: str, name: str
) -> None:
    path = calendar[0].replace("eboard.ics", name)
    short = told(client.open(path, method=method, headers=NOTHING))
    whole_way()
    assert told(client.open(path, method=method, headers=NOTHING)) == short


def test_what_is_at_hand_takes_one_look_and_no_transaction(
    calendar: tuple[str, str],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    app: Flask,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    path, tag = calendar
    monkeypatch.setattr(app, "full_dispatch_request", lambda _context: pytest.fail("It went the whole way."))
    assert count_queries(lambda: fetch(client, path, If_None_Match=tag)) == 0
    assert fetch(client, path, If_None_Match=tag).status_code == 304
    assert fetch(client, path).status_code == 200


def test_a_database_that_does_not_answer_is_told_by_the_view(
    calendar: tuple[str, str], client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, tag = calendar

    def fail() -> None:
        raise BusyError("The system is busy.")

    monkeypatch.setattr(app.extensions[GLANCES], "connection", fail)
    assert fetch(client, path, If_None_Match=tag).status_code == 503


def test_over_https_it_says_so(
    calendar: tuple[str, str], app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "wsgi_app", CalendarsAtHand(app, is_https=True))
    assert fetch(client, calendar[0]).headers["Strict-Transport-Security"].startswith("max-age=")
