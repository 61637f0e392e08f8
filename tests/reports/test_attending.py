"""Who counts as having been there: for half of a meeting as it was held, in person or by a proxy."""

from datetime import date, timedelta

import pytest

from eboard.attendance.models import WalkIn
from eboard.cases.models import Recusal
from eboard.core.db import unit_of_work
from eboard.meetings.enums import Presence
from eboard.people.models import Person
from tests.reports.year import DAY, MONDAY, attend, discuss, held, of, of_north, rows, set_rules
from tests.world import World, add, save

MINUTE = timedelta(minutes=1)


def share(world: World, person: str) -> list[str]:
    return rows(of(world), "people")[person][:2]


@pytest.mark.parametrize(
    ("stretches", "attended"),
    [
        ([(0, 30)], "1"), ([(0, 29)], "0"), ([(0, 15), (40, 55)], "1"), ([(0, 20), (10, 29)], "0"),
        ([(30, None)], "1"), ([(31, None)], "0"), ([(-60, 29)], "0"), ([(40, 400)], "0"), ([], "0"),
    ],
)  # fmt: skip
def test_half_of_the_meeting_is_being_there(
    world: World, stretches: list[tuple[int, int | None]], attended: str
) -> None:
    set_rules(world, required={"radiology": 1})
    meeting = held(world)
    with unit_of_work():
        for first, last in stretches:
            attend(meeting, world.radiologist, first, last)
    assert share(world, "Rita Radiologist") == [attended, "1"]
    assert rows(of(world), "specialties")["Diagnostic radiology"][:2] == [attended, "1"]
    assert rows(of(world), "measures")["Meetings with every required specialty"][:2] == [attended, "1"]


@pytest.mark.parametrize(("last", "attended"), [(60, "1"), (59, "0")])
def test_a_meeting_counts_as_it_was_held_not_as_it_was_planned(world: World, last: int, attended: str) -> None:
    """It was planned for an hour, began 20 minutes late and went on for 80."""
    meeting = held(world)
    meeting.live_at, meeting.concluded_at = meeting.starts_at + 20 * MINUTE, meeting.starts_at + 100 * MINUTE
    save(meeting)
    with unit_of_work():
        attend(meeting, world.radiologist, 0, last)
    assert share(world, "Rita Radiologist") == [attended, "1"]


@pytest.mark.parametrize(("last", "attended"), [(30, "1"), (29, "0")])
def test_a_proxy_counts_for_the_seat_and_brings_the_own_specialty(world: World, last: int, attended: str) -> None:
    set_rules(world, required={"pathology": 1, "surgery": 1})
    meeting = held(world)
    with unit_of_work():
        attend(meeting, world.chair, 0, last, proxy_for_id=world.pathologist.id)
    assert share(world, "Paul Pathologist") == [attended, "1"]
    assert share(world, "Charles Chair") == [attended, "1"]
    specialties = rows(of(world), "specialties")
    assert (specialties["Pathology"][0], specialties["Surgery"][0]) == ("0", attended)


def test_a_proxy_for_a_part_of_the_time_counts_by_the_whole_time_of_the_person(world: World) -> None:
    meeting = held(world)
    with unit_of_work():
        attend(meeting, world.chair, 0, 20)
        attend(meeting, world.chair, 20, 40, proxy_for_id=world.pathologist.id)
    assert share(world, "Paul Pathologist") == ["1", "1"]


def test_who_walks_in_counts_once_confirmed_and_who_is_recused_was_in_the_meeting(world: World) -> None:
    set_rules(world, required={"radiology": 1})
    meeting, item_of = held(world), discuss
    walk_in = WalkIn(
        meeting_id=meeting.id, person_id=world.radiologist.id, presence=Presence.VIDEO, from_at=meeting.starts_at
    )
    save(walk_in)
    assert rows(of(world), "specialties")["Diagnostic radiology"][:2] == ["0", "1"]
    assert rows(of(world), "measures")["Meetings with every required specialty"][4] == "1"
    case_id = item_of(meeting, world.north).case_id
    with unit_of_work():
        attend(meeting, world.radiologist, 0, 60)
        add(Recusal(case_id=case_id, person_id=world.radiologist.id))
    assert share(world, "Rita Radiologist") == ["1", "1"]
    assert rows(of(world), "measures")["Meetings with every required specialty"] == ["1", "1", "100 %", "", "0"]


def test_a_meeting_in_which_nobody_has_a_minute_ends_as_it_began(world: World) -> None:
    """Concluded before it was started, by a correction of the clocks: who was there at that instant was there."""
    meeting = held(world)
    meeting.live_at, meeting.concluded_at = meeting.starts_at, meeting.starts_at - MINUTE
    save(meeting)
    with unit_of_work():
        attend(meeting, world.radiologist, 0, 1)
    assert share(world, "Rita Radiologist") == ["1", "1"]


def test_months_and_years_are_those_of_who_is_reported_on(world: World) -> None:
    """New Year's Eve at 14:00 in Chicago is New Year's Day in Auckland, and belongs to January there."""
    with unit_of_work():
        world.north.zone = "Pacific/Auckland"
    discuss(held(world, date(2025, 12, 31)), world.north)
    report = of_north(world)
    assert rows(report, "months")["2026-01"][0] == "1"
    assert rows(report, "caseload")["2026"][0] == "1"
    assert any("In 2026" in one or "of 2026 was not entered" in one for one in report.minutes)


def seat(person: Person, world: World) -> date | None:
    return next(one for one in world.board.memberships if one.person_id == person.id).ends_on


def test_a_seat_that_ended_asks_for_no_more_meetings(world: World) -> None:
    with unit_of_work():
        next(one for one in world.board.memberships if one.person_id == world.deputy.id).ends_on = MONDAY
    held(world, MONDAY, world.deputy)
    held(world, MONDAY + 7 * DAY)
    assert seat(world.deputy, world) == MONDAY
    assert share(world, "Dora Deputy") == ["1", "1"]
