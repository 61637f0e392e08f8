"""The analytic caseload: entered by its own organization, and what is reckoned with it."""

import pytest

from eboard.audit.models import AuditEntry
from eboard.boards.enums import TumorSite
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.reports.actions import enter_caseload
from eboard.reports.models import AnalyticCaseload
from tests.client import Client
from tests.recommendations.outcomes import by
from tests.reports.year import DAY, MONDAY, discuss, held, of, of_north, rows, set_rules, table
from tests.world import World, make_case


def enter(world: World, number: int, site: str = "", year: int = 2026) -> None:
    with unit_of_work():
        enter_caseload(actor=by(world.nurse), organization=world.north, year=year, site=site, number=number)


def test_a_number_is_entered_once_and_corrected(world: World) -> None:
    enter(world, 200)
    enter(world, 240)
    enter(world, 60, TumorSite.BREAST)
    stored = db.session.query(AnalyticCaseload).order_by(AnalyticCaseload.site).all()
    assert [(row.site, row.number, row.site_label) for row in stored] == [("", 240, ""), ("breast", 60, "Breast")]
    entries = db.session.query(AuditEntry).filter_by(event="report.caseload_entered").order_by(AuditEntry.seq).all()
    assert [entry.details["before"] for entry in entries] == [None, 200, None]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"year": 2027}, "year"), ({"year": 1999}, "year"), ({"site": "toe"}, "site"),
        ({"number": -1}, "number"), ({"number": 100_001}, "number"), ({"site": "lung", "number": 141}, "number"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(world: World, values: dict[str, object], field: str) -> None:
    enter(world, 200)
    enter(world, 60, TumorSite.BREAST)
    known = {"year": 2026, "site": "", "number": 1, **values}
    with pytest.raises(DomainError) as refusal:
        enter_caseload(actor=by(world.nurse), organization=world.north, **known)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_share_counts_each_patient_once_and_says_when_no_number_is_there(world: World) -> None:
    set_rules(world, presented_share=15, sources={"presented_share": "Standard 2.5"})
    with unit_of_work():
        earlier = make_case(world.north, world.board)
    meeting, again = held(world), held(world, MONDAY + 7 * DAY)
    first = discuss(meeting, world.north, site=TumorSite.BREAST)
    discuss(meeting, world.north, earlier_case_id=earlier.id)
    discuss(meeting, world.north, site=TumorSite.LUNG)
    assert first.case_id != earlier.id
    assert again.day > meeting.day
    assert rows(of_north(world), "caseload") == {"2026": ["2", "not entered", "", "15 %"]}
    enter(world, 10)
    enter(world, 4, TumorSite.BREAST)
    found = table(of_north(world), "caseload")
    assert rows(of_north(world), "caseload") == {
        "2026": ["2", "10", "20 %", "15 %"],
        "2026 · Breast": ["1", "4", "25 %", ""],
    }
    assert ([line.met for line in found.lines], found.source) == ([True, None], "Standard 2.5")
    assert of(world).table("caseload") is None


def test_sites_stand_in_for_a_whole_that_was_not_entered(world: World) -> None:
    discuss(held(world), world.north)
    enter(world, 4, TumorSite.BREAST)
    enter(world, 6, TumorSite.LUNG)
    assert rows(of_north(world), "caseload")["2026"][:3] == ["1", "10", "10 %"]


@pytest.mark.parametrize(
    ("number", "held_before", "prospective", "met"),
    [(None, 3, True, None), (99, 3, True, True), (99, 3, False, False), (99, 4, False, True), (200, 4, True, True),
     (200, 3, True, False), (251, 7, True, False), (251, 8, True, True)],
)  # fmt: skip
def test_a_breast_conference_meets_as_often_as_its_caseload_asks(
    world: World,
    number: int | None,
    held_before: int,
    prospective: bool,  # noqa: FBT001
    met: bool | None,  # noqa: FBT001
) -> None:
    """By 2 March 61 days of the year are over: four meetings twice monthly or every two weeks, eight weekly."""
    with unit_of_work():
        world.board.tumor_sites = [TumorSite.BREAST]
        if number is not None:
            enter_caseload(actor=by(world.chair), organization=world.hub, year=2026, site="breast", number=number)
    for week in range(held_before):
        meeting = held(world, MONDAY + (week - 4) * 7 * DAY)
        discuss(meeting, world.north, site=TumorSite.BREAST, **({} if prospective else {"prospective": None}))
    line = table(of(world), "breast").lines[0]
    assert (line.met, line.cells[2].number, line.cells[3].number) == (met, held_before, 7)


def page(world: World) -> str:
    return f"/reports/organizations/{world.north.id}/caseload"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nurse", 200),
        ("north_admin", 200),
        ("stranger", 404),
        ("coordinator", 404),
        ("network_admin", 403),
        ("auditor", 403),
    ],
)
def test_its_own_people_enter_it_and_nobody_else(world: World, client: Client, who: str, status: int) -> None:
    client.sign_in(getattr(world, who))
    assert client.get(page(world)).status_code == status
    posted = client.post(page(world), data={"year": "2026", "site": "", "number": "7"})
    assert posted.status_code == (303 if status == 200 else status)
    assert db.session.query(AnalyticCaseload).count() == (status == 200)


@pytest.mark.parametrize(
    "typed",
    [
        {"year": "x"},
        {"year": "99999999999999999999"},
        {"number": ""},
        {"number": "9" * 400},
        {"site": "toe"},
    ],
)
def test_bad_input_is_refused_beside_its_field(world: World, client: Client, typed: dict[str, str]) -> None:
    client.sign_in(world.nurse)
    answer = client.post(page(world), data={"year": "2026", "site": "", "number": "7", **typed})
    assert answer.status_code == 422
    assert db.session.query(AnalyticCaseload).count() == 0
