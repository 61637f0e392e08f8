"""What open pages ask for, to tell when somebody else changed what they show."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import LoginSession
from tests.client import Client
from tests.conftest import NOW
from tests.planning.test_pages import accept, waiting
from tests.planning.test_wishes import wish
from tests.world import World, make_meeting


@pytest.fixture
def meeting(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, date(2026, 3, 9), state=MeetingState.PLANNED, published_at=None, minutes=30)


def test_every_change_of_what_is_planned_has_another_state(world: World, meeting: Meeting, client: Client) -> None:
    address = f"/boards/{world.board.id}/proposal"
    client.sign_in(world.coordinator)
    states = [client.get(f"{address}/state").text]
    assert f'data-state="{states[0]}"' in client.get(address).text
    assert client.get(f"{address}/state").text == states[0]
    case = waiting(world, "EB-1")
    states.append(client.get(f"{address}/state").text)
    wish(client, world, "first", case, meeting=meeting.id)
    states.append(client.get(f"{address}/state").text)
    accept(client, world, case)
    states.append(client.get(f"{address}/state").text)
    assert len({*states}) == 4


def test_the_agenda_of_a_meeting_has_one_too(world: World, meeting: Meeting, client: Client) -> None:
    client.sign_in(world.coordinator)
    before = client.get(f"/meetings/{meeting.id}/state").text
    assert f'data-state="{before}"' in client.get(f"/meetings/{meeting.id}").text
    accept(client, world, waiting(world, "EB-1"))
    assert client.get(f"/meetings/{meeting.id}/state").text != before


@pytest.mark.parametrize("name", ["nurse", "stranger"])
def test_strangers_get_no_state(world: World, meeting: Meeting, client: Client, name: str) -> None:
    client.sign_in(getattr(world, name))
    for address in (f"/boards/{world.board.id}/proposal/state", f"/meetings/{meeting.id}/state"):
        assert client.get(address).status_code == 404


def test_an_open_page_keeps_nobody_signed_in(world: World, meeting: Meeting, client: Client) -> None:
    client.sign_in(world.coordinator)
    client.get("/")
    seen_at = db.session.scalars(select(LoginSession.seen_at)).one()
    with time.at(NOW + timedelta(minutes=10)):
        assert client.get(f"/meetings/{meeting.id}/state").status_code == 200
        assert db.session.scalars(select(LoginSession.seen_at)).one() == seen_at
        client.get("/")
        assert db.session.scalars(select(LoginSession.seen_at)).one() > seen_at
