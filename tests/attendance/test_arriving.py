"""The code checks in whom the meeting expects, and notes anybody else as a walk-in who sees nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from eboard.attendance.actions import walkins
from eboard.attendance.actions.arriving import TRIES
from eboard.attendance.codes import code_at
from eboard.attendance.models import WalkIn
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import Ending, Learned, MeetingState, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import LoginSession, Person
from tests.attendance.scenes import after, by, conclude, make_live, refused
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_board, make_case, make_item

PAGE = "/check-in"


def shown(meeting: Meeting) -> str:
    return code_at(meeting.id, time.now(), current_app.extensions["keyring"])


def type_code(client: Client, code: str, presence: str = "video") -> Any:
    return client.post(PAGE, data={"code": code, "presence": presence})


def walk_ins() -> list[WalkIn]:
    db.session.expire_all()
    return list(db.session.scalars(select(WalkIn).order_by(WalkIn.id)))


def walked_in(world: World, meeting: Meeting, person: Person | None = None) -> WalkIn:
    who = person or world.stranger
    with unit_of_work():
        return walkins.walk_in(actor=by(who), meeting=meeting, person=who, presence=Presence.VIDEO)


def test_who_is_expected_is_checked_in(world: World, client: Client) -> None:
    meeting = make_live(world)
    answer = type_code(client.sign_in(world.radiologist), shown(meeting), "phone")
    assert (answer.status_code, answer.location) == (302, f"/meetings/{meeting.id}/attendance/mine")
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.person_id, mark.presence, mark.learned) == (world.radiologist.id, Presence.PHONE, Learned.CODE)
    type_code(client, shown(meeting))
    assert len(db.session.scalars(select(Attendance)).all()) == 1
    assert "You are counted since" in client.get(answer.location).text


def test_a_delegate_is_expected_for_whom_he_or_she_acts(world: World, client: Client) -> None:
    meeting = make_live(world)
    type_code(client.sign_in(world.auditor, on_behalf_of=world.chair), shown(meeting))
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.person_id, mark.proxy_for_id, walk_ins()) == (world.auditor.id, world.chair.id, [])


def test_anybody_else_is_a_walk_in_and_sees_nothing(world: World, client: Client) -> None:
    meeting = make_live(world)
    with unit_of_work():
        case = make_case(world.north, world.board)
        make_item(meeting, case)
    answer = type_code(client.sign_in(world.stranger), shown(meeting))
    type_code(client, shown(meeting))
    assert (answer.status_code, answer.location) == (302, PAGE)
    page = client.get(PAGE).text
    assert [text in page for text in ("The coordinator confirms you", world.board.name, case.number)] == [
        True,
        True,
        False,
    ]
    assert [(one.person_id, one.from_at) for one in walk_ins()] == [(world.stranger.id, NOW)]
    assert db.session.scalars(select(Attendance)).all() == []
    for address in (f"/meetings/{meeting.id}", f"/cases/{case.id}", f"/meetings/{meeting.id}/attendance/mine"):
        assert client.get(address).status_code == 404


def test_confirmed_a_walk_in_counts_from_the_check_in_and_still_sees_nothing(world: World, client: Client) -> None:
    meeting = make_live(world)
    row = walked_in(world, meeting)
    address = f"/meetings/{meeting.id}/attendance/walk-ins/{row.id}"
    client.sign_in(world.coordinator)
    assert "Sami Stranger" in client.get(address).text
    with time.at(after(10)):
        assert client.post(address, data={"proxy_for": str(world.nurse.id)}).status_code == 422
        assert client.post(address, data={"proxy_for": str(world.chair.id)}).status_code == 302
        again = client.post(address, data={"proxy_for": ""})
    assert again.status_code == 422
    assert "Somebody settled this walk-in meanwhile." in again.text
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.from_at, mark.to_at, mark.ended, mark.learned) == (NOW, None, None, Learned.WALK_IN)
    assert (mark.noted_by_id, mark.proxy_for_id) == (world.coordinator.id, world.chair.id)
    assert client.sign_in(world.stranger).get(f"/meetings/{meeting.id}").status_code == 404


def test_a_confirmed_walk_in_who_types_the_code_again_is_there_already(world: World, client: Client) -> None:
    meeting = make_live(world)
    row = walked_in(world, meeting)
    with unit_of_work():
        walkins.confirm_walk_in(actor=by(world.coordinator), row=row)
    type_code(client.sign_in(world.stranger), shown(meeting))
    assert (len(walk_ins()), len(db.session.scalars(select(Attendance)).all())) == (1, 1)


def test_a_walk_in_whom_two_check_ins_at_once_noted_twice_is_found(world: World, client: Client) -> None:
    meeting = make_live(world)
    with unit_of_work():
        for _ in range(2):
            db.session.add(
                WalkIn(meeting_id=meeting.id, person_id=world.stranger.id, presence=Presence.VIDEO, from_at=NOW)
            )
    assert type_code(client.sign_in(world.stranger), shown(meeting)).location == PAGE
    assert len(walk_ins()) == 2


def test_confirmed_later_it_ends_when_the_walk_in_left_or_with_the_meeting(world: World) -> None:
    meeting = make_live(world)
    left, stayed = walked_in(world, meeting), walked_in(world, meeting, world.north_admin)
    with time.at(after(10)), unit_of_work():
        walkins.walk_out(actor=by(world.stranger), row=left)
        walkins.walk_out(actor=by(world.stranger), row=left)
    conclude(meeting, 50)
    with time.at(after(90)), unit_of_work():
        marks = [walkins.confirm_walk_in(actor=by(world.coordinator), row=row) for row in (left, stayed)]
    assert [(one.to_at, one.ended) for one in marks] == [(after(10), Ending.SAID), (after(50), Ending.CONCLUDED)]


def test_dismissed_a_walk_in_counts_for_nothing_and_the_note_stays(world: World, client: Client) -> None:
    meeting = make_live(world)
    row = walked_in(world, meeting)
    address = f"/meetings/{meeting.id}/attendance/walk-ins/{row.id}/dismiss"
    assert client.sign_in(world.coordinator).post(address).status_code == 302
    assert client.post(address).status_code == 422
    settled = walk_ins()[0]
    assert (settled.settled_by_id, db.session.scalars(select(Attendance)).all()) == (world.coordinator.id, [])
    assert walked_in(world, meeting).id != row.id  # and may come again


def test_a_walk_in_says_when_he_or_she_leaves(world: World, client: Client) -> None:
    row = walked_in(world, make_live(world))
    address = f"{PAGE}/walk-ins/{row.id}/left"
    assert client.sign_in(world.nurse).post(address).status_code == 404
    assert client.sign_in(world.stranger).post(address).status_code == 302
    assert walk_ins()[0].to_at == NOW
    assert "wait to be confirmed" not in client.get(PAGE).text


def test_a_walk_in_of_one_meeting_is_not_settled_through_another(world: World, client: Client) -> None:
    row, other = walked_in(world, make_live(world)), make_live(world)
    assert (
        client.sign_in(world.coordinator).get(f"/meetings/{other.id}/attendance/walk-ins/{row.id}").status_code == 404
    )


def test_a_walk_in_needs_a_meeting_that_takes_attendance(world: World) -> None:
    meeting = make_live(world, state=MeetingState.CONCLUDED)
    refused(walkins.walk_in, actor=by(world.stranger), meeting=meeting, person=world.stranger, presence=Presence.VIDEO)


@pytest.mark.parametrize("typed", ["", "ABCDEF", "x" * 21, "ÄÖÜ 日本", "%00"])
def test_a_wrong_code_says_so_beside_its_field_and_keeps_what_was_typed(
    world: World, client: Client, typed: str
) -> None:
    make_live(world)
    answer = type_code(client.sign_in(world.radiologist), typed)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert f'value="{typed}"' in answer.text


def test_a_code_is_good_from_half_an_hour_before_until_the_end(world: World, client: Client) -> None:
    meeting = make_live(world, state=MeetingState.PUBLISHED, live_at=None)
    client.sign_in(world.radiologist)
    with time.at(NOW - timedelta(minutes=31)):
        assert type_code(client, shown(meeting)).status_code == 422
    with time.at(NOW - timedelta(minutes=30)):
        assert type_code(client, shown(meeting)).status_code == 302
    conclude(meeting)
    assert type_code(client, shown(meeting)).status_code == 422


def test_the_right_one_of_two_meetings_is_found(world: World, client: Client) -> None:
    with unit_of_work():
        board = make_board(world.hub, "LUNG")
    first, second = make_live(world), make_live(world)
    with unit_of_work():
        second.board_id = board.id
    client.sign_in(world.radiologist)
    assert type_code(client, shown(first)).location == f"/meetings/{first.id}/attendance/mine"
    assert type_code(client, shown(second)).location == PAGE
    assert [row.meeting_id for row in walk_ins()] == [second.id]


def test_codes_cannot_be_tried_without_end(world: World, client: Client) -> None:
    meeting = make_live(world)
    client.sign_in(world.radiologist)
    assert [type_code(client, "ABCDEF").status_code for _ in range(TRIES)] == [422] * TRIES
    assert type_code(client, shown(meeting)).status_code == 429
    assert type_code(client.sign_in(world.pathologist), shown(meeting)).status_code == 302


def test_the_address_of_a_code_fills_it_in_and_checks_nobody_in(world: World, client: Client) -> None:
    meeting = make_live(world)
    page = client.sign_in(world.radiologist).get(f"{PAGE}/{shown(meeting)}")
    assert f'value="{shown(meeting)}"' in page.text
    assert db.session.scalars(select(Attendance)).all() == []


def test_only_the_signed_in_type_codes(world: World, client: Client) -> None:
    meeting = make_live(world)
    assert client.get(f"{PAGE}/{shown(meeting)}").status_code in {302, 303, 401}
    assert type_code(client, shown(meeting)).status_code != 302 or walk_ins() == []
    assert db.session.scalars(select(Attendance)).all() == []


def test_the_coordinator_sees_the_code_with_its_address_and_it_changes(world: World, client: Client) -> None:
    meeting = make_live(world)
    client.sign_in(world.coordinator)
    session = db.session.scalars(select(LoginSession)).one()
    with time.at(after(1)):
        page = client.get(f"/meetings/{meeting.id}/attendance/code")
        code = shown(meeting)
    assert f'value="http://localhost:8000/check-in/{code}"' in page.text
    assert f"{code[:3]} {code[3:]}" in page.text
    assert "<svg" in page.text
    assert page.text.count('data-renew="240"') == 1
    with time.at(after(5)):
        assert code not in client.get(f"/meetings/{meeting.id}/attendance/code").text
    conclude(meeting)
    over = client.get(f"/meetings/{meeting.id}/attendance/code")
    assert "There is no code now." in over.text
    assert session.seen_at == NOW, "a page that renews itself is no use of it"
