"""Numerators, denominators and what is missing, each by the rules of its day."""

from datetime import date

import pytest

from eboard.boards.models import Holiday
from eboard.cases.enums import CaseState, Prospective
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import ItemState, MeetingState
from eboard.people.enums import Specialty
from eboard.people.models import PersonSpecialty
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.reports.caseload import frequency_for
from eboard.reports.periods import Period
from eboard.reports.turnaround import percentile
from tests.conftest import NOW
from tests.reports.year import DAY, HOUR, MONDAY, attend, discuss, held, of, of_north, rows, set_rules, sign, table
from tests.world import World, add, make_board, save

LATER = NOW + 200 * DAY
COC = {"required": {"surgery": 1, "radiology": 1}, "prospective_share": 80, "elements": ["staging", "trial"],
       "outcome_days": 2, "sources": {"elements": "Standard 2.5 [check]"}}  # fmt: skip


def test_the_measures_of_a_pack(world: World) -> None:
    set_rules(world, **COC)
    meeting = held(world, MONDAY, world.chair, world.radiologist)
    held(world, MONDAY + 7 * DAY, world.chair)
    held(world, MONDAY + 14 * DAY)
    in_time, late = meeting.ends_at + 2 * DAY, meeting.ends_at + 2 * DAY + HOUR
    discuss(meeting, world.north, signed_at=in_time, by=world.chair)
    discuss(meeting, world.north, signed_at=late, by=world.chair, prospective=Prospective.RETROSPECTIVE)
    discuss(meeting, world.south, prospective=None)
    discuss(meeting, world.south, state=ItemState.NOTED)
    found = rows(of(world), "measures")
    assert found["Presented prospectively"] == ["1", "3", "33.3 %", "80 %", "1"]
    assert found["All discussion elements documented"] == ["2", "3", "66.7 %", "100 %", "1"]
    assert found["Outcome back in time"] == ["1", "3", "33.3 %", "", "1"]
    assert found["Meetings with every required specialty"] == ["1", "3", "33.3 %", "", "1"]
    lines = {line.label: line for line in table(of(world), "measures").lines}
    assert [lines[name].met for name in ("Presented prospectively", "Outcome back in time")] == [False, None]
    assert "Standard 2.5 [check]" in lines["All discussion elements documented"].note


def test_a_change_of_the_pack_divides_the_report(world: World) -> None:
    """Before the change nobody asked for radiology, nor for 90 percent."""
    set_rules(world, required={"surgery": 1}, prospective_share=80)
    set_rules(world, since=date(2026, 2, 9), required={"surgery": 1, "radiology": 1}, prospective_share=90)
    before, after = held(world, MONDAY, world.chair), held(world, date(2026, 2, 9), world.chair)
    for meeting in (before, after):
        for number in range(10):
            discuss(meeting, world.north, prospective=Prospective.UNTREATED if number < 8 else None)
    lines = table(of(world), "measures").lines
    goals = [(line.cells[0].number, line.cells[1].number, line.cells[3].number, line.met) for line in lines]
    assert goals == [(8, 10, 80, True), (1, 1, None, None), (8, 10, 90, False), (0, 1, None, None)]
    assert len({line.label for line in lines}) == 4


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.LIVE, MeetingState.PUBLISHED])
def test_only_what_was_held_and_stands_counts(world: World, state: MeetingState) -> None:
    set_rules(world, **COC)
    meeting, other = held(world), held(world, MONDAY + 7 * DAY)
    discuss(meeting, world.north)
    discuss(meeting, world.north, state=ItemState.REMOVED)
    discuss(meeting, world.north, is_restricted=True)
    discuss(meeting, world.north, diagnosis="Nominated twice").case.state = CaseState.ENTERED_IN_ERROR
    discuss(other, world.north)
    other.state = state
    save(meeting, other)
    assert rows(of(world), "overview")["Presented"] == ["1"]
    assert rows(of_north(world), "overview")["Presented"] == ["2"]
    assert rows(of(world), "overview")["Meetings held"] == ["1"]


def test_the_days_of_a_period_begin_where_the_board_is(world: World) -> None:
    """On Monday at 14:00 in Chicago it is Tuesday in Auckland: a meeting of the last day of a year stays in it."""
    set_rules(world, **COC)
    discuss(held(world, date(2025, 12, 31)), world.north)
    discuss(held(world, date(2026, 1, 1)), world.north)
    assert rows(of(world), "overview")["Presented"] == ["1"]
    assert rows(of(world, period=Period(date(2025, 12, 31), date(2026, 1, 1))), "overview")["Presented"] == ["2"]
    with unit_of_work():
        world.north.zone = "Pacific/Auckland"
    assert rows(of_north(world), "overview")["Presented"] == ["2"]


def test_a_second_signature_and_an_open_amendment_leave_what_was_signed_first(world: World) -> None:
    set_rules(world, **COC)
    meeting = held(world)
    item = discuss(meeting, world.north, signed_at=meeting.ends_at + HOUR, by=world.chair)
    letter = db.session.query(SignedVersion).one()
    discussion = db.session.query(Discussion).one()
    discussion.trial_discussed, discussion.amending_since = None, NOW
    letter_2 = SignedVersion(
        discussion_id=discussion.id, case_id=item.case_id, number=2, sha256="-", signed_by_id=world.chair.id,
        signed_at=meeting.ends_at + 9 * DAY,
        content={"outcome": {"change": "different", "staging_discussed": "yes", "trial_discussed": "no"}},
    )  # fmt: skip
    with unit_of_work():
        letter.state = VersionState.AMENDED
        db.session.add_all([letter, discussion, letter_2])
    report = of(world)
    assert rows(report, "measures")["Outcome back in time"][0] == "1"
    assert rows(report, "elements")["Clinical trial"] == ["0", "1", "0", "0", "0 %"]
    assert rows(report, "changes")["A different plan"] == ["1", "100 %"]
    letter_2.state = VersionState.ENTERED_IN_ERROR
    save(letter_2)
    assert rows(of(world), "measures")["All discussion elements documented"] == ["0", "1", "0 %", "100 %", "1"]


def test_working_days_of_the_host_decide_what_is_in_time(world: World) -> None:
    """Two working days after a Friday are over on Tuesday at the same time."""
    set_rules(world, outcome_days=2)
    friday = held(world, date(2026, 2, 6))
    discuss(friday, world.north, signed_at=friday.ends_at + 4 * DAY, by=world.chair)
    discuss(friday, world.north, signed_at=friday.ends_at + 4 * DAY + HOUR, by=world.chair)
    assert rows(of(world), "measures")["Outcome back in time"] == ["1", "2", "50 %", "", "0"]


def test_what_is_due_in_january_knows_its_holidays(world: World) -> None:
    """Ten working days after 29 December go on behind a holiday of the next year."""
    set_rules(world, outcome_days=10)
    save(Holiday(organization_id=world.hub.id, day=date(2026, 1, 5), name="Bridge"))
    meeting = held(world, date(2025, 12, 29))
    discuss(meeting, world.north, signed_at=meeting.ends_at + 15 * DAY, by=world.chair)
    discuss(meeting, world.north, signed_at=meeting.ends_at + 16 * DAY, by=world.chair)
    year = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert rows(of(world, period=year), "measures")["Outcome back in time"][:2] == ["1", "2"]


def test_elements_changes_lateness_and_rollovers(world: World) -> None:
    set_rules(world, **COC)
    meeting = held(world)
    discuss(meeting, world.north, signed_at=meeting.ends_at, by=world.chair, late_reason="It cannot wait.")
    discuss(meeting, world.north, rollovers=1)
    discuss(meeting, world.north, rollovers=3)
    discuss(meeting, world.north, state=ItemState.NOT_DISCUSSED)
    report = of(world)
    assert rows(report, "elements") == {
        "Staging": ["1", "0", "0", "2", "33.3 %"],
        "Clinical trial": ["0", "1", "0", "2", "0 %"],
    }
    assert rows(report, "changes")["Plan refined"] == ["1", "33.3 %"]
    assert rows(report, "changes")["Not stated, or not signed"] == ["2", "66.7 %"]
    assert rows(report, "late")["Presented, added after the cut-off"] == ["1", "33.3 %"]
    assert [line[0] for line in rows(report, "rollovers").values()] == ["1", "1", "1"]
    assert rows(report, "overview")["Not reached"] == ["1"]


def test_each_organization_board_and_month_has_its_line(world: World) -> None:
    set_rules(world, **COC)
    with unit_of_work():
        liver = make_board(world.hub, "LIVER")
    discuss(held(world), world.north)
    discuss(held(world, date(2026, 3, 2), board=liver), world.north, prospective=None)
    discuss(held(world, MONDAY + 7 * DAY), world.south, prospective=Prospective.RETROSPECTIVE, late_reason="Urgent.")
    assert rows(of(world), "organizations") == {
        "North Hospital": ["1", "1", "0", "0", "100 %", "0"],
        "South Hospital": ["1", "0", "1", "0", "0 %", "1"],
    }
    assert rows(of_north(world), "boards") == {
        "GI eBoard": ["1", "1", "0", "0", "100 %", "0"],
        "LIVER eBoard": ["1", "0", "0", "1", "0 %", "0"],
    }
    months = rows(of(world), "months")
    assert list(months) == ["2026-01", "2026-02", "2026-03"]
    assert months["2026-02"][0] == "2"
    assert (of(world).table("boards"), of_north(world).table("organizations")) == (None, None)


def test_attendance_counts_overlapping_stretches_once_and_seats_while_they_were_held(world: World) -> None:
    set_rules(world, required={"surgery": 1, "radiology": 2}, attendance_goal=67)
    first = held(world, MONDAY, world.chair)
    second = held(world, MONDAY + 7 * DAY, world.chair, world.radiologist)
    with unit_of_work():
        attend(first, world.radiologist, 0, 30)
        attend(first, world.radiologist, 10, 20)
        attend(second, world.pathologist, 5, 5)
        for person in (world.nurse, world.physician):
            attend(second, person, 0, None)
            add(PersonSpecialty(person_id=person.id, specialty=Specialty.RADIOLOGY))
        seat = next(one for one in world.board.memberships if one.person_id == world.deputy.id)
        seat.ends_on = MONDAY
    report = of(world)
    assert rows(report, "specialties") == {
        "Surgery": ["2", "2", "100 %", "67 %"],
        "Diagnostic radiology": ["1", "2", "50 %", "67 %"],
    }
    assert rows(report, "people") == {
        "Charles Chair": ["2", "2", "100 %", "67 %"],
        "Dora Deputy": ["0", "1", "0 %", "67 %"],
        "Paul Pathologist": ["0", "2", "0 %", "67 %"],
        "Rita Radiologist": ["2", "2", "100 %", "67 %"],
    }


def test_an_organization_reads_the_attendance_of_its_own_people(world: World) -> None:
    set_rules(world, attendance_goal=50)
    held(world, MONDAY, world.chair)
    assert rows(of_north(world), "people") == {}
    with unit_of_work():
        for person in (world.chair, world.deputy):
            person.affiliations[0].organization_id = world.north.id
    assert rows(of_north(world), "people") == {
        "Charles Chair": ["1", "1", "100 %", "50 %"],
        "Dora Deputy": ["0", "1", "0 %", "50 %"],
    }


def test_turnaround_in_days(world: World) -> None:
    meeting = held(world)
    for number in range(1, 11):
        values = {"submitted_at": meeting.ends_at - 10 * DAY, "accepted_at": meeting.ends_at - number * DAY}
        discuss(meeting, world.north, **values)
    item = discuss(meeting, world.north, accepted_at=NOW + DAY)  # accepted once more after it was discussed
    with unit_of_work():
        sign(item, meeting.ends_at + 12 * HOUR, world.chair)
    found = rows(of(world), "turnaround")
    assert found["From acceptance to discussion"] == ["5.5", "9", "10", "1"]
    assert found["From discussion to the signed letter"] == ["0.5", "0.5", "1", "10"]
    assert found["From the letter to its first reading"] == ["", "", "0", "11"]


@pytest.mark.parametrize(
    ("values", "result"), [([], None), ([3.0], 3.0), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9), ([1, 2], 2)]
)
def test_the_nearest_rank(values: list[float], result: float | None) -> None:
    assert percentile(values, 0.9) == result


@pytest.mark.parametrize(("caseload", "needed"), [(0, 24), (99, 24), (100, 26), (250, 26), (251, 52)])
def test_how_often_a_breast_conference_has_to_meet_in_a_year(caseload: int, needed: int) -> None:
    assert frequency_for(caseload).needed(365) == needed
