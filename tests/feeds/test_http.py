"""The HTTP of feeds; the numbers in the names are items of the calendar rules (section 10)."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.db.glance import NAME as GLANCES
from eboard.core.errors import BusyError
from eboard.core.web import settings
from eboard.feeds import actions
from eboard.feeds.views import fetching
from eboard.people.enums import PersonState
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import events, fetch, subscribe, subscription_at
from tests.invitations.reading import change
from tests.world import World, make_meeting

LATER = NOW + timedelta(minutes=2)


def test_10_10_a_calendar_without_sign_in_cookie_or_redirect(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    response = fetch(client, path)
    headers = response.headers
    assert (response.status_code, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (headers.get("Set-Cookie"), headers["Vary"]) == (None, "Accept-Encoding")
    assert path.endswith(".ics")
    assert "?" not in path


def test_10_11_head_is_get_without_a_body_and_writing_is_refused(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    full, head = fetch(client, path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "Date"} == {
        k: v for k, v in full.headers.items() if k != "Date"
    }
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.open(path, method=method).status_code == 405


def test_10_12_an_unchanged_feed_is_one_look_up_and_a_304(
    world: World, client: Client, app: Flask, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    with unit_of_work():
        make_meeting(world.board)
    path = subscribe(world.chair)
    tag = fetch(client, path).headers["ETag"]
    assert tag.startswith('W/"')
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = fetch(client, path, If_None_Match=sent)
        assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", tag)
        assert response.headers["Cache-Control"] == "private, max-age=300"
    assert fetch(client, path, If_None_Match='"other"').status_code == 200
    glances = app.extensions[GLANCES]
    before = glances.count
    assert count_queries(lambda: fetch(client, path, If_None_Match=tag)) == 0
    assert glances.count - before == 1


def test_10_12_a_change_makes_a_new_tag_and_the_old_one_gets_the_new_body(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    path = subscribe(world.chair)
    tag = fetch(client, path).headers["ETag"]
    with time.at(LATER):
        change(meeting, room="Room 7", sequence=1, announced_at=LATER)
        response = fetch(client, path, If_None_Match=tag)
    assert str(events(response)[meeting.uid]["LOCATION"]).startswith("Room 7 / ")
    assert response.headers["ETag"] != tag


def test_10_13_last_modified_rises_with_a_cancellation_and_an_odd_date_gets_the_whole(
    world: World, client: Client
) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    path = subscribe(world.chair)
    first = fetch(client, path)
    modified = first.headers["Last-Modified"]
    assert fetch(client, path, If_Modified_Since=modified).status_code == 304
    assert fetch(client, path, If_Modified_Since="Mon, 02 Mar 2026 14:59:59 GMT").status_code == 200
    assert fetch(client, path, If_Modified_Since="the other day").status_code == 200
    assert fetch(client, path, If_Modified_Since=modified, If_None_Match='"other"').status_code == 200
    with time.at(LATER):
        change(meeting, state="cancelled", cancelled_at=LATER, sequence=1, announced_at=LATER)
        assert fetch(client, path, If_Modified_Since=modified).status_code == 200
    assert fetch(client, path, If_Modified_Since=modified).status_code == 200


def test_10_14_gzip_when_it_is_accepted(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    plain = fetch(client, path)
    zipped = fetch(client, path, Accept_Encoding="br, gzip")
    refused = fetch(client, path, Accept_Encoding="gzip;q=0, identity")
    assert (zipped.headers["Content-Encoding"], gzip.decompress(zipped.data)) == ("gzip", plain.data)
    assert (refused.headers.get("Content-Encoding"), refused.data) == (None, plain.data)
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] == zipped.headers["ETag"]


def test_10_15_it_is_private_and_stays_out_of_search_engines_and_referrers(world: World, client: Client) -> None:
    headers = fetch(client, subscribe(world.chair)).headers
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_10_16_robots_are_let_in_to_calendars(app: Flask, client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.text == "User-agent: *\nAllow: /cal/\nAllow: /fb/\nDisallow: /\n"
    assert response.headers.get("Set-Cookie") is None


def test_10_18_unknown_revoked_and_rotated_addresses_and_those_of_people_who_left(world: World, client: Client) -> None:
    path = subscribe(world.chair)
    response = fetch(client, "/cal/unknown/eboard.ics")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert (len(response.data) < 200, response.headers.get("Location")) == (True, None)
    with unit_of_work():
        token = actions.rotate(actor=Actor(person_id=world.chair.id), subscription=subscription_at(path))
    assert fetch(client, path).status_code == 404
    path = f"/cal/{token}/eboard.ics"
    assert fetch(client, path).status_code == 200
    change(world.chair, state=PersonState.DEACTIVATED)
    assert fetch(client, path).status_code == 410
    change(world.chair, state=PersonState.ACTIVE)
    assert fetch(client, path).status_code == 200
    with unit_of_work():
        actions.revoke(actor=Actor(person_id=world.chair.id), subscription=subscription_at(path))
    response = fetch(client, path)
    assert (response.status_code, response.headers["Cache-Control"]) == (410, "no-store")


def test_10_20_too_many_fetches_of_the_whole_are_put_off(world: World, client: Client, app: Flask) -> None:
    path = subscribe(world.chair)
    tag = fetch(client, path).headers["ETag"]
    app.config["EBOARD"], kept = replace(settings(), feed_fetches_per_hour=3), app.config["EBOARD"]
    try:
        assert [fetch(client, path).status_code for _ in range(3)] == [200, 200, 429]
        assert fetch(client, path).headers["Retry-After"] == "3600"
        assert fetch(client, path, If_None_Match=tag).status_code == 304
        with time.at(NOW + timedelta(hours=1)):
            assert fetch(client, path).status_code == 200
    finally:
        app.config["EBOARD"] = kept


def test_10_20_guessing_addresses_is_put_off(app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "STRANGERS_PER_HOUR", 2)
    codes = [fetch(client, f"/cal/guess{n}/eboard.ics").status_code for n in range(3)]
    assert codes == [404, 404, 429]


def test_10_20_limits_hold_over_all_processes(
    world: World, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process has counted nothing itself; a limit of none is none there, too."""
    path = subscribe(world.chair)
    monkeypatch.setattr(fetching, "STRANGERS_PER_HOUR", 2)
    monkeypatch.setitem(app.config, "EBOARD", replace(settings(), feed_fetches_per_hour=3))
    codes, guesses = [], []
    for _process in range(2):
        monkeypatch.setattr(fetching, "fetches", fetching.HourlyLimit())
        monkeypatch.setattr(fetching, "strangers", fetching.HourlyLimit())
        codes += [fetch(client, path).status_code for _ in range(2)]
        guesses += [fetch(client, "/cal/guess/eboard.ics").status_code for _ in range(2)]
    assert (codes, guesses) == ([200, 200, 200, 429], [404, 404, 429, 429])
    monkeypatch.setitem(app.config, "EBOARD", replace(settings(), feed_fetches_per_hour=0))
    assert fetch(client, path).status_code == 200


def test_10_20_a_calendar_matters_more_than_its_count(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = subscribe(world.chair)

    def fail(*_tries: Any) -> None:
        raise BusyError("The system is busy.")

    monkeypatch.setattr(fetching.throttle, "count_apart", fail)
    assert fetch(client, path).status_code == 200


def test_10_21_a_database_that_does_not_answer_is_a_503(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = subscribe(world.chair)

    def break_down(*_arguments: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(fetching, "by_token", break_down)
    response = fetch(client, path)
    assert response.status_code == 503
    assert "BEGIN:VCALENDAR" not in response.text
