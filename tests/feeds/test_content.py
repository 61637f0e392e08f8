"""What each feed shows, and that its version rises with every change to it; names give items of the calendar rules."""

from datetime import date, timedelta
from typing import Any

import pytest

from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.feeds.enums import FeedKind, Variant
from eboard.feeds.models import FeedVersion
from eboard.invitations.enums import Answer
from eboard.invitations.queries import mine
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Guest
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import events, fetch, subscribe
from tests.invitations.reading import change
from tests.world import World, add, make_board, make_case, make_item, make_meeting, make_member, make_person

LATER = NOW + timedelta(minutes=5)


def shown(client: Client, path: str) -> set[str]:
    return set(events(fetch(client, path)))


def test_10_7_a_person_sees_where_he_or_she_sits_coordinates_or_is_invited(world: World, client: Client) -> None:
    with unit_of_work():
        ours = make_meeting(world.board)
        foreign = make_meeting(make_board(world.north, "BR"))
        guest = make_person("Gina Guest")
        add(Guest(meeting_id=foreign.id, person_id=guest.id))
    assert shown(client, subscribe(world.chair)) == {ours.uid}
    assert shown(client, subscribe(world.coordinator)) == {ours.uid}
    assert shown(client, subscribe(guest)) == {foreign.uid}
    assert shown(client, subscribe(world.stranger)) == set()


def test_10_7_what_a_person_declined_is_left_out_unless_asked_for(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    usual, whole = subscribe(world.chair), subscribe(world.chair, shows_declined=True)
    assert shown(client, usual) == {meeting.uid}
    with time.at(LATER):
        invitation = mine(world.chair.id, meeting.id)
        change(invitation, answer=Answer.DECLINED)
        assert (shown(client, usual), shown(client, whole)) == (set(), {meeting.uid})


def test_10_7_boards_and_organizations_show_all_their_meetings_once(world: World, client: Client) -> None:
    with unit_of_work():
        ours = make_meeting(world.board)
        foreign = make_meeting(make_board(world.north, "BR"))
        make_item(ours, make_case(world.north))
        make_item(ours, make_case(world.north), position=2)
    assert shown(client, subscribe(world.chair, FeedKind.BOARD, world.board)) == {ours.uid}
    assert shown(client, subscribe(world.chair, FeedKind.ORGANIZATION, world.hub)) == {ours.uid}
    assert shown(client, subscribe(world.nurse, FeedKind.ORGANIZATION, world.north)) == {ours.uid, foreign.uid}
    assert shown(client, subscribe(world.stranger, FeedKind.ORGANIZATION, world.south)) == set()


def test_a_calendar_of_a_board_ends_with_the_role_on_it(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
        guest = make_person("Petra Panel")
        seat = make_member(world.board, guest, BoardRole.PANELIST)
    path = subscribe(guest, FeedKind.BOARD, world.board)
    assert fetch(client, path).status_code == 200
    change(seat, ends_on=date(2026, 3, 1))
    assert fetch(client, path).status_code == 410


def test_3_1_3_5_10_8_one_meeting_has_one_identity_in_every_feed(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, sequence=3, announced_at=NOW)
    person = events(fetch(client, subscribe(world.chair)))[meeting.uid]
    board = events(fetch(client, subscribe(world.chair, FeedKind.BOARD, world.board)))[meeting.uid]
    assert person.to_ical() == board.to_ical()
    assert (person["SEQUENCE"], person["LAST-MODIFIED"].dt, person["DTSTAMP"].dt) == (3, NOW, NOW)


def test_3_8_the_same_data_give_the_same_bytes(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
        make_meeting(world.board, day=date(2026, 3, 16))
    path = subscribe(world.chair)
    first = fetch(client, path).data
    with time.at(NOW + timedelta(hours=3)):
        assert fetch(client, path).data == first


def test_6_1_6_3_6_4_a_feed_names_nobody_and_no_case(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, note="Marker of a note")
        case = make_case(world.north, world.board, question="Marker of a question", diagnosis="Marker of a diagnosis")
        make_item(meeting, case, presenter_id=world.nurse.id)
    text = fetch(client, subscribe(world.chair)).text.replace("\r\n ", "")
    assert "SUMMARY:GI eBoard\\, 1 case\r\n" in text
    absent = ("Marker", case.number, "ATTENDEE", "ORGANIZER", "mailto", "example.org/", "CLASS", "METHOD", "VALARM")
    assert [one for one in absent if one in text] == []


def test_6_7_the_busy_variant_says_nothing_but_the_time(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, room="Room 4")
    event = events(fetch(client, subscribe(world.chair, variant=Variant.BUSY)))[meeting.uid]
    assert (str(event["SUMMARY"]), event.start) == ("Busy", meeting.starts_at)
    assert {"LOCATION", "DESCRIPTION", "URL", "CONFERENCE"}.isdisjoint(event)


def test_5_2_an_alarm_only_where_it_was_asked_for(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    event = events(fetch(client, subscribe(world.chair, alarm_minutes=10)))[meeting.uid]
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(minutes=-10)]


def test_10_4_the_window_moves_by_whole_days(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board, day=date(2025, 12, 1))
        inside = make_meeting(world.board, day=date(2025, 12, 2))
        far = make_meeting(world.board, day=date(2027, 8, 31))
        make_meeting(world.board, day=date(2027, 9, 2))
    path = subscribe(world.chair)
    first = fetch(client, path)
    assert set(events(first)) == {inside.uid, far.uid}
    with time.at(NOW.replace(hour=23, minute=59)):
        assert fetch(client, path).headers["ETag"] == first.headers["ETag"]
    with time.at(NOW + timedelta(days=1)):
        response = fetch(client, path, If_None_Match=first.headers["ETag"])
        assert (response.status_code, inside.uid in events(response)) == (200, False)


def test_10_5_a_cancelled_meeting_stays_for_sixty_days(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, day=date(2026, 6, 1))
    path = subscribe(world.chair)
    with time.at(LATER):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=1, announced_at=LATER)
        event = events(fetch(client, path))[meeting.uid]
    assert (str(event["STATUS"]), str(event["SUMMARY"]), event["SEQUENCE"]) == ("CANCELLED", "Canceled: GI eBoard", 1)
    with time.at(LATER + timedelta(days=60)):
        assert shown(client, path) == {meeting.uid}
    with time.at(LATER + timedelta(days=61)):
        assert shown(client, path) == set()


def test_10_6_a_planned_meeting_is_not_shown(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
    assert shown(client, subscribe(world.chair)) == set()


def versions(*targets: Any) -> list[int]:
    db.session.expire_all()
    return [db.session.get_one(FeedVersion, target.id).version for target in targets]


@pytest.mark.parametrize(
    "edit",
    [
        lambda world, meeting, item: change(meeting, room="Room 9"),
        lambda world, meeting, item: change(item, state=ItemState.REMOVED),
        lambda world, meeting, item: change(world.board, name="Gastro eBoard"),
    ],
    ids=["place", "agenda", "board"],
)
def test_a_change_of_a_meeting_raises_the_versions_of_all_who_see_it_and_of_nobody_else(
    world: World, edit: Any
) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        item = make_item(meeting, make_case(world.north))
    for person, kind, target in (
        (world.chair, FeedKind.PERSON, world.chair),
        (world.chair, FeedKind.BOARD, world.board),
        (world.chair, FeedKind.ORGANIZATION, world.hub),
        (world.nurse, FeedKind.ORGANIZATION, world.north),
        (world.stranger, FeedKind.PERSON, world.stranger),
    ):
        subscribe(person, kind, target)
    seeing = (world.chair, world.board, world.hub, world.north, world.stranger)
    before = versions(*seeing)
    edit(world, meeting, item)
    assert [after > then for after, then in zip(versions(*seeing), before, strict=True)] == [True] * 4 + [False]


def test_what_no_feed_shows_raises_no_version(world: World) -> None:
    with unit_of_work():
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        public = make_meeting(world.board)
    subscribe(world.chair)
    before = versions(world.chair)
    change(planned, room="Room 9")
    change(public, note="For the panel")
    change(world.chair, title="Prof")
    assert versions(world.chair) == before
