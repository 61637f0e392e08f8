"""Taking over an order alone, and undoing what was taken over."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState, Urgency
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.planning.test_pages import accept, agendas, waiting
from tests.world import World, make_case, make_item


def undo_address(client: Client, world: World) -> str:
    page = client.get(f"/boards/{world.board.id}/proposal").text
    [found] = re.findall(r'action="(/boards/[^"]+/undo)"', page)
    return str(found)


def test_an_order_alone_is_taken_over_when_it_is_ticked(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        for place, points in enumerate((0, 5), start=1):
            case = make_case(
                world.north, world.board, number=f"EB-{points}", state=CaseState.SCHEDULED, complexity=points
            )
            make_item(meetings[0], case, minutes=15, position=place, presenter_id=None)
    address = f"/boards/{world.board.id}/proposal"
    page = client.sign_in(world.coordinator).get(address).text
    assert "Take over this order" in page
    assert ("to 14:15" in page, "to 14:00" in page) == (True, True)
    [digest] = re.findall(r'name="digest" value="(\w+)"', page)
    assert client.post(address, data={"digest": digest, "orders": [str(meetings[0].id)]}).status_code == 303
    assert agendas(meetings)[0] == ["EB-5", "EB-0"]
    assert client.post(undo_address(client, world)).status_code == 303
    assert agendas(meetings)[0] == ["EB-0", "EB-5"]


def test_undoing_brings_back_what_came_moved_and_went(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        far = make_case(world.north, world.board, number="EB-FAR", state=CaseState.SCHEDULED, minutes=30)
        make_item(meetings[0], far, minutes=30, presenter_id=world.physician.id)
        none = make_case(
            world.north, world.board, number="EB-NONE", state=CaseState.SCHEDULED, specialties=["genetics"]
        )
        make_item(meetings[1], none, minutes=12, presenter_id=world.physician.id)
    near = [
        waiting(world, f"EB-{number}", target_date=date(2026, 3, 10), urgency=Urgency.URGENT) for number in range(3)
    ]
    client.sign_in(world.coordinator)
    today = client.get(f"/boards/{world.board.id}/proposal?free=1").text.split("As it stands")
    assert ["moves to Mon 16 Mar 2026" in today[1], "back to the queue" in today[2].split("</ol>")[0]] == [True, True]
    assert accept(client, world, *near, far, none, query="?free=1") == 303
    assert agendas(meetings) == [["EB-0", "EB-1", "EB-2"], ["EB-FAR"]]
    address = undo_address(client, world)
    assert client.post(address).status_code == 303
    assert agendas(meetings) == [["EB-FAR"], ["EB-NONE"]]
    [item] = shown(meetings[1])
    assert (item.minutes, item.presenter_id) == (12, world.physician.id)
    assert {case.state for case in near} == {CaseState.ACCEPTED}
    assert (far.state, none.state) == (CaseState.SCHEDULED, CaseState.SCHEDULED)
    assert db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "proposal.undone")).all()
    assert client.post(address).status_code == 404  # once only


def test_what_was_changed_since_is_not_undone(world: World, meetings: list[Meeting], client: Client) -> None:
    case = waiting(world, "EB-1")
    client.sign_in(world.coordinator)
    accept(client, world, case)
    address = undo_address(client, world)
    other = waiting(world, "EB-2")
    with unit_of_work():
        other.state = CaseState.SCHEDULED
        make_item(meetings[0], other, position=2)
    db.session.expire_all()
    answer = client.post(address)
    assert (answer.status_code, "The agendas were changed since." in answer.text) == (409, True)
    assert agendas(meetings) == [["EB-1", "EB-2"], []]


def test_minutes_somebody_changed_since_are_not_thrown_away(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    client.sign_in(world.coordinator)
    accept(client, world, waiting(world, "EB-1"))
    address = undo_address(client, world)
    [item] = shown(meetings[0])
    with unit_of_work():
        item.minutes = 25
    assert client.post(address).status_code == 409
    assert agendas(meetings) == [["EB-1"], []]


def test_a_meeting_that_runs_is_left_alone(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    accept(client, world, waiting(world, "EB-1"))
    address = undo_address(client, world)
    with unit_of_work():
        meetings[0].state = MeetingState.LIVE
    assert client.post(address).status_code == 409
    assert agendas(meetings) == [["EB-1"], []]


def test_a_case_that_became_restricted_is_not_moved_back(world: World, meetings: list[Meeting], client: Client) -> None:
    case = waiting(world, "EB-1")
    client.sign_in(world.coordinator)
    accept(client, world, case)
    address = undo_address(client, world)
    with unit_of_work():
        case.is_restricted = True
    assert client.post(address).status_code == 404
    assert agendas(meetings) == [["EB-1"], []]


def test_a_case_that_is_only_noted_stays_on_both_agendas(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        noted = make_case(world.north, world.board, number="EB-N", state=CaseState.NOTED)
        for meeting in meetings:
            make_item(meeting, noted, minutes=0, state=ItemState.NOTED)
    new = [waiting(world, f"EB-{number}", minutes=25) for number in range(2)]
    client.sign_in(world.coordinator)
    accept(client, world, *new)
    assert client.post(undo_address(client, world)).status_code == 303
    assert agendas(meetings) == [["EB-N"], ["EB-N"]]
    assert {item.state for meeting in meetings for item in shown(meeting)} == {ItemState.NOTED}


def test_why_a_case_was_listed_late_is_not_forgotten(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        far = make_case(world.north, world.board, number="EB-FAR", state=CaseState.SCHEDULED, minutes=30)
        make_item(meetings[0], far, minutes=30, presenter_id=None, late_reason="Bleeding")
    near = [
        waiting(world, f"EB-{number}", target_date=date(2026, 3, 10), urgency=Urgency.URGENT) for number in range(3)
    ]
    client.sign_in(world.coordinator)
    accept(client, world, *near, far, query="?free=1")
    assert agendas(meetings)[1] == ["EB-FAR"]
    with time.at(meetings[0].starts_at - timedelta(hours=2)):
        client.sign_in(world.coordinator)
        client.post(undo_address(client, world))
    [item] = shown(meetings[0])
    assert (item.case.number, item.late_reason) == ("EB-FAR", "Bleeding")


@pytest.mark.parametrize("name", ["radiologist", "nurse", "stranger"])
def test_nobody_else_undoes(world: World, meetings: list[Meeting], client: Client, name: str) -> None:
    client.sign_in(world.coordinator)
    accept(client, world, waiting(world, "EB-1"))
    address = undo_address(client, world)
    client.sign_in(getattr(world, name))
    assert client.post(address).status_code in {403, 404}
    assert agendas(meetings) == [["EB-1"], []]
