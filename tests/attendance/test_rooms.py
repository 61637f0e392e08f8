"""Several at one device: names are checked in as noted by somebody who is there, the others are a number."""

from typing import Any

from sqlalchemy import select

from eboard.attendance.actions.rooms import check_in_room
from eboard.attendance.models import HeadCount, WalkIn
from eboard.attendance.queries import head_counts
from eboard.attendance.sheet import sheet_of
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import Learned, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.enums import AffiliationRole
from tests.attendance.scenes import by, make_live, refused, require, there
from tests.client import Client
from tests.world import World, make_person


def post(client: Client, meeting: Meeting, *names: str, room: str = "Room 4", **more: Any) -> Any:
    rows = {f"people-{number}-person": name for number, name in enumerate(names)}
    return client.post(f"/meetings/{meeting.id}/attendance/room", data={"room": room, **rows, **more})


def marks() -> dict[str, Attendance]:
    db.session.expire_all()
    return {one.person.name: one for one in db.session.scalars(select(Attendance))}


def test_seven_of_us_in_room_4(world: World, client: Client) -> None:
    meeting = make_live(world)
    there(meeting, world.radiologist, 0)
    client.sign_in(world.radiologist)
    answer = post(client, meeting, "Paul Pathologist", world.deputy.email, "", "Paul Pathologist", heads="4")
    assert (answer.status_code, answer.location) == (302, f"/meetings/{meeting.id}/attendance/mine")
    found = marks()
    assert set(found) == {"Rita Radiologist", "Paul Pathologist", "Dora Deputy"}
    paul = found["Paul Pathologist"]
    assert (paul.presence, paul.room, paul.learned) == (Presence.ROOM, "Room 4", Learned.ROOM)
    assert paul.noted_by_id == world.radiologist.id
    page = client.get(f"/meetings/{meeting.id}/attendance/room").text
    assert "4 more without a name" in page


def test_heads_without_a_name_never_count(world: World, client: Client) -> None:
    require(world, least_specialties=2)
    meeting = make_live(world)
    there(meeting, world.radiologist, 0)
    post(client.sign_in(world.radiologist), meeting, heads="50")
    sheet = sheet_of(meeting)
    assert sheet is not None
    assert (len(sheet.lines), sheet.whole.quorum.is_met, sheet.now is not None and sheet.now.specialties) == (
        1,
        False,
        1,
    )


def test_the_newest_count_of_a_room_holds_and_the_others_stay(world: World, client: Client) -> None:
    meeting = make_live(world)
    there(meeting, world.radiologist, 0)
    client.sign_in(world.radiologist)
    for heads in ("4", "4", "6"):
        post(client, meeting, heads=heads)
    post(client, meeting, room="Room 5", heads="1")
    assert {room: one.heads for room, one in head_counts(meeting).items()} == {"Room 4": 6, "Room 5": 1}
    assert post(client, meeting, heads="0").status_code == 302
    assert {room: one.heads for room, one in head_counts(meeting).items()} == {"Room 5": 1}
    assert list(db.session.scalars(select(HeadCount.heads).order_by(HeadCount.id))) == [4, 6, 1, 0]


def test_who_was_not_expected_is_a_walk_in(world: World, client: Client) -> None:
    meeting = make_live(world)
    there(meeting, world.radiologist, 0)
    with unit_of_work():
        make_person("Wanda Walker", world.hub, AffiliationRole.PHYSICIAN)
    answer = post(client.sign_in(world.radiologist), meeting, "Wanda Walker")
    row = db.session.scalars(select(WalkIn)).one()
    assert (answer.status_code, row.room, row.noted_by_id) == (302, "Room 4", world.radiologist.id)
    assert "1 of them were not expected" in client.get(answer.location).text


def test_only_who_is_there_or_runs_the_meeting_says_who_else_is(world: World, client: Client) -> None:
    meeting = make_live(world)
    refused = post(client.sign_in(world.radiologist), meeting, "Paul Pathologist")
    assert (refused.status_code, "Check in yourself first" in refused.text) == (422, True)
    assert "Paul Pathologist" in refused.text
    assert post(client.sign_in(world.coordinator), meeting, "Paul Pathologist").status_code == 302
    assert post(client.sign_in(world.stranger), meeting, "Paul Pathologist").status_code == 404


def test_a_name_that_is_nobodys_stands_beside_its_row_and_nothing_is_lost(world: World, client: Client) -> None:
    meeting = make_live(world)
    answer = post(client.sign_in(world.coordinator), meeting, "Paul Pathologist", "Nobody Known", heads="3")
    assert answer.status_code == 422
    assert 'id="people-1-person-error"' in answer.text
    for kept in ("Paul Pathologist", "Nobody Known", 'value="3"', 'value="Room 4"'):
        assert kept in answer.text
    assert marks() == {}


def test_the_action_itself_refuses_a_room_without_a_name(world: World) -> None:
    meeting = make_live(world)
    who = {"actor": by(world.coordinator), "meeting": meeting, "people": [], "is_staff": True}
    assert refused(check_in_room, **who, room="", heads=1).field == "room"
    assert refused(check_in_room, **who, room="Room 4", heads=-1).field == "heads"


def test_what_cannot_be_is_refused_beside_its_field(world: World, client: Client) -> None:
    meeting = make_live(world)
    client.sign_in(world.coordinator)
    for data, field in (
        ({"room": " "}, "room"),
        ({"room": "x" * 101}, "room"),
        ({"heads": "-1"}, "heads"),
        ({"heads": "201"}, "heads"),
        ({"heads": "many"}, "heads"),
        ({}, "heads"),
        ({"people-0-person": "y" * 5000}, "people-0-person"),
    ):
        answer = post(client, meeting, **data)
        assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True), data
