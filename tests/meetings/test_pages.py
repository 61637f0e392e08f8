"""The pages of meetings: who sees what, and what a form says when it cannot be."""

import re
from datetime import date, time
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Guest, Meeting
from tests.client import Client
from tests.pages import stored_meanwhile
from tests.world import World, make_board, make_case, make_item, make_meeting, save

QUESTION = "Marker question of the agenda"
PLAN = {"day": "2026-03-16", "start": "14:00", "end": "15:00", "zone": "America/Chicago"}


def meeting_with_case(world: World, **values: Any) -> Meeting:
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, question=QUESTION)
        make_item(meeting, case)
    return meeting


def errors(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r'<p class="error".*?</p>', html, re.DOTALL)]


def test_a_coordinator_plans_adds_publishes_runs_and_concludes(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    with unit_of_work():
        first = make_case(world.north, world.board, state=CaseState.ACCEPTED)
        second = make_case(world.north, world.board, state=CaseState.ACCEPTED)
    planned = client.post(f"/boards/{world.board.id}/meetings/new", data=PLAN)
    assert planned.status_code == 302
    address = planned.location
    assert client.post(f"{address}/cases", data={"ids": [first.id, second.id]}).status_code == 302
    page = client.get(address)
    assert "Publish: 5 people get an invitation" in page.text
    meeting = db.session.get_one(Meeting, UUID(address.rpartition("/")[2]))
    items = shown(meeting)
    assert client.post(f"{address}/items/{items[1].id}/move", data={"move": "up"}).status_code == 302
    db.session.expire_all()
    assert [item.case_id for item in shown(meeting)] == [second.id, first.id]
    assert client.post(f"{address}/publish").status_code == 302
    assert client.post(f"{address}/start").status_code == 302
    here = client.post(f"{address}/attendance/{world.chair.id}/here", data={"presence": "room"})
    assert here.status_code == 302
    assert client.post(f"{address}/items/{items[0].id}/clock", data={"do": "start"}).status_code == 302
    assert "Stop the clock" in client.get(address).text
    assert client.post(f"{address}/conclude", data={"ids": [items[0].id]}).status_code == 302
    db.session.expire_all()
    assert meeting.state is MeetingState.CONCLUDED
    assert {item.case_id: item.state for item in meeting.items} == {
        first.id: ItemState.DISCUSSED,
        second.id: ItemState.NOT_DISCUSSED,
    }
    assert (second.state, second.rollovers) == (CaseState.ACCEPTED, 1)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["", "/agenda", "/edit", "/cancel", "/cases", "/conclude", "/add-on"])
def test_another_organization_finds_nothing(world: World, client: Client, path: str) -> None:
    meeting = meeting_with_case(world)
    assert client.sign_in(world.stranger).get(f"/meetings/{meeting.id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/agenda"])
def test_an_observer_sees_the_agenda_without_its_content(world: World, client: Client, path: str) -> None:
    meeting = meeting_with_case(world)
    assert QUESTION in client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}{path}").text
    seen = client.sign_in(world.observer).get(f"/meetings/{meeting.id}{path}")
    assert seen.status_code == 200
    assert QUESTION not in seen.text
    assert shown(meeting)[0].case.number not in seen.text
    read = db.session.scalars(select(AuditEntry.actor_id).where(AuditEntry.event == "access.listed")).all()
    assert set(read) == {world.radiologist.id}


def test_staff_whom_a_restricted_case_does_not_name_sees_nothing_of_it(world: World, client: Client) -> None:
    meeting = meeting_with_case(world)
    (item,) = shown(meeting)
    item.late_reason = "Marker reason"
    save(item)
    client.sign_in(world.coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert ("Marker reason" in page, "No presenter" in page) == (True, True)
    item.case.is_restricted = True
    save(item.case)
    page = client.get(f"/meetings/{meeting.id}").text
    assert ("Marker reason" in page, "No presenter" in page) == (False, False)


def test_a_panelist_finds_no_planned_meeting(world: World, client: Client) -> None:
    meeting = meeting_with_case(world, state=MeetingState.PLANNED, published_at=None)
    assert client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"end": "13:00"}, "The end lies before the start. Choose a later end."),
        ({"zone": "Mars/Olympus"}, "“Mars/Olympus” is not a time zone. Choose one such as America/Chicago."),
        ({"day": "2026-02-02"}, "This time has passed. Choose a later day or time."),
        (
            {"day": "2026-03-08", "start": "02:30", "end": "04:00"},
            "02:30 does not exist on 2026-03-08 in America/Chicago: the clocks go forward over it.",
        ),
        (
            {"day": "2026-11-01", "start": "00:30", "end": "01:30"},
            "01:30 happens twice on 2026-11-01 in America/Chicago: the clocks go back over it.",
        ),
        (
            {"day": "2026-03-29", "start": "01:15", "end": "03:00", "zone": "Europe/London"},
            "01:15 does not exist on 2026-03-29 in Europe/London: the clocks go forward over it.",
        ),
        (
            {"day": "2026-10-25", "start": "01:15", "end": "03:00", "zone": "Europe/London"},
            "01:15 happens twice on 2026-10-25 in Europe/London: the clocks go back over it.",
        ),
        ({"start": "08:00", "end": "17:00"}, "A meeting lasts between 1 minute and 8 hours."),
    ],
)
def test_a_time_that_cannot_be_gets_a_sentence_at_its_field(
    world: World, client: Client, typed: dict[str, str], sentence: str
) -> None:
    page = client.sign_in(world.coordinator).post(f"/boards/{world.board.id}/meetings/new", data={**PLAN, **typed})
    assert page.status_code == 422
    assert errors(page.text) == [sentence]
    assert db.session.scalars(select(Meeting)).all() == []


def test_the_second_of_two_savers_loses_nothing_and_is_told(world: World, client: Client) -> None:
    meeting = meeting_with_case(world)
    client.sign_in(world.coordinator)
    typed = {**PLAN, "version": str(meeting.row_version)}
    assert client.post(f"/meetings/{meeting.id}/edit", data={**typed, "room": "Room 1"}).status_code == 302
    second = client.post(f"/meetings/{meeting.id}/edit", data={**typed, "room": "Room 2"})
    assert second.status_code == 409
    assert 'value="Room 2"' in second.text
    assert stored_meanwhile(second.text) == {"Room": "Room 1"}
    db.session.expire_all()
    assert (meeting.room, meeting.sequence) == ("Room 1", 1)
    [shown_now] = re.findall(r'name="version"[^>]*value="(\d+)"', second.text)
    knowingly = {**typed, "room": "Room 2", "version": shown_now}
    assert client.post(f"/meetings/{meeting.id}/edit", data=knowingly).status_code == 302
    db.session.expire_all()
    assert (meeting.room, meeting.sequence) == ("Room 2", 2)


def test_a_change_that_is_sent_again_is_done_once(world: World, client: Client) -> None:
    meeting = meeting_with_case(world)
    client.sign_in(world.coordinator)
    typed = {**PLAN, "room": "Room 1", "version": str(meeting.row_version)}
    assert [client.post(f"/meetings/{meeting.id}/edit", data=typed).status_code for _ in range(2)] == [302, 302]
    db.session.expire_all()
    assert (meeting.room, meeting.sequence, meeting.row_version) == ("Room 1", 1, 2)


def test_each_kind_of_field_says_what_is_stored(world: World, client: Client) -> None:
    meeting = meeting_with_case(world)
    typed = {**PLAN, "version": str(meeting.row_version)}
    client.sign_in(world.coordinator).post(f"/meetings/{meeting.id}/edit", data={**typed, "room": "Room 1"})
    other = {"start": "13:00", "conference_provider_id": str(world.provider.id), "room": ""}
    page = client.post(f"/meetings/{meeting.id}/edit", data={**typed, **other})
    assert stored_meanwhile(page.text) == {"Start": "14:00", "Room": "Room 1", "Video": "As the board usually has it"}
    board = client.get(f"/boards/{world.board.id}/edit").text
    sent = {"version": "0", "name": "GI eBoard", "zone": "UTC", "usual_minutes": "60", "cutoff_hours": "48"}
    more = {
        "tumor_sites": ["lung"],
        "rule_pack_id": str(world.board.rule_pack_id),
        "fallback_provider_id": "",
        "has_closed": "y",
        "room": "R 1",
    }
    late = client.post(f"/boards/{world.board.id}/edit", data={**sent, **more})
    assert "America/Chicago" in board
    assert stored_meanwhile(late.text) == {
        "Tumor sites": "Colon and rectum",
        "Time zone": "America/Chicago",
        "Coordinators are warned of missing specialties, in days before the start": "7, 2",
        "Usual room": "empty",
        "This board is closed: it has no new meetings": "no",
    }


def test_a_drag_over_an_agenda_somebody_else_changed_is_refused(world: World, client: Client) -> None:
    meeting = meeting_with_case(world)
    item = shown(meeting)[0]
    client.sign_in(world.coordinator)
    assert client.post(f"/meetings/{meeting.id}/items/{item.id}", data={"minutes": "7"}).status_code == 302
    late = client.post(f"/meetings/{meeting.id}/order", data={"order": [item.id], "version": "1"})
    assert late.status_code == 409


@pytest.mark.parametrize("view", ["week", "month", "list"])
def test_the_calendar_shows_what_one_may_see_with_a_constant_number_of_queries(
    world: World, client: Client, count_queries: Any, view: str
) -> None:
    with unit_of_work():
        make_meeting(world.board)
    client.sign_in(world.coordinator)
    address = f"/calendar?view={view}&day=2026-03-09"
    once = count_queries(lambda: client.get(address))
    with unit_of_work():
        make_meeting(world.board, day=date(2026, 3, 10))
        make_meeting(world.board, day=date(2026, 3, 11))
    assert count_queries(lambda: client.get(address)) == once
    assert client.get(address).text.count('href="/meetings/') == 3
    assert client.sign_in(world.stranger).get(address).text.count('href="/meetings/') == 0


def test_the_week_names_people_who_are_wanted_twice(world: World, client: Client) -> None:
    with unit_of_work():
        other = make_board(world.hub, code="LUNG")
        make_meeting(world.board)
        second = make_meeting(other, clock=time(14, 30))
        db.session.add(Guest(meeting_id=second.id, person_id=world.chair.id))
    chair = client.sign_in(world.chair).get("/calendar?view=week&day=2026-03-09").text
    assert "Double-booked" in chair
    assert "1 double-booked" in chair
    assert "Double-booked" not in client.sign_in(world.radiologist).get("/calendar?view=week&day=2026-03-09").text


def test_board_pages_answer_with_a_constant_number_of_queries(world: World, client: Client, count_queries: Any) -> None:
    with unit_of_work():
        make_meeting(world.board)
    client.sign_in(world.coordinator)
    addresses = ["/boards", f"/boards/{world.board.id}"]
    once = [count_queries(partial(client.get, address)) for address in addresses]
    with unit_of_work():
        for day in (10, 11):
            make_meeting(world.board, day=date(2026, 3, day))
            make_board(world.hub, code=f"B{day}")
    assert [count_queries(partial(client.get, address)) for address in addresses] == once
    assert "Rita Radiologist" in client.get(addresses[1]).text


def test_a_plan_that_is_sent_twice_makes_one_meeting(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    typed = {"day": "2026-03-16", "start": "14:00", "end": "15:00", "zone": "America/Chicago"}
    address = f"/boards/{world.board.id}/meetings/new"
    assert client.post(address, data=typed).status_code in {302, 303}
    again = client.post(address, data=typed)
    assert again.status_code == 422
    assert "This board already has a meeting at that time." in again.text
    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_days_and_services_out_of_the_ordinary_get_a_sentence(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    address = f"/boards/{world.board.id}/meetings/new"
    typed = {"day": "9999-12-31", "start": "14:00", "end": "15:00", "zone": "America/Chicago", "note": "Kept note"}
    far = client.post(address, data=typed)
    assert (far.status_code, "Choose a day of this century." in far.text, "Kept note" in far.text) == (422, True, True)
    odd = client.post(address, data={**typed, "day": "2026-03-16", "conference_provider_id": "no-id"})
    assert odd.status_code in {302, 303, 422}
