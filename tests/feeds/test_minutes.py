"""The feed of the minutes in which its person is needed: it follows the agenda, and keeps its identities."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Event

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.meetings.actions.agenda import change_item
from eboard.meetings.actions.order import shift
from eboard.meetings.actions.removals import take_off
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.enums import Specialty
from eboard.people.models import PersonSpecialty
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import events, fetch, subscribe, subscription_at
from tests.invitations.reading import change
from tests.world import World, add, make_case, make_item, make_meeting

LATER = NOW + timedelta(minutes=5)


def mine(world: World, *specialties: list[str], **values: Any) -> Meeting:
    """A meeting with a case of ten minutes for each list of specialties."""
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
        for position, needed in enumerate(specialties, start=1):
            make_item(meeting, make_case(world.north, world.board, specialties=needed), position)
    return meeting


def minutes_feed(world: World, **values: Any) -> str:
    return subscribe(world.radiologist, extent=Extent.MINUTES, **values)


def shown(client: Client, path: str) -> list[Event]:
    return sorted(events(fetch(client, path)).values(), key=lambda event: event.start)


def titles(client: Client, path: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in shown(client, path)]


def test_an_entry_for_each_block_in_place_of_the_meeting(world: World, client: Client) -> None:
    meeting = mine(world, [], ["radiology"], ["radiology"], [], ["radiology"])
    path = minutes_feed(world)
    assert titles(client, path) == ["GI eBoard: needed 14:10–14:30", "GI eBoard: needed 14:40–14:50"]
    first, second = shown(client, path)
    assert (first.start, first.end) == (meeting.starts_at + timedelta(minutes=10), first.start + timedelta(minutes=20))
    local, _at, domain = meeting.uid.partition("@")
    stems = {str(event["UID"]).rpartition("-needed-")[0] for event in (first, second)}
    assert len(stems) == 1
    assert stems.pop().startswith(f"{local}-")
    assert [str(event["UID"]).rpartition("-needed-")[2] for event in (first, second)] == [f"1@{domain}", f"2@{domain}"]
    assert str(first["DESCRIPTION"]).startswith("GI eBoard, 2 cases\n2026-03-09 14:10–14:30 (America/Chicago)\nJoin: ")
    assert str(first["LOCATION"]) == f"http://localhost:8000/join/{meeting.join_code}"


def test_the_title_is_on_the_clocks_of_its_reader(world: World, client: Client) -> None:
    mine(world, ["radiology"])
    change(world.radiologist, zone="Asia/Dubai")
    assert titles(client, minutes_feed(world)) == ["GI eBoard: needed 23:00–23:10"]


def test_two_people_have_different_identities_for_the_same_minutes(world: World, client: Client) -> None:
    mine(world, ["radiology", "pathology"])
    one = set(events(fetch(client, minutes_feed(world))))
    other = set(events(fetch(client, subscribe(world.pathologist, extent=Extent.MINUTES))))
    assert (len(one), len(other), one & other) == (1, 1, set())


def test_a_meeting_without_a_case_of_mine_is_not_shown_and_one_without_any_case_is_shown_whole(
    world: World, client: Client
) -> None:
    mine(world, ["pathology"])
    open_one = mine(world, day=date(2026, 3, 16))
    path = minutes_feed(world)
    assert list(events(fetch(client, path))) == [open_one.uid]
    assert titles(client, path) == ["GI eBoard"]
    assert titles(client, subscribe(world.chair, extent=Extent.MINUTES)) == ["GI eBoard, 1 case", "GI eBoard"]


def test_busy_only_and_a_reminder_go_with_it(world: World, client: Client) -> None:
    mine(world, [], ["radiology"])
    (event,) = shown(client, minutes_feed(world, variant=Variant.BUSY, alarm_minutes=5))
    assert (str(event["SUMMARY"]), "DESCRIPTION" in event, len(event.walk("VALARM"))) == ("Busy", False, 1)


def test_a_cancelled_meeting_keeps_its_blocks_as_cancelled(world: World, client: Client) -> None:
    meeting = mine(world, ["radiology"])
    path = minutes_feed(world)
    with time.at(LATER):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=1, announced_at=LATER)
        (event,) = shown(client, path)
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "Canceled: GI eBoard: needed 14:00–14:10")


def test_when_the_agenda_moves_the_entry_moves_with_it_and_keeps_its_identity(world: World, client: Client) -> None:
    meeting = mine(world, [], ["radiology"])
    path = minutes_feed(world)
    first = fetch(client, path)
    (before,) = shown(client, path)
    with time.at(LATER):
        with unit_of_work():
            shift(actor=Actor(person_id=world.coordinator.id), item=meeting.items[1], steps=-1)
        second = fetch(client, path, If_None_Match=first.headers["ETag"])
        assert second.status_code == 200
        (after,) = events(second).values()
    assert (after.start, after["UID"]) == (meeting.starts_at, before["UID"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (after["LAST-MODIFIED"].dt, after["DTSTAMP"].dt) == (LATER, LATER)
    assert second.headers["Last-Modified"] > first.headers["Last-Modified"]


def test_a_block_that_vanishes_disappears_and_the_others_keep_their_numbers(world: World, client: Client) -> None:
    meeting = mine(world, ["radiology"], [], ["radiology"], [], ["radiology"])
    path = minutes_feed(world)
    before = [str(event["UID"]) for event in shown(client, path)]
    with time.at(LATER), unit_of_work():
        take_off(actor=Actor(person_id=world.coordinator.id), item=meeting.items[4])
    with time.at(LATER):
        assert [str(event["UID"]) for event in shown(client, path)] == before[:2]


CHANGES: dict[str, Callable[[World, Meeting], None]] = {
    "order": lambda world, meeting: change(meeting.items[0], position=9),
    "minutes": lambda world, meeting: change(meeting.items[0], minutes=25),
    "presenter": lambda world, meeting: change(meeting.items[0], presenter_id=world.radiologist.id),
    "state": lambda world, meeting: change(meeting.items[0], state=ItemState.REMOVED),
    "specialties": lambda world, meeting: change(meeting.items[0].case, specialties=["radiology"]),
    "referrer": lambda world, meeting: change(meeting.items[0].case, referrer_id=world.radiologist.id),
    "own specialty": lambda world, _meeting: store(
        PersonSpecialty(person_id=world.radiologist.id, specialty=Specialty.PATHOLOGY)
    ),
    "guest": lambda world, meeting: store(Guest(meeting_id=meeting.id, person_id=world.radiologist.id)),
}


def store(row: object) -> None:
    with unit_of_work():
        add(row)


@pytest.mark.parametrize("what", list(CHANGES))
def test_every_change_of_who_is_needed_when_makes_a_new_version(world: World, client: Client, what: str) -> None:
    meeting = mine(world, ["pathology"], ["radiology"])
    path = minutes_feed(world)
    tag = fetch(client, path).headers["ETag"]
    with time.at(LATER):
        CHANGES[what](world, meeting)
        assert fetch(client, path, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("what", ["order", "minutes", "specialties"])
def test_feeds_of_whole_meetings_do_not_change_with_it(world: World, client: Client, what: str) -> None:
    meeting = mine(world, ["pathology"], ["radiology"])
    paths = [subscribe(world.radiologist), subscribe(world.chair, FeedKind.BOARD, world.board)]
    tags = [fetch(client, path).headers["ETag"] for path in paths]
    with time.at(LATER):
        CHANGES[what](world, meeting)
        found = [fetch(client, path, If_None_Match=tag).status_code for path, tag in zip(paths, tags, strict=True)]
    assert found == [304, 304]


def test_what_changes_in_a_planned_or_past_meeting_counts_nothing(world: World) -> None:
    planned = mine(world, [], state=MeetingState.PLANNED, published_at=None)
    past = mine(world, [], day=date(2026, 2, 2))
    for meeting in (planned, past):
        change(meeting.items[0], minutes=30)
        db.session.refresh(meeting)
        assert (meeting.agenda_sequence, meeting.agenda_changed_at) == (0, None)


def test_moving_the_agenda_through_the_actions_counts_each_change(world: World) -> None:
    meeting = mine(world, [], ["radiology"])
    db.session.refresh(meeting)
    before = meeting.agenda_sequence
    with time.at(LATER), unit_of_work():
        change_item(actor=Actor(person_id=world.coordinator.id), item=meeting.items[0], minutes=20, presenter_id=None)
    db.session.refresh(meeting)
    assert (meeting.agenda_sequence, meeting.agenda_changed_at) == (before + 1, LATER)


def test_only_a_feed_of_ones_own_meetings_can_be_of_minutes(world: World) -> None:
    path = subscribe(world.chair, FeedKind.BOARD, world.board, extent=Extent.MINUTES)
    assert subscription_at(path).extent is Extent.MEETING


def test_the_form_offers_it_and_the_list_says_it(world: World, client: Client) -> None:
    client.sign_in(world.radiologist)
    data = {"name": "Mine", "variant": "full", "extent": "minutes", "alarm": ""}
    page = client.post("/subscriptions/", data={**data, "shows": f"person:{world.radiologist.id}"})
    assert page.status_code == 200
    assert "My meetings · Only the minutes I am needed · With board and link" in client.get("/subscriptions/").text


def test_meetings_cost_no_query_each(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    mine(world, ["radiology"])
    path = minutes_feed(world)
    fetch(client, path)
    change(world.radiologist, zone="Europe/London")
    one = count_queries(lambda: fetch(client, path))
    mine(world, ["radiology"], [], day=date(2026, 3, 16))
    mine(world, ["radiology"], ["surgery"], ["radiology"], day=date(2026, 3, 23))
    assert count_queries(lambda: fetch(client, path)) == one
