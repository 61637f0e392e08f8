"""What one key does: clocks, the pen, an urgent case."""

from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

import pytest

from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.live.actions import leave
from eboard.live.queries import room_of
from eboard.meetings.enums import ItemState, MeetingState
from eboard.people.models import Affiliation
from tests.client import Client
from tests.conftest import NOW
from tests.live.scenes import Table, lay
from tests.world import World, make_case, make_person, save


def do(client: Client, table: Table, said: str) -> int:
    return client.post(f"{table.url}/do", data={"do": said}).status_code


def running(table: Table) -> list[int]:
    return [item.position for item in table.items if item.started_at and not item.ended_at]


def test_the_meeting_goes_from_case_to_case(world: World, client: Client) -> None:
    table = lay(world, state=MeetingState.PUBLISHED)
    client.sign_in(world.coordinator)
    assert (do(client, table, "next"), do(client, table, "begin")) == (422, 303)
    found = []
    for said in ("next", "next", f"stop:{table.items[1].id}", f"start:{table.items[1].id}", "next", "next"):
        assert do(client, table, said) == 303
        found.append(running(table))
    assert found == [[1], [2], [], [2], [3], []]
    assert do(client, table, "next") == 422
    assert do(client, table, f"stop:{table.items[1].id}") == 422


def test_a_case_is_left_for_later_and_comes_again(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    do(client, table, "next")
    assert (do(client, table, f"later:{table.items[0].id}"), running(table)) == (303, [2])
    assert do(client, table, f"later:{table.items[0].id}") == 422
    do(client, table, "next")
    do(client, table, "next")
    assert running(table) == [1]
    do(client, table, f"later:{table.items[0].id}")
    assert (running(table), table.items[0].started_at) == ([], None)


def test_time_used_is_shown_beside_what_was_planned(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    do(client, table, "next")
    with time.at(NOW + timedelta(minutes=14)):
        page = client.get(table.url).text
    assert ("14 of 10 min" in page, "4 min over" in page, "14 of 60 min" in page) == (True, True, True)


def test_the_pen_is_taken_asked_for_and_handed_over(world: World, app: Any) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.chair)
    one.get(table.url)
    other.get(table.url)

    def pen() -> tuple[object, object]:
        room = room_of(table.meeting.id)
        return room.pen_id, room.asked_by_id

    assert (do(one, table, "pen"), do(one, table, "take-pen"), do(one, table, "pen")) == (303, 303, 303)
    assert pen() == (world.coordinator.id, None)
    assert (do(other, table, "take-pen"), do(other, table, "pen"), do(other, table, "pen")) == (422, 303, 303)
    assert pen() == (world.coordinator.id, world.chair.id)
    page = other.get(table.url).text
    assert ("Cora Coordinator holds the pen." in page, "Hand it to Charles Chair" in page) == (True, True)
    assert do(other, table, f"give-pen:{world.chair.id}") == 422
    assert do(one, table, f"give-pen:{world.radiologist.id}") == 422
    assert do(one, table, "give-pen:x") == 422
    assert do(one, table, f"give-pen:{world.chair.id}") == 303
    assert pen() == (world.chair.id, None)
    with unit_of_work():
        leave(meeting_id=table.meeting.id, person_id=world.chair.id)
        leave(meeting_id=table.meeting.id, person_id=world.chair.id)
    assert (do(one, table, "take-pen"), pen()) == (303, (world.coordinator.id, None))


def test_a_delegate_who_asks_is_handed_the_pen(world: World, app: Any) -> None:
    table = lay(world)
    delegate = make_person("Dana Delegate", world.hub)
    for own in world.coordinator.affiliations:
        values = {name: getattr(own, name) for name in ("organization_id", "role", "starts_on", "approved_at")}
        save(Affiliation(person_id=delegate.id, **values))
    one = app.test_client().sign_in(world.chair)
    other = app.test_client().sign_in(delegate, on_behalf_of=world.coordinator)
    one.get(table.url)
    assert other.get(table.url).status_code == 200
    do(one, table, "pen")
    assert do(other, table, "pen") == 303
    assert (do(one, table, f"give-pen:{delegate.id}"), room_of(table.meeting.id).pen_id) == (303, delegate.id)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "magic",
        "start:00000000-0000-0000-0000-000000000007",
        "start:x",
        "leave:00000000-0000-0000-0000-000000000007",
        "take-over:x",
        "take-over:x:y:z",
        "start:x:y",
    ],
)
def test_other_buttons_do_nothing(world: World, client: Client, said: str) -> None:
    table = lay(world)
    assert do(client.sign_in(world.coordinator), table, said) in {404, 422}


@pytest.mark.parametrize(
    ("who", "status"), [("radiologist", 403), ("observer", 403), ("nurse", 404), ("stranger", 404)]
)
def test_only_the_staff_runs_the_meeting(world: World, client: Client, who: str, status: int) -> None:
    table = lay(world)
    client.sign_in(getattr(world, who))
    assert do(client, table, "next") == status
    assert client.get(f"{table.url}/add-on").status_code == status
    assert running(table) == []


def test_an_urgent_case_is_added_in_the_call_with_its_reason(world: World, client: Client) -> None:
    table = lay(world, day=date(2026, 3, 2), clock=clock_time(9, 0))
    with unit_of_work():
        case = make_case(world.north, world.board, number="EB-URGENT", state=CaseState.SUBMITTED)
    client.sign_in(world.coordinator)
    assert "EB-URGENT" in client.get(f"{table.url}/add-on").text
    refused = client.post(f"{table.url}/add-on", data={"case": str(case.id), "reason": ""})
    assert (refused.status_code, "Say why." in refused.text) == (422, True)
    done = client.post(f"{table.url}/add-on", data={"case": str(case.id), "reason": "Bleeds since this morning"})
    assert (done.status_code, done.location) == (303, table.url)
    item = table.meeting.items[-1]
    assert (item.case_id, item.late_reason, item.state) == (case.id, "Bleeds since this morning", ItemState.LISTED)
    assert "Bleeds since this morning" in client.get(f"{table.url}?case={case.id}").text
