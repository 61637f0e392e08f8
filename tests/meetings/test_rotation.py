"""Series whose starts take turns: the meetings they yield, what edits keep, and the page that proposes starts."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit import Actor
from eboard.boards.enums import BoardRole, OnHoliday, Repeat
from eboard.boards.models import Holiday, Series
from eboard.boards.recurrence import WEEKDAYS, Pattern, days, turns
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.meetings.actions import plans
from eboard.meetings.actions.series import SeriesFacts, change_series, make_series
from eboard.meetings.jobs import plan_ahead
from eboard.meetings.models import Meeting
from eboard.meetings.queries.series import to_plan_by_hand
from eboard.people.enums import AffiliationRole
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_member, make_organization, make_person

MONDAYS = SeriesFacts(
    repeat=Repeat.WEEKLY,
    weekday="MO",
    weeks_of_month=[],
    starts_at=time(8, 0),
    rotation=["08:00", "14:00", "20:00"],
    minutes=60,
    zone="America/Chicago",
    first_day=date(2026, 3, 9),
    last_day=date(2026, 4, 13),
    exceptions=[],
    on_holiday=OnHoliday.SKIP,
)
FORM = {
    "repeat": "weekly",
    "weekday": "TU",
    "minutes": "60",
    "zone": "America/Chicago",
    "first_day": "2026-03-10",
    "on_holiday": "skip",
}
calendar_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
patterns = st.builds(
    Pattern,
    repeat=st.sampled_from(Repeat),
    weekday=st.sampled_from(WEEKDAYS),
    first_day=calendar_days,
    weeks_of_month=st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1])),
    exceptions=st.frozensets(calendar_days, max_size=20),
)


def make(world: World, facts: SeriesFacts = MONDAYS) -> Series:
    with unit_of_work():
        return make_series(actor=Actor(person_id=world.coordinator.id), board=world.board, facts=facts)


def change(world: World, series: Series, facts: SeriesFacts) -> None:
    with unit_of_work():
        actor = Actor(person_id=world.coordinator.id)
        change_series(actor=actor, series=series, facts=facts, version=series.row_version)


def held() -> list[str]:
    rows = db.session.scalars(select(Meeting).order_by(Meeting.starts_at))
    return [f"{meeting.day:%d %b} {meeting.clock:%H:%M}" for meeting in rows]


def sit_in(world: World, *zones: str) -> None:
    with unit_of_work():
        for number, zone in enumerate(zones):
            home = make_organization(f"ZONE{number}", zone=zone)
            db.session.flush()
            person = make_person(f"Pia Panelist{number}", home, AffiliationRole.PHYSICIAN)
            make_member(world.board, person, BoardRole.PANELIST)


@settings(max_examples=60, deadline=None)
@given(patterns, calendar_days, st.frozensets(calendar_days, max_size=9), st.integers(1, 4))
def test_a_rotation_leaves_the_days_as_they_are_and_gives_each_one_turn(
    pattern: Pattern, start: date, holidays: frozenset[date], k: int
) -> None:
    until = start + timedelta(days=400)
    found = list(turns(pattern, start=start, until=until, holidays=holidays))
    assert [day for _turn, day in found] == list(days(pattern, start=start, until=until, holidays=holidays))
    whole = replace(pattern, exceptions=frozenset())
    turn_of = {day: turn for turn, day in turns(whole, start=pattern.first_day, until=until)}
    assert found == [(turn_of[day], day) for _turn, day in found]
    assert sorted(turn_of.values()) == list(range(len(turn_of)))
    one_cycle = [turn % k for turn in sorted(turn_of.values())[:k]]
    assert sorted(one_cycle) == list(range(len(one_cycle)))


def test_the_meetings_of_a_series_take_its_starts_in_turn(world: World) -> None:
    make(world)
    assert held() == [
        "09 Mar 08:00", "16 Mar 14:00", "23 Mar 20:00", "30 Mar 08:00", "06 Apr 14:00", "13 Apr 20:00",
    ]  # fmt: skip


def test_a_day_left_out_shifts_no_other(world: World) -> None:
    with unit_of_work():
        db.session.add(Holiday(organization_id=world.hub.id, day=date(2026, 3, 16), name="A day off"))
    make(world, replace(MONDAYS, exceptions=["2026-03-30"]))
    assert held() == ["09 Mar 08:00", "23 Mar 20:00", "06 Apr 14:00", "13 Apr 20:00"]


def test_the_job_goes_on_in_turn(world: World) -> None:
    make(world, replace(MONDAYS, last_day=None))
    with clock.at(NOW + timedelta(days=21)):
        assert plan_ahead() == 1
    found = held()
    assert len(set(found)) == len(found)
    assert [one[-5:] for one in found] == [MONDAYS.rotation[n % 3] for n in range(len(found))]


def test_an_edit_keeps_the_turns_and_what_is_published(world: World) -> None:
    series = make(world)
    second = db.session.scalars(select(Meeting).where(Meeting.day == date(2026, 3, 16))).one()
    with unit_of_work():
        plans.publish_meeting(actor=Actor(person_id=world.coordinator.id), meeting=second)
    change(world, series, replace(MONDAYS, minutes=45, rotation=["07:00", "13:00", "19:00"]))
    assert held()[:4] == ["09 Mar 07:00", "16 Mar 14:00", "23 Mar 19:00", "30 Mar 07:00"]
    change(world, series, replace(MONDAYS, rotation=[], starts_at=time(9, 0)))
    assert held()[:4] == ["09 Mar 09:00", "16 Mar 14:00", "23 Mar 09:00", "30 Mar 09:00"]


def test_a_turn_the_clocks_do_not_allow_is_listed_and_not_made(world: World) -> None:
    facts = replace(MONDAYS, weekday="SU", rotation=["14:00", "02:30"], first_day=date(2026, 3, 1), exceptions=[])
    series = make(world, facts)
    assert [found.day for found in to_plan_by_hand([series])] == [date(2026, 3, 8)]
    assert held()[:3] == ["15 Mar 14:00", "22 Mar 02:30", "29 Mar 14:00"]


@pytest.mark.parametrize("rotation", [["08:00"], ["08:00"] * 7])
def test_one_start_or_too_many_are_no_rotation(world: World, rotation: list[str]) -> None:
    with pytest.raises(DomainError) as caught:
        make(world, replace(MONDAYS, rotation=rotation))
    assert (caught.value.field, caught.value.message) == ("rotation", "Enter two to 6 starts, or none.")


def test_a_first_day_outside_this_century_is_refused(world: World) -> None:
    with pytest.raises(DomainError) as caught:
        make(world, replace(MONDAYS, first_day=date(9999, 12, 31), last_day=None))
    assert (caught.value.field, caught.value.message) == ("first_day", "Choose a day of this century.")


def rotation_in(html: str) -> str:
    found = re.search(r'<input[^>]*name="rotation"[^>]*>', html)
    assert found is not None
    value = re.search(r'value="([^"]*)"', found.group())
    return value.group(1) if value else ""


def table_of(html: str) -> list[list[str]]:
    table = re.search(r'<table class="chart" id="shares">.*?</table>', html, re.DOTALL)
    if table is None:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", table.group(), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[unescape(cell).strip() for cell in row] for row in cells]


def test_the_page_proposes_starts_shows_their_burden_and_saves_nothing_yet(world: World, client: Client) -> None:
    sit_in(world, "Asia/Dubai", "Asia/Manila")
    address = f"/boards/{world.board.id}/series"
    client.sign_in(world.coordinator)
    page = client.post(f"{address}/new", data={**FORM, "turns": "2", "propose": "1"})
    assert page.status_code == 200
    assert rotation_in(page.text) == "07:30, 21:00"
    assert table_of(page.text) == [
        ["Zone", "Local starts", "People", "Points in turn", "One start at 06:00"],
        ["Chicago", "07:30, 21:00", "5", "7.0", "8.0"],
        ["Dubai", "16:30, 06:00", "2", "5.0", "0.0"],
        ["Manila", "20:30, 10:00", "1", "7.1", "9.4"],
        ["The zone that bears most", "", "", "7.1", "9.4"],
    ]
    assert db.session.scalars(select(Series)).all() == []
    saved = client.post(f"{address}/new", data={**FORM, "rotation": "07:30, 21:00"})
    assert saved.status_code == 302
    series = db.session.scalars(select(Series)).one()
    assert (series.rotation, series.starts_at) == (["07:30", "21:00"], time(7, 30))
    assert held()[:3] == ["10 Mar 07:30", "17 Mar 21:00", "24 Mar 07:30"]
    assert "07:30, 21:00 in turn" in client.get(f"/boards/{world.board.id}").text
    again = client.get(f"{address}/{series.id}")
    assert rotation_in(again.text) == "07:30, 21:00"
    assert len(table_of(again.text)) == 5
    proposed = client.post(
        f"{address}/{series.id}", data={**FORM, "turns": "3", "propose": "1", "version": series.row_version}
    )
    assert rotation_in(proposed.text).count(":") == 3
    db.session.expire_all()
    assert series.rotation == ["07:30", "21:00"]


def test_saving_what_the_page_shows_changes_nothing(world: World, client: Client) -> None:
    series = make(world, replace(MONDAYS, exceptions=["2026-03-30"]))
    before = held()
    client.sign_in(world.coordinator)
    page = client.get(f"/boards/{world.board.id}/series/{series.id}").text
    typed = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    typed |= {"repeat": "weekly", "weekday": "MO", "on_holiday": "skip"}
    typed["exceptions"] = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]  # type: ignore[index]
    assert client.post(f"/boards/{world.board.id}/series/{series.id}", data=typed).status_code == 302
    db.session.expire_all()
    assert (held(), series.exceptions, series.rotation) == (before, ["2026-03-30"], MONDAYS.rotation)


def test_an_edit_that_cannot_be_keeps_what_was_typed_and_what_is_stored(world: World, client: Client) -> None:
    series = make(world)
    client.sign_in(world.coordinator)
    typed = {**FORM, "rotation": "08:00", "version": series.row_version}
    page = client.post(f"/boards/{world.board.id}/series/{series.id}", data=typed)
    assert (page.status_code, rotation_in(page.text)) == (422, "08:00")
    db.session.expire_all()
    assert series.rotation == MONDAYS.rotation


def test_nothing_is_proposed_where_one_start_suits_all(world: World, client: Client) -> None:
    with unit_of_work():
        world.observer.zone = "America/Chicago"
    client.sign_in(world.coordinator)
    page = client.post(f"/boards/{world.board.id}/series/new", data={**FORM, "propose": "1"})
    assert "One start suits every zone best: 08:00. Nothing needs to rotate." in page.text
    assert rotation_in(page.text) == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"zone": "Mars/Olympus", "propose": "1"}, "“Mars/Olympus” is not a time zone."),
        ({"minutes": "0", "propose": "1"}, "A meeting lasts between 1 and 480 minutes."),
        ({"first_day": "9999-12-31", "propose": "1"}, "Choose a day of this century."),
        ({"repeat": "monthly", "propose": "1"}, "This rule names no day in the coming year."),
        ({"last_day": "2026-03-09", "propose": "1"}, "This rule names no day in the coming year."),
        ({"rotation": "8 o’clock"}, "“8” is not a time. Write it as 08:00."),
        ({"rotation": "25:00, 08:00"}, "“25:00” is not a time. Write it as 08:00."),
        ({"rotation": "08:00"}, "Enter two to 6 starts, or none."),
        ({"rotation": ""}, "Enter the start, for example 14:00."),
        ({"starts_at": "noon"}, "Not a valid time value."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    world: World, client: Client, typed: dict[str, str], sentence: str
) -> None:
    client.sign_in(world.coordinator)
    page = client.post(f"/boards/{world.board.id}/series/new", data={**FORM, **typed})
    assert page.status_code == 422
    assert page.text.count(sentence) == 2  # in the summary, and beside the field
    assert rotation_in(page.text) == typed.get("rotation", "")
    assert db.session.scalars(select(Series)).all() == []


def test_nobody_else_gets_a_proposal(world: World, client: Client) -> None:
    data = {**FORM, "propose": "1"}
    address = f"/boards/{world.board.id}/series/new"
    assert client.sign_in(world.stranger).post(address, data=data).status_code == 404
    assert client.sign_in(world.radiologist).post(address, data=data).status_code == 403
