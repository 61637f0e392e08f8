"""The attendance in full: late, early, minutes, who was there for each case, quorum; who sees it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from eboard.attendance.jobs import close_silent
from eboard.attendance.sheet import now_in, present_for, sheet_of, window_of
from eboard.cases.actions.recusals import recuse
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import Specialty
from tests.attendance.scenes import after, by, conclude, make_live, require, there
from tests.client import Client
from tests.world import World, make_case, make_item

SURGERY_AND_RADIOLOGY = {"required": {"surgery": 1, "radiology": 1}}


def discussed(world: World, meeting: Meeting, start: float, end: float | None, position: int = 1) -> AgendaItem:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, question="Marker question")
        item = make_item(meeting, case, position)
        item.started_at, item.ended_at = after(start), None if end is None else after(end)
    db.session.expire(meeting, ["items"])
    return item


def test_late_early_and_minutes_of_the_meeting_as_it_was_held(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, -5, 70)
    there(meeting, world.deputy, 12.5, 30)
    there(meeting, world.deputy, 29, 40)
    there(meeting, world.radiologist, 0.5)
    conclude(meeting, 55)
    sheet = sheet_of(meeting)
    assert sheet is not None
    found = {line.person.id: (line.minutes, line.late, line.early, line.is_here) for line in sheet.lines}
    assert found == {
        world.chair.id: (55, 0, 0, False),
        world.deputy.id: (27, 12, 15, False),
        world.radiologist.id: (54, 0, 0, True),
    }
    assert (sheet.whole.minutes, sheet.now) == (55, None)


def test_who_was_present_for_each_case(world: World) -> None:
    require(world, **SURGERY_AND_RADIOLOGY)
    meeting = make_live(world)
    first, second = discussed(world, meeting, 5, 15), discussed(world, meeting, 20, None, 2)
    untimed = discussed(world, meeting, 0, 0, 3)
    with unit_of_work():
        untimed.started_at = None
    there(meeting, world.chair, 0)
    there(meeting, world.radiologist, 12)
    with time.at(after(30)):
        sheet = sheet_of(meeting)
        rolls = [present_for(meeting, item) for item in (first, second, untimed)]
    assert sheet is not None
    cases = [(line.number, [p.id for p in line.there], [p.id for p in line.partly]) for line in sheet.cases]
    assert cases == [
        (1, [world.chair.id], [world.radiologist.id]),
        (2, [world.chair.id, world.radiologist.id], []),
    ]
    assert [line.held.quorum.is_met for line in sheet.cases] == [False, True]
    assert [roll.there if roll else None for roll in rolls] == [
        {world.chair.id},
        {world.chair.id, world.radiologist.id},
        None,
    ]


def test_who_is_recused_does_not_make_the_quorum_of_that_case(world: World) -> None:
    require(world, **SURGERY_AND_RADIOLOGY)
    meeting = make_live(world)
    item = discussed(world, meeting, 5, 15)
    there(meeting, world.chair, 0)
    there(meeting, world.radiologist, 0)
    with unit_of_work():
        recuse(actor=by(world.radiologist), case=item.case, person=world.radiologist, reason="Married to the referrer")
    conclude(meeting)
    sheet = sheet_of(meeting)
    assert sheet is not None
    assert (sheet.cases[0].held.quorum.is_met, sheet.whole.quorum.is_met) == (False, True)


def test_who_is_recused_does_not_make_the_quorum_of_now_while_that_case_runs(world: World) -> None:
    require(world, **SURGERY_AND_RADIOLOGY)
    meeting = make_live(world)
    item = discussed(world, meeting, 5, None)
    there(meeting, world.chair, 0)
    there(meeting, world.radiologist, 0)
    with unit_of_work():
        recuse(actor=by(world.radiologist), case=item.case, person=world.radiologist)
    assert [need.specialty for need in now_in(meeting).quorum.missing] == [Specialty.RADIOLOGY]
    with unit_of_work():
        item.ended_at = after(15)
    assert now_in(meeting).quorum.is_met


def test_the_quorum_of_now_is_of_who_is_there_and_that_of_the_whole_of_half_the_time(world: World) -> None:
    require(world, **SURGERY_AND_RADIOLOGY)
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    there(meeting, world.radiologist, 0, 40)
    with time.at(after(50)):
        sheet = sheet_of(meeting)
    assert sheet is not None
    assert sheet.now is not None
    assert ([need.specialty for need in sheet.now.missing], sheet.whole.quorum.is_met) == ([Specialty.RADIOLOGY], True)
    assert (sheet.whole.minutes_met, sheet.whole.minutes) == (40, 50)


def test_a_proxy_brings_his_or_her_own_specialty_and_the_seat_counts_as_attended(world: World, client: Client) -> None:
    require(world, required={"surgery": 1})
    meeting = make_live(world)
    there(meeting, world.pathologist, 0, actor=by(world.pathologist, on_behalf_of=world.chair))
    conclude(meeting)
    sheet = sheet_of(meeting)
    assert sheet is not None
    assert (sheet.whole.quorum.is_met, sheet.lines[0].proxy_for) == (False, world.chair)
    page = client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}/attendance").text
    assert "Paul Pathologist attended for this seat" in page


def test_before_a_meeting_is_started_there_is_no_sheet(world: World, client: Client) -> None:
    meeting = make_live(world, state=MeetingState.PUBLISHED, live_at=None)
    there(meeting, world.chair, 0)
    assert (window_of(meeting), sheet_of(meeting)) == (None, None)
    page = client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}/attendance").text
    assert ("Minutes are counted from the moment" in page, "Charles Chair" in page) == (True, True)


def test_an_empty_sheet_says_what_to_do(world: World, client: Client) -> None:
    meeting = make_live(world)
    assert "Nobody yet" in client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}/attendance").text


def test_the_sheet_names_no_case_but_by_its_place(world: World, client: Client) -> None:
    meeting = make_live(world)
    item = discussed(world, meeting, 5, 15)
    there(meeting, world.chair, 0)
    page = client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}/attendance").text
    found = [text in page for text in ("Case 1 of the agenda", item.case.number, "Marker question")]
    assert found == [True, False, False]


@pytest.mark.parametrize("path", ["", "/code", "/add", "/{mark}/correct", "/mine", "/room", "/walk-ins/{mark}"])
def test_another_organization_finds_nothing(world: World, client: Client, path: str) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0)
    address = f"/meetings/{meeting.id}/attendance{path.format(mark=mark.id)}"
    assert client.sign_in(world.stranger).get(address).status_code == 404


@pytest.mark.parametrize("path", ["", "/code", "/add", "/{mark}/correct"])
def test_a_panelist_sees_only_his_or_her_own(world: World, client: Client, path: str) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0)
    address = f"/meetings/{meeting.id}/attendance{path.format(mark=mark.id)}"
    assert client.sign_in(world.radiologist).get(address).status_code == 403
    assert client.get(f"/meetings/{meeting.id}/attendance/mine").status_code == 200


@pytest.mark.parametrize("path", ["mine/here", "mine/left", "mine/stayed", "mine/seen", "mine", "{person}/here"])
def test_another_organization_changes_nothing(world: World, client: Client, path: str) -> None:
    meeting = make_live(world)
    address = f"/meetings/{meeting.id}/attendance/{path.format(person=world.chair.id)}"
    assert client.sign_in(world.stranger).post(address).status_code == 404
    assert meeting.attendances == []


def test_a_stretch_that_does_not_exist_is_absent(world: World, client: Client) -> None:
    meeting = make_live(world)
    address = f"/meetings/{meeting.id}/attendance/{uuid4()}/correct"
    assert client.sign_in(world.coordinator).get(address).status_code == 404


def test_i_am_here_i_attend_for_somebody_and_i_leave(world: World, client: Client) -> None:
    meeting = make_live(world)
    address = f"/meetings/{meeting.id}/attendance/mine"
    client.sign_in(world.radiologist)
    assert "You are not counted as there." in client.get(address).text
    assert client.post(f"{address}/here", data={"presence": "room"}).status_code == 302
    assert "You are counted since 09:00, in the room." in client.get(address).text
    assert client.post(address, data={"proxy_for": "x" * 50}).status_code == 302
    assert client.post(address, data={"proxy_for": str(world.nurse.id)}).status_code == 422
    assert client.post(address, data={"proxy_for": str(world.chair.id)}).status_code == 302
    assert "You attend for Charles Chair." in client.get(f"/meetings/{meeting.id}").text
    assert client.post(f"{address}/seen").status_code == 204
    assert client.post(f"{address}/left").status_code == 302
    assert "You are not counted as there." in client.get(address).text
    assert client.post(f"{address}/stayed").status_code == 422


def test_nobody_is_here_long_before_or_after(world: World, client: Client) -> None:
    meeting = make_live(world, state=MeetingState.PUBLISHED, live_at=None)
    address = f"/meetings/{meeting.id}/attendance/mine"
    client.sign_in(world.radiologist)
    with time.at(after(-31)):
        assert client.post(f"{address}/here").status_code == 422
        assert "Check-in opens 30 minutes before" in client.get(address).text
    conclude(meeting)
    assert client.post(f"{address}/here").status_code == 422
    assert "My attendance" not in client.get(f"/meetings/{meeting.id}").text


def test_the_page_of_who_was_silenced_offers_to_go_on(world: World, client: Client) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.radiologist, 0)
    client.sign_in(world.radiologist)
    client.post(f"/meetings/{meeting.id}/attendance/mine/seen")
    with time.at(after(40)):
        close_silent()
        client.sign_in(world.radiologist)
        page = client.get(f"/meetings/{meeting.id}").text
        assert "You are counted until 09:00." in page
        assert client.post(f"/meetings/{meeting.id}/attendance/mine/stayed").status_code == 302
    db.session.refresh(mark)
    assert mark.to_at is None


def test_the_sheet_asks_no_more_for_three_than_for_one(
    world: World, client: Client, count_queries: Callable[[Callable[[], Any]], int]
) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    discussed(world, meeting, 1, 2)
    client.sign_in(world.coordinator)
    address = f"/meetings/{meeting.id}/attendance"
    once = count_queries(lambda: client.get(address))
    for person in (world.deputy, world.radiologist):
        there(meeting, person, 0, actor=by(person, on_behalf_of=world.chair))
    discussed(world, meeting, 3, 4, 2)
    discussed(world, meeting, 5, 6, 3)
    assert count_queries(lambda: client.get(address)) == once
