"""Pages around one case of an agenda, guests, attendance and cancelling."""

from datetime import date, timedelta
from typing import Any

import pytest

from eboard.cases.enums import CaseState
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from tests.client import Client
from tests.world import World, make_board, make_case, make_item, make_meeting

DAY = timedelta(days=1)


@pytest.fixture
def item(world: World) -> AgendaItem:
    with unit_of_work():
        meeting = make_meeting(world.board)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        return make_item(meeting, case)


def address_of(item: AgendaItem, what: str = "") -> str:
    return f"/meetings/{item.meeting_id}/items/{item.id}{what}"


def fresh() -> None:
    db.session.expire_all()


def test_minutes_and_presenter_are_changed(world: World, client: Client, item: AgendaItem) -> None:
    client.sign_in(world.coordinator)
    assert 'value="10"' in client.get(address_of(item)).text
    typed = {"minutes": "12", "presenter": "Nora Nurse", "presenter_id": str(world.nurse.id)}
    assert client.post(address_of(item), data=typed).status_code == 302
    fresh()
    assert (item.minutes, item.presenter_id) == (12, world.nurse.id)
    assert "Nora Nurse" in client.get(address_of(item)).text
    unknown = client.post(address_of(item), data={"minutes": "12", "presenter": "nobody", "presenter_id": "not-an-id"})
    assert unknown.status_code == 422
    assert "Choose a person from the list that appears as you type." in unknown.text
    assert client.post(address_of(item), data={"minutes": "12", "presenter": ""}).status_code == 302
    fresh()
    assert item.presenter_id is None


def test_a_case_is_taken_off_and_put_back(world: World, client: Client, item: AgendaItem) -> None:
    client.sign_in(world.coordinator)
    assert client.post(address_of(item, "/remove")).status_code == 302
    page = client.get(f"/meetings/{item.meeting_id}").text
    assert f'action="{address_of(item, "/put-back")}"' in page
    fresh()
    assert item.case.state is CaseState.ACCEPTED
    assert client.post(address_of(item, "/put-back")).status_code == 302
    fresh()
    assert (item.state, item.case.state) == (ItemState.LISTED, CaseState.SCHEDULED)


def test_a_case_moves_to_another_meeting(world: World, client: Client, item: AgendaItem) -> None:
    client.sign_in(world.coordinator)
    assert "No other meeting" in client.get(address_of(item, "/transfer")).text
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16))
        foreign = make_meeting(make_board(world.hub, code="LUNG"), date(2026, 3, 16))
    address = address_of(item, "/transfer")
    assert str(later.id) in client.get(address).text
    assert client.post(address, data={"meeting": str(foreign.id)}).status_code == 404
    assert client.post(address, data={"meeting": "no-id"}).status_code == 404
    same = client.post(address, data={"meeting": str(item.meeting_id)})
    assert same.status_code == 422
    assert "Choose another meeting that has not begun." in same.text
    with clock.at(later.starts_at - DAY):
        client.sign_in(world.coordinator)
        late = client.post(address, data={"meeting": str(later.id)})
        assert "The list closed 48 hours before the start." in late.text
        typed = {"meeting": str(later.id), "late_reason": "Bleeding"}
        assert client.post(address, data=typed).location == f"/meetings/{later.id}#agenda"
    fresh()
    assert [one.late_reason for one in shown(later)] == ["Bleeding"]


def test_an_item_of_another_meeting_is_nothing(world: World, client: Client, item: AgendaItem) -> None:
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16))
    client.sign_in(world.coordinator)
    assert client.get(f"/meetings/{later.id}/items/{item.id}").status_code == 404
    assert client.sign_in(world.stranger).post(address_of(item, "/remove")).status_code == 404
    assert client.sign_in(world.radiologist).post(address_of(item, "/remove")).status_code == 403


def test_past_the_cutoff_the_page_asks_for_a_reason(world: World, client: Client, item: AgendaItem) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.ACCEPTED)
    address = f"/meetings/{item.meeting_id}/cases"
    with clock.at(item.meeting.starts_at - DAY):
        client.sign_in(world.coordinator)
        assert "The list is closed." in client.get(address).text
        refused = client.post(address, data={"ids": [case.id]})
        assert refused.status_code == 422
        assert f'value="{case.id}" aria-label="Choose case {case.number}" checked' in refused.text
        assert client.post(address, data={"ids": [case.id], "late_reason": "Bleeding"}).status_code == 302
        page = client.get(f"/meetings/{item.meeting_id}").text
    assert "Listed late" in page
    nothing = client.sign_in(world.coordinator).post(address, data={"ids": ["no-id"]})
    assert "Choose at least one case." in nothing.text


def test_a_case_of_another_board_cannot_be_listed(world: World, client: Client, item: AgendaItem) -> None:
    with unit_of_work():
        other = make_board(world.hub, code="LUNG")
        case = make_case(world.north, other, state=CaseState.ACCEPTED)
    page = client.sign_in(world.coordinator).post(f"/meetings/{item.meeting_id}/cases", data={"ids": [case.id]})
    assert page.status_code == 422
    fresh()
    assert case.state is CaseState.ACCEPTED


def test_an_urgent_case_is_added_while_the_meeting_runs(world: World, client: Client, item: AgendaItem) -> None:
    with unit_of_work():
        item.meeting.state = MeetingState.LIVE
        case = make_case(world.north, world.board, state=CaseState.SUBMITTED)
    client.sign_in(world.coordinator)
    address = f"/meetings/{item.meeting_id}/add-on"
    assert case.number in client.get(address).text
    assert client.post(address, data={"case": str(case.id)}).status_code == 422
    assert client.post(address, data={"case": "", "reason": "Bleeding"}).status_code == 404
    assert client.post(address, data={"case": str(case.id), "reason": "Bleeding"}).status_code == 302
    fresh()
    assert case.state is CaseState.SCHEDULED
    again = client.post(address, data={"case": str(case.id), "reason": "Bleeding"})
    assert again.status_code == 422


def test_guests_come_and_go(world: World, client: Client, item: AgendaItem) -> None:
    client.sign_in(world.coordinator)
    address = f"/meetings/{item.meeting_id}/guests"
    assert client.post(address, data={"person": ""}).status_code == 422
    assert client.post(address, data={"person": world.stranger.email}).status_code == 302
    assert client.sign_in(world.stranger).get(f"/meetings/{item.meeting_id}").status_code == 200
    client.sign_in(world.coordinator)
    again = client.post(address, data={"person": world.stranger.email})
    assert again.status_code == 422
    assert "Sami Stranger is a guest already." in again.text
    assert client.post(f"{address}/{world.stranger.id}/remove").status_code == 302
    assert client.post(f"{address}/{world.stranger.id}/remove").status_code == 404


def test_attendance_is_marked_by_staff(world: World, client: Client, item: AgendaItem) -> None:
    with unit_of_work():
        item.meeting.state = MeetingState.LIVE
    address = f"/meetings/{item.meeting_id}/attendance/{world.chair.id}"
    assert client.sign_in(world.radiologist).post(f"{address}/here").status_code == 403
    client.sign_in(world.coordinator)
    assert client.post(f"{address}/here", data={"presence": "phone"}).status_code == 302
    assert "By phone, 09:00–" in client.get(f"/meetings/{item.meeting_id}").text
    assert client.post(f"{address}/left").status_code == 302
    assert "By phone, 09:00–09:00" in client.get(f"/meetings/{item.meeting_id}").text
    stranger = f"/meetings/{item.meeting_id}/attendance/{world.stranger.id}/here"
    assert client.post(stranger).status_code == 404


def test_cancelling_says_who_is_told_before_it_happens(world: World, client: Client, item: AgendaItem) -> None:
    client.sign_in(world.coordinator)
    address = f"/meetings/{item.meeting_id}/cancel"
    before = client.get(address).text
    assert "5 people are told that it is cancelled." in before
    assert "1 case goes back to the queue." in before
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "Snow"}).status_code == 302
    page = client.get(f"/meetings/{item.meeting_id}").text
    assert "This meeting is cancelled." in page
    assert "Snow" in page
    assert client.post(address, data={"reason": "Again"}).status_code == 422


@pytest.mark.parametrize("what", ["start", "publish"])
def test_a_button_pressed_twice_says_why_it_does_nothing(
    world: World, client: Client, item: AgendaItem, what: str
) -> None:
    with unit_of_work():
        item.meeting.state = MeetingState.LIVE
    page = client.sign_in(world.coordinator).post(f"/meetings/{item.meeting_id}/{what}")
    assert page.status_code == 422
    assert "A meeting that is “Live” cannot become" in page.text


def test_an_address_of_the_calendar_that_makes_no_sense_means_this_week(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    usual = client.get("/calendar").text
    assert "Mon 2 Mar 2026 to Sun 8 Mar 2026" in usual
    for address in ("view=year&day=2026-13-40", "day=0001-01-01"):
        assert "Mon 2 Mar 2026 to Sun 8 Mar 2026" in client.get(f"/calendar?{address}").text


def test_agenda_queries_do_not_grow_with_the_agenda(
    world: World, client: Client, item: AgendaItem, count_queries: Any
) -> None:
    client.sign_in(world.coordinator)
    addresses = [f"/meetings/{item.meeting_id}", f"/meetings/{item.meeting_id}/cases"]

    def count() -> list[int]:
        return [count_queries(lambda address=address: client.get(address)) for address in addresses]

    with unit_of_work():
        make_case(world.north, world.board, state=CaseState.ACCEPTED)
    once = count()
    with unit_of_work():
        for position in (2, 3):
            case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
            make_item(db.session.get_one(Meeting, item.meeting_id), case, position, presenter_id=world.chair.id)
            make_case(world.north, world.board, state=CaseState.ACCEPTED)
    assert count() == once
