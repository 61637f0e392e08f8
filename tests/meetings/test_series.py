"""Series: meetings ahead, changes of the rule, and the days the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.models import Holiday, Series
from eboard.cases.enums import CaseState
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.meetings.actions import plans
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.actions.removals import take_off
from eboard.meetings.actions.series import SeriesFacts, change_series, make_series
from eboard.meetings.enums import MeetingState
from eboard.meetings.jobs import plan_ahead
from eboard.meetings.models import Meeting
from eboard.meetings.queries.series import to_plan_by_hand
from eboard.meetings.timing import Plan
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_case

MONDAYS = SeriesFacts(
    repeat=Repeat.WEEKLY,
    weekday="MO",
    weeks_of_month=[],
    starts_at=time(14, 0),
    minutes=60,
    zone="America/Chicago",
    first_day=date(2026, 3, 2),
    last_day=date(2026, 4, 6),
    exceptions=["2026-03-23"],
    on_holiday=OnHoliday.SKIP,
)
FORM = {
    "repeat": "monthly",
    "weekday": "MO",
    "weeks_of_month": ["1", "3"],
    "starts_at": "14:00",
    "minutes": "60",
    "zone": "America/Chicago",
    "first_day": "2026-03-02",
    "on_holiday": "skip",
    "exceptions": "2026-12-21",
}


def coordinator(world: World) -> Actor:
    return Actor(person_id=world.coordinator.id)


def make(world: World, facts: SeriesFacts = MONDAYS) -> Series:
    with unit_of_work():
        return make_series(actor=coordinator(world), board=world.board, facts=facts)


def change(world: World, series: Series, facts: SeriesFacts) -> None:
    with unit_of_work():
        change_series(actor=coordinator(world), series=series, facts=facts, version=series.row_version)


def meetings() -> list[Meeting]:
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at)))


def days() -> list[date]:
    return [meeting.day for meeting in meetings()]


def test_a_series_plans_its_meetings_on_the_wall_clock(world: World) -> None:
    make(world)
    assert days() == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16), date(2026, 3, 30), date(2026, 4, 6)]
    assert [meeting.starts_at.hour for meeting in meetings()] == [20, 19, 19, 19, 19]  # summer time from 8 March
    assert {meeting.state for meeting in meetings()} == {MeetingState.PLANNED}
    assert len({meeting.uid for meeting in meetings()}) == len({one.join_code for one in meetings()}) == 5


def test_holidays_of_the_host_are_left_out(world: World) -> None:
    with unit_of_work():
        db.session.add(Holiday(organization_id=world.hub.id, day=date(2026, 3, 9), name="A day off"))
        db.session.add(Holiday(organization_id=world.south.id, day=date(2026, 3, 16), name="Not the host's"))
    make(world)
    assert date(2026, 3, 9) not in days()
    assert date(2026, 3, 16) in days()


def test_the_job_plans_ahead_and_a_second_run_changes_nothing(world: World) -> None:
    make(world, replace(MONDAYS, last_day=None, exceptions=[]))
    before = days()
    assert before[-1] == date(2027, 3, 1)
    assert plan_ahead() == 1
    assert days() == before
    with clock.at(NOW + timedelta(days=14)):
        assert plan_ahead() == 1
    assert days() == [*before, date(2027, 3, 8), date(2027, 3, 15)]


def test_a_change_moves_what_is_planned_and_leaves_what_is_published(world: World) -> None:
    series = make(world)
    second, third, _fourth, fifth = meetings()[1:]
    with unit_of_work():
        plans.publish_meeting(actor=coordinator(world), meeting=second)
        plans.cancel_meeting(actor=coordinator(world), meeting=fifth, reason="Congress")
        plan = Plan(day=date(2026, 3, 17), clock=time(9, 0), zone="America/Chicago", minutes=30)
        plans.change_meeting(actor=coordinator(world), meeting=third, plan=plan, version=third.row_version)
    change(world, series, replace(MONDAYS, weekday="WE", starts_at=time(15, 0), minutes=90))
    assert days() == [
        date(2026, 3, 4),
        date(2026, 3, 9),  # published
        date(2026, 3, 17),  # moved by hand
        date(2026, 3, 25),  # the exception was a Monday
        date(2026, 4, 1),
        date(2026, 4, 6),  # cancelled; its week gets no other
    ]
    first = meetings()[0]
    assert (first.clock, first.minutes, first.series_day) == (time(15, 0), 90, date(2026, 3, 4))


def test_a_week_the_rule_no_longer_names_goes_unless_it_has_cases(world: World) -> None:
    series = make(world)
    kept = meetings()[2]
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.ACCEPTED)
        list_case(actor=coordinator(world), meeting=kept, case=case)
    change(world, series, replace(MONDAYS, last_day=date(2026, 3, 9)))
    assert days() == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert kept.series_id is None


def test_a_meeting_a_case_was_taken_off_stays_on_its_own_when_its_week_is_no_longer_named(world: World) -> None:
    series = make(world)
    kept = meetings()[2]
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.ACCEPTED)
        item = list_case(actor=coordinator(world), meeting=kept, case=case)
    with unit_of_work():
        take_off(actor=coordinator(world), item=item)
    change(world, series, replace(MONDAYS, last_day=date(2026, 3, 9)))
    assert days() == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert kept.series_id is None


def test_a_day_of_this_week_that_has_passed_takes_nothing_away(world: World) -> None:
    series = make(world, replace(MONDAYS, weekday="FR"))
    with clock.at(NOW + timedelta(days=2)):
        change(world, series, replace(MONDAYS, weekday="TU"))
    assert days()[0] == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("zone", "weekday", "at", "now", "bad"),
    [
        ("America/Chicago", "SU", time(2, 30), NOW, date(2026, 3, 8)),
        ("America/Chicago", "SU", time(1, 30), datetime(2026, 10, 20, tzinfo=UTC), date(2026, 11, 1)),
        ("Europe/London", "SU", time(1, 30), NOW, date(2026, 3, 29)),
        ("Europe/London", "SU", time(1, 30), datetime(2026, 10, 20, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_time_the_clocks_do_not_allow_is_listed_and_not_made(
    world: World, client: Client, zone: str, weekday: str, at: time, now: datetime, bad: date
) -> None:
    facts = replace(MONDAYS, zone=zone, weekday=weekday, starts_at=at, last_day=bad + timedelta(days=7), exceptions=[])
    with clock.at(now):
        series = make(world, facts)
        assert [found.day for found in to_plan_by_hand([series])] == [bad]
        page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}")
    assert bad not in days()
    assert bad + timedelta(days=7) in days()
    assert "by hand." in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"weekday": "XX"}, "weekday"),
        ({"repeat": Repeat.MONTHLY}, "weeks_of_month"),
        ({"minutes": 0}, "minutes"),
        ({"last_day": date(2026, 3, 1)}, "last_day"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(world: World, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        make(world, replace(MONDAYS, **wrong))
    assert caught.value.field == field


def test_the_second_of_two_savers_is_told(world: World) -> None:
    series = make(world)
    seen = series.row_version
    change(world, series, MONDAYS)
    with pytest.raises(StaleError), unit_of_work():
        change_series(actor=coordinator(world), series=series, facts=MONDAYS, version=seen)


def test_a_closed_board_gets_no_meetings(world: World) -> None:
    make(world)
    with unit_of_work():
        world.board.has_closed = True
    assert plan_ahead() == 0
    with pytest.raises(DomainError):
        make(world)


def test_a_series_is_made_and_changed_on_its_page(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    address = f"/boards/{world.board.id}/series"
    assert client.get(f"{address}/new").status_code == 200
    wrong = client.post(f"{address}/new", data={**FORM, "exceptions": "Christmas"})
    assert wrong.status_code == 422
    assert "“Christmas” is not a day. Write it as 2026-12-24." in wrong.text
    assert client.post(f"{address}/new", data=FORM).status_code == 302
    assert days()[:3] == [date(2026, 3, 2), date(2026, 3, 16), date(2026, 4, 6)]
    series = db.session.scalars(select(Series)).one()
    page = client.get(f"{address}/{series.id}")
    assert "2026-12-21" in page.text
    typed = {**FORM, "repeat": "fortnightly", "version": str(series.row_version)}
    assert client.post(f"{address}/{series.id}", data=typed).status_code == 302
    assert days()[:3] == [date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 30)]
    assert client.sign_in(world.stranger).get(f"{address}/{series.id}").status_code == 404
    assert client.sign_in(world.coordinator).get(f"{address}/{world.hub.id}").status_code == 404
