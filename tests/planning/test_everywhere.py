"""The proposals of all boards that somebody runs, on one page."""

import re
from datetime import date, timedelta

import pytest

from eboard.boards.enums import BoardRole
from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.planning.test_pages import agendas, waiting
from tests.world import World, make_board, make_case, make_meeting, make_member

PLANNED = {"state": MeetingState.PLANNED, "published_at": None, "minutes": 30}


@pytest.fixture
def lung(world: World) -> Board:
    """A second board of the same coordinator."""
    with unit_of_work():
        board = make_board(world.hub, "LUNG")
        make_member(board, world.coordinator, BoardRole.COORDINATOR)
    return board


@pytest.fixture
def meetings(world: World, lung: Board) -> list[Meeting]:
    with unit_of_work():
        return [make_meeting(board, date(2026, 3, 9), **PLANNED) for board in (world.board, lung)]


def plans(client: Client) -> list[str]:
    return re.findall(r'name="plans" value="([^"]+)"', client.get("/boards/proposals").text)


def two_cases(world: World, lung: Board) -> None:
    waiting(world, "EB-1", presenter_id=None)
    with unit_of_work():
        make_case(world.north, lung, number="EB-2", state=CaseState.ACCEPTED, minutes=10)


def test_all_boards_are_planned_at_once_and_undone_one_by_one(
    world: World, lung: Board, meetings: list[Meeting], client: Client
) -> None:
    two_cases(world, lung)
    client.sign_in(world.coordinator)
    assert "Propose agendas" in client.get("/work-list").text
    offered = plans(client)
    assert len(offered) == 2
    assert client.post("/boards/proposals", data={"plans": offered}).status_code == 303
    assert agendas(meetings) == [["EB-1"], ["EB-2"]]
    page = client.get("/boards/proposals").text
    assert (page.count("as proposed"), page.count("the agendas are planned.")) == (2, 2)
    address = next(found for found in re.findall(r'action="(/boards/[^"]+/undo)"', page) if str(lung.id) in found)
    client.post(address)
    assert agendas(meetings) == [["EB-1"], []]


def test_a_board_that_is_not_ticked_stays(world: World, lung: Board, meetings: list[Meeting], client: Client) -> None:
    two_cases(world, lung)
    client.sign_in(world.coordinator)
    mine = [one for one in plans(client) if one.startswith(str(lung.id))]
    assert client.post("/boards/proposals", data={"plans": mine}).status_code == 303
    assert agendas(meetings) == [[], ["EB-2"]]
    assert client.post("/boards/proposals", data={}).status_code == 422


def test_one_that_changed_stops_all(world: World, lung: Board, meetings: list[Meeting], client: Client) -> None:
    two_cases(world, lung)
    client.sign_in(world.coordinator)
    offered = plans(client)
    with unit_of_work():
        make_case(world.north, lung, number="EB-3", state=CaseState.ACCEPTED, minutes=10)
    answer = client.post("/boards/proposals", data={"plans": offered})
    assert (answer.status_code, f"Something changed for {lung.name}." in answer.text) == (409, True)
    assert "the agendas are planned" not in answer.text + client.get("/").text
    assert agendas(meetings) == [[], []]


def test_a_board_one_no_longer_runs_is_not_passed_over(
    world: World, lung: Board, meetings: list[Meeting], client: Client
) -> None:
    two_cases(world, lung)
    client.sign_in(world.coordinator)
    offered = plans(client)
    with unit_of_work():
        lung.has_closed = True
    assert client.post("/boards/proposals", data={"plans": offered}).status_code == 409
    assert agendas(meetings) == [[], []]


def test_a_meeting_without_a_case_at_its_cutoff_may_be_cancelled(
    world: World, lung: Board, meetings: list[Meeting], client: Client
) -> None:
    client.sign_in(world.coordinator)
    assert "Cancel this meeting?" not in client.get("/boards/proposals").text
    with time.at(meetings[0].starts_at - timedelta(hours=3)):
        client.sign_in(world.coordinator)
        for page in ("/boards/proposals", f"/boards/{world.board.id}/proposal"):
            html = client.get(page).text
            assert "Cancel this meeting?" in html
            assert f"/meetings/{meetings[0].id}/cancel" in html


@pytest.mark.parametrize("name", ["radiologist", "nurse", "stranger", "observer"])
def test_others_see_no_board(world: World, lung: Board, meetings: list[Meeting], client: Client, name: str) -> None:
    two_cases(world, lung)
    client.sign_in(world.coordinator)
    offered = plans(client)
    client.sign_in(getattr(world, name))
    page = client.get("/boards/proposals")
    assert (page.status_code, "No boards" in page.text, world.board.name in page.text) == (200, True, False)
    client.post("/boards/proposals", data={"plans": offered})
    assert agendas(meetings) == [[], []]
