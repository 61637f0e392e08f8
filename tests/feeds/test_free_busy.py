"""Published free/busy times (calendar rules 11.1 to 11.3), with the HTTP of feeds."""

import gzip
from datetime import date, timedelta

from icalendar import Calendar, FreeBusy
from werkzeug.test import TestResponse

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.feeds import actions
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.invitations.enums import Answer
from eboard.invitations.queries import mine
from eboard.meetings.enums import MeetingState
from eboard.people.enums import PersonState
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import fetch, subscribe, subscription_at
from tests.invitations.reading import change
from tests.world import World, make_board, make_case, make_item, make_meeting, make_member

LATER = NOW + timedelta(minutes=5)


def free_busy(path: str) -> str:
    return f"/fb/{path.split('/')[2]}.ifb"


def component(response: TestResponse) -> FreeBusy:
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    (found,) = Calendar.from_ical(response.data).freebusy
    return found


def lines(response: TestResponse) -> list[str]:
    """The FREEBUSY lines as they stand."""
    text = response.text.replace("\r\n ", "")
    return [line for line in text.split("\r\n") if line.startswith("FREEBUSY")]


def test_11_1_11_2_busy_times_are_merged_in_utc_and_say_that_they_are_busy(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
        other = make_board(world.hub, "LUNG")
        make_member(other, world.chair, "panelist")
        make_meeting(other, minutes=90)
        make_meeting(world.board, day=date(2026, 3, 16))
    response = fetch(client, free_busy(subscribe(world.chair)))
    assert lines(response) == [
        "FREEBUSY;FBTYPE=BUSY:20260309T190000Z/20260309T203000Z",
        "FREEBUSY;FBTYPE=BUSY:20260316T190000Z/20260316T200000Z",
    ]
    found = component(response)
    assert (found["ORGANIZER"], found["DTSTAMP"].dt) == ("mailto:eboard@eboard.example.org", NOW)
    assert (found["DTSTART"].dt.date(), found["DTEND"].dt.date()) == (date(2025, 12, 2), date(2027, 9, 1))
    assert str(found["UID"]).endswith("-busy@eboard.example.org")
    assert "METHOD" not in response.text


def test_11_1_it_carries_no_text(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board, room="Room 4")
    text = fetch(client, free_busy(subscribe(world.chair))).text
    assert [one for one in ("GI eBoard", "Room", "join", "SUMMARY", "charles", "Charles") if one in text] == []


def test_what_is_cancelled_or_declined_is_free(world: World, client: Client) -> None:
    with unit_of_work():
        cancelled = make_meeting(world.board)
        declined = make_meeting(world.board, day=date(2026, 3, 16))
    path = free_busy(subscribe(world.chair))
    assert len(lines(fetch(client, path))) == 2
    with time.at(LATER):
        change(cancelled, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=1, announced_at=LATER)
        change(mine(world.chair.id, declined.id), answer=Answer.DECLINED)
        assert lines(fetch(client, path)) == []


def test_with_minutes_it_is_busy_in_those_alone(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        make_item(meeting, make_case(world.north, world.board))
        make_item(meeting, make_case(world.north, world.board, specialties=["radiology"]), 2)
    path = free_busy(subscribe(world.radiologist, extent=Extent.MINUTES))
    assert lines(fetch(client, path)) == ["FREEBUSY;FBTYPE=BUSY:20260309T191000Z/20260309T192000Z"]


def test_it_answers_as_feeds_do(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    calendar = subscribe(world.chair)
    path = free_busy(calendar)
    first = fetch(client, path)
    headers = first.headers
    assert (headers["Cache-Control"], headers.get("Set-Cookie")) == ("private, max-age=300", None)
    assert headers["ETag"] != fetch(client, calendar).headers["ETag"]
    zipped = fetch(client, path, Accept_Encoding="gzip")
    assert gzip.decompress(zipped.data) == first.data
    assert fetch(client, path, If_None_Match=headers["ETag"]).status_code == 304
    assert fetch(client, path, If_Modified_Since=headers["Last-Modified"]).status_code == 304
    assert [client.open(path, method=method).status_code for method in ("HEAD", "POST", "PUT", "OPTIONS")] == [
        200, 405, 405, 405,
    ]  # fmt: skip
    with time.at(LATER):
        change(meeting, room="Room 2", announced_at=LATER)
        assert fetch(client, path, If_None_Match=headers["ETag"]).status_code == 200
    assert fetch(client, "/fb/unknown.ifb").status_code == 404
    with unit_of_work():
        actions.revoke(actor=Actor(person_id=world.chair.id), subscription=subscription_at(calendar))
    assert fetch(client, path).status_code == 410


def test_who_left_and_who_may_no_longer_see_it_gets_nothing(world: World, client: Client) -> None:
    own = free_busy(subscribe(world.chair))
    board = free_busy(subscribe(world.observer, FeedKind.BOARD, world.board))
    assert [fetch(client, path).status_code for path in (own, board)] == [200, 200]
    change(world.chair, state=PersonState.DEACTIVATED)
    seat = next(one for one in world.board.memberships if one.person_id == world.observer.id)
    change(seat, ends_on=date(2026, 3, 1))
    assert [fetch(client, path).status_code for path in (own, board)] == [410, 410]


def test_the_address_stands_beside_one_of_busy_times_alone(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    data = {"name": "Mine", "shows": f"person:{world.chair.id}", "extent": "meeting", "alarm": ""}
    pages = [
        client.post("/subscriptions/", data={**data, "variant": one.value}).text for one in (Variant.BUSY, Variant.FULL)
    ]
    assert [".ifb" in page for page in pages] == [True, False]
    address = pages[0].partition('value="http://localhost:8000/fb/')[2].partition('"')[0]
    assert fetch(client, f"/fb/{address}").status_code == 200
