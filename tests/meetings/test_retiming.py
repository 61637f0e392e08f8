"""After a change of the law on clocks every coming meeting keeps its wall-clock time, and who is concerned is told."""

import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.models import Series
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.jobs import registered
from eboard.meetings.actions import plans
from eboard.meetings.actions.series import make_series
from eboard.meetings.commands import meetings as commands
from eboard.meetings.enums import MeetingEvent
from eboard.meetings.jobs import plan_ahead, retime
from eboard.meetings.models import Meeting
from eboard.meetings.queries.retiming import out_of_time, outdated, outdated_meeting
from eboard.meetings.timing import Plan
from tests.client import Client
from tests.invitations.reading import delivered, empty_folder
from tests.meetings.test_series import MONDAYS
from tests.meetings.zone_data import installed, write
from tests.world import World, make_case, make_item

MEXICO = "America/Mexico_City"
DECEMBER = datetime(2022, 12, 1, 15, 0, tzinfo=UTC)  # a month after Mexico kept its winter time for good
SUMMER_DAY = date(2023, 7, 3)


@pytest.fixture
def old_law(tmp_path: Path) -> Iterator[Path]:
    """The data of before: summer time from the first Sunday of April to the last of October."""
    folder = write(tmp_path / "2022a", "2022a", America__Mexico_City=(-6, "CST", "CST6CDT,M4.1.0,M10.5.0"))
    with installed(folder), clock.at(DECEMBER):
        yield folder


def new_law(folder: Path) -> None:
    """The update comes while the process runs: the same folder, other files."""
    write(folder, "2022f", America__Mexico_City=(-6, "CST", "CST6"))


def plan(world: World, *, day: date = SUMMER_DAY, at: time = time(16, 0), zone: str = MEXICO) -> Meeting:
    with unit_of_work():
        wanted = Plan(day=day, clock=at, zone=zone, minutes=60)
        return plans.plan_meeting(actor=Actor(person_id=world.coordinator.id), board=world.board, plan=wanted)


def publish(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        plans.publish_meeting(actor=Actor(person_id=world.coordinator.id), meeting=meeting)


def test_the_version_is_that_of_the_data_in_use(old_law: Path, tmp_path: Path) -> None:
    assert clock.tzdata_version() == "2022a"
    assert clock.instant(SUMMER_DAY, time(16, 0), MEXICO).hour == 21
    new_law(old_law)
    assert clock.tzdata_version() == "2022a"  # as long as the process uses it
    assert clock.follow_zone_data() == clock.tzdata_version() == "2022f"
    assert clock.instant(SUMMER_DAY, time(16, 0), MEXICO).hour == 22
    kept = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath([str(tmp_path / "nothing")])
        assert clock.follow_zone_data().startswith("20")  # of the package
    finally:
        zoneinfo.reset_tzpath(kept)


def test_mexico_keeps_its_winter_time(world: World, old_law: Path) -> None:
    meeting = plan(world)
    with unit_of_work():
        make_item(meeting, make_case(world.north, world.board, nominated_by_id=world.nurse.id))
    publish(world, meeting)
    empty_folder()
    with clock.at(DECEMBER + timedelta(minutes=3)):
        before = delivered()
    assert {(mail.event.start.hour, mail.event["SEQUENCE"]) for mail in before if mail.calendar} == {(21, 0)}
    assert retime() == 0
    new_law(old_law)
    moment = DECEMBER + timedelta(days=1)
    with clock.at(moment):
        assert (retime(), retime()) == (1, 0)
        db.session.expire_all()
        assert (meeting.starts_at, meeting.ends_at) == (
            datetime(2023, 7, 3, 22, 0, tzinfo=UTC), datetime(2023, 7, 3, 23, 0, tzinfo=UTC),
        )  # fmt: skip
        assert (meeting.day, meeting.clock, meeting.tzdata) == (SUMMER_DAY, time(16, 0), "2022f")
        assert (meeting.sequence, meeting.announced_at) == (1, moment)
    with clock.at(moment + timedelta(minutes=3)):
        after = delivered()
    invited = [mail for mail in after if mail.calendar]
    assert {(mail.method, mail.event.start.hour, mail.event["SEQUENCE"]) for mail in invited} == {("REQUEST", 22, 1)}
    assert {mail.to for mail in invited} == {mail.to for mail in before if mail.calendar}
    assert [mail.to for mail in after if not mail.calendar] == ["nora.nurse@example.org"]  # her case has moved
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MeetingEvent.RETIMED)).all()
    assert (entry.subject_id, entry.details) == (meeting.id, {"tzdata": "2022f", "sequence": 1})


def test_what_does_not_move_is_told_to_nobody_and_interrupts_nobody(world: World, old_law: Path) -> None:
    winter, elsewhere = plan(world, day=date(2023, 1, 16)), plan(world, zone="Asia/Dubai")
    publish(world, winter)
    with clock.at(DECEMBER + timedelta(minutes=3)):
        delivered()
    versions = (winter.row_version, elsewhere.row_version)
    new_law(old_law)
    with clock.at(DECEMBER + timedelta(days=1)):
        assert retime() == 2
        db.session.expire_all()
        assert (winter.row_version, elsewhere.row_version) == versions
        assert {winter.tzdata, elsewhere.tzdata} == {"2022f"}
        assert (winter.sequence, retime()) == (0, 0)
    with clock.at(DECEMBER + timedelta(days=1, minutes=3)):
        assert delivered() == []


def test_a_planned_meeting_moves_and_nobody_is_told(world: World, old_law: Path) -> None:
    meeting = plan(world)
    new_law(old_law)
    assert retime() == 1
    db.session.expire_all()
    assert (meeting.starts_at.hour, meeting.sequence, meeting.announced_at) == (22, 0, None)
    with clock.at(DECEMBER + timedelta(minutes=3)):
        assert delivered() == []


def test_what_has_begun_or_was_called_off_keeps_its_instants(world: World, old_law: Path) -> None:
    off, over = plan(world), plan(world, day=date(2023, 7, 4))
    publish(world, off)
    publish(world, over)
    with unit_of_work():
        plans.cancel_meeting(actor=Actor(person_id=world.coordinator.id), meeting=off, reason="Holidays")
    new_law(old_law)
    with clock.at(over.starts_at):
        assert retime() == 0
    assert {off.tzdata, over.tzdata} == {"2022a"}


def test_the_dates_of_a_series_follow_and_those_it_could_not_have_are_made(world: World, old_law: Path) -> None:
    """Under the old law 02:30 did not exist on 2 April 2023."""
    sundays = replace(
        MONDAYS, weekday="SU", starts_at=time(2, 30), zone=MEXICO, exceptions=[],
        first_day=date(2023, 3, 26), last_day=date(2023, 4, 16),
    )  # fmt: skip
    with unit_of_work():
        make_series(actor=Actor(person_id=world.coordinator.id), board=world.board, facts=sundays)

    def dates() -> dict[date, int]:
        db.session.expire_all()
        return {one.day: one.starts_at.hour for one in db.session.scalars(select(Meeting).order_by(Meeting.day))}

    assert dates() == {date(2023, 3, 26): 8, date(2023, 4, 9): 7, date(2023, 4, 16): 7}
    new_law(old_law)
    assert (retime(), plan_ahead()) == (3, 1)
    assert dates() == {date(2023, 3, 26): 8, date(2023, 4, 2): 8, date(2023, 4, 9): 8, date(2023, 4, 16): 8}
    assert db.session.scalars(select(Series)).one().last_day == date(2023, 4, 16)


@pytest.mark.parametrize(("rule", "sentence"), [
    ("CST6CDT,M7.1.1/16,M10.5.0", "16:00 does not exist on 2023-07-03"),
    ("CST6CDT,M4.1.0,M7.1.1/17", "16:00 happens twice on 2023-07-03"),
])  # fmt: skip
def test_a_time_that_is_no_more_is_left_and_listed_for_the_coordinator(
    world: World, client: Client, ctx: Flask, old_law: Path, rule: str, sentence: str
) -> None:
    meeting = plan(world)
    publish(world, meeting)
    write(old_law, "2022z", America__Mexico_City=(-6, "CST", rule))
    run = ctx.test_cli_runner().invoke(commands, ["retime"])
    assert (run.exit_code, run.stdout) == (0, "1 looked at with 2022z, 0 moved, 1 left.\n")
    assert f"GI eBoard, 2023-07-03: {sentence}" in run.stderr
    db.session.expire_all()
    assert (meeting.starts_at.hour, meeting.tzdata, meeting.sequence, retime()) == (21, "2022a", 0, 0)
    assert [one.id for one, _problem in out_of_time(world.board)] == [meeting.id]
    page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}").text
    assert (sentence in page, f'href="/meetings/{meeting.id}/edit"' in page) == (True, True)
    assert sentence not in client.sign_in(world.stranger).get(f"/boards/{world.board.id}").text
    with unit_of_work():
        moved = Plan(day=date(2023, 7, 4), clock=time(18, 0), zone=MEXICO, minutes=60)
        plans.change_meeting(
            actor=Actor(person_id=world.coordinator.id), meeting=meeting, plan=moved, version=meeting.row_version
        )
    assert (out_of_time(world.board), meeting.tzdata) == ([], "2022z")


def test_the_scheduler_looks_every_hour() -> None:
    assert registered()["meetings.retime"].every == timedelta(hours=1)


def test_a_meeting_that_was_looked_at_meanwhile_is_left_alone(world: World, old_law: Path) -> None:
    meeting = plan(world)
    new_law(old_law)
    clock.follow_zone_data()
    assert outdated_meeting(meeting.id) is meeting
    assert retime() == 1
    assert (outdated_meeting(meeting.id), outdated()) == (None, [])
