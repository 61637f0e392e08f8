"""The minutes a case usually gets: asked for, measured by the board, or the network's."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit import Actor
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.meetings.usual import ENOUGH, LAST, Band, learned
from tests.client import Client
from tests.world import World, make_board, make_case, make_item, make_meeting

MINUTE = timedelta(minutes=1)
NONE = learned([])


@pytest.mark.parametrize(
    ("case", "minutes", "source"),
    [
        (Case(state=CaseState.ACCEPTED, complexity=0), 5, "the network’s figure, with 0 discussions measured so far"),
        (Case(state=CaseState.ACCEPTED, complexity=3), 10, "the network’s figure, with 0 discussions measured so far"),
        (Case(state=CaseState.ACCEPTED, complexity=3, minutes=8), 8, "asked for"),
        (Case(state=CaseState.NOTED, complexity=3, minutes=8), 0, "noted without discussion"),
    ],
)
def test_without_evidence_the_network_says(case: Case, minutes: int, source: str) -> None:
    planned = NONE.of(case)
    assert (planned.minutes, planned.source) == (minutes, source)


@given(lengths=st.lists(st.integers(1, 60), max_size=2 * LAST), points=st.integers(0, 12))
def test_enough_discussions_say_their_median(lengths: list[int], points: int) -> None:
    figure = learned((points, length * MINUTE) for length in lengths).figures[Band.of(points)]
    assert figure.discussions == min(len(lengths), LAST)
    assert figure.is_measured == (len(lengths) >= ENOUGH)
    if figure.is_measured:
        assert 0 <= figure.minutes - median(lengths[:LAST]) < 1


def test_a_forgotten_clock_and_a_slip_count_nothing() -> None:
    found = learned([(0, timedelta(hours=9)), (0, timedelta(seconds=2)), *((0, 4 * MINUTE) for _ in range(ENOUGH))])
    assert (found.figures[Band.STANDARD].minutes, found.figures[Band.STANDARD].discussions) == (4, ENOUGH)
    assert found.figures[Band.COMPLEX].minutes == 10


def measured(world: World, board_code: str = "") -> None:
    """Eight discussions of a demanding case, of 7 to 14 minutes."""
    with unit_of_work():
        board = make_board(world.hub, board_code) if board_code else world.board
        for number in range(ENOUGH):
            past = make_meeting(board, date(2026, 2, 2) + number * timedelta(days=1), state=MeetingState.CONCLUDED)
            case = make_case(world.north, board, number=f"EB-{number}{board_code}", complexity=4)
            ended_at = past.starts_at + (7 + number) * MINUTE
            make_item(past, case, state=ItemState.DISCUSSED, started_at=past.starts_at, ended_at=ended_at)


def test_a_board_learns_from_its_own_clocks_alone(world: World) -> None:
    measured(world, "OTHER")
    assert usual_minutes_of(world.board.id) == NONE
    measured(world)
    assert usual_minutes_of(world.board.id).figures[Band.COMPLEX].minutes == 11
    assert usual_minutes_of(world.board.id).figures[Band.STANDARD].minutes == 5


def test_what_was_not_discussed_teaches_nothing(world: World) -> None:
    measured(world)
    with unit_of_work():
        for item in db.session.scalars(select(AgendaItem)):
            item.state = ItemState.NOT_DISCUSSED
    assert usual_minutes_of(world.board.id) == NONE


def test_what_was_learned_is_planned_and_its_source_is_shown(world: World, client: Client) -> None:
    measured(world)
    with unit_of_work():
        meeting = make_meeting(world.board, date(2026, 3, 16), state=MeetingState.PLANNED, published_at=None)
        case = make_case(world.north, world.board, number="EB-NEW", state=CaseState.ACCEPTED, complexity=3)
    client.sign_in(world.coordinator)
    said = "median of the last 8 discussions"
    assert said in client.get(f"/meetings/{meeting.id}/cases").text
    assert f"11 for a complex case ({said})" in client.get(f"/boards/{world.board.id}/proposal").text
    with unit_of_work():
        item = list_case(actor=Actor(person_id=world.coordinator.id), meeting=meeting, case=case)
    assert item.minutes == 11
    assert f"Usual for this case: 11 ({said})." in client.get(f"/meetings/{meeting.id}/items/{item.id}").text
