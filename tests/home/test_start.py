"""The start page: each person sees what waits for him or her, and nothing of anybody else."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.home.duties import duties_of
from eboard.people.enums import Specialty
from tests.client import Client
from tests.conftest import NOW
from tests.followup.followed import DUE, OVERDUE, make_followed
from tests.recommendations.outcomes import make_letter, make_scene, record
from tests.world import World, make_case, make_item, make_meeting

HERE = re.compile(r'<a [^>]*aria-current="page"[^>]*>(.*?)</a>', re.DOTALL)
Count = Callable[[Callable[[], object]], int]


def fill(world: World, count: int = 1) -> None:
    """Cases of the north in three states, one of them on the agenda of a published meeting."""
    with unit_of_work():
        for n in range(count):
            make_case(world.north, state=CaseState.DRAFT, number=f"EB-D{n}", diagnosis="Drafted cancer")
            make_case(world.north, world.board, state=CaseState.SUBMITTED, number=f"EB-S{n}")
            listed = make_case(
                world.north,
                world.board,
                state=CaseState.SCHEDULED,
                number=f"EB-L{n}",
                specialties=[Specialty.RADIOLOGY],
            )
            meeting = make_meeting(world.board, day=date(2026, 3, 9 + n))
            make_item(meeting, listed, minutes=12, presenter_id=world.physician.id)


def start(client: Client, person: object) -> str:
    page = client.sign_in(person).get("/")  # type: ignore[arg-type]
    assert page.status_code == 200
    return page.text


def test_a_nurse_sees_her_drafts_and_how_many_are_with_the_board(world: World, client: Client) -> None:
    fill(world)
    text = start(client, world.nurse)
    assert text.count("EB-D0") == 1
    assert "Nominate a case" in text
    assert "To triage" not in text


def test_another_hospital_sees_nothing_of_it(world: World, client: Client) -> None:
    fill(world)
    text = start(client, world.stranger)
    assert "EB-" not in text
    assert "Drafted cancer" not in text


def test_a_coordinator_sees_the_next_meeting_in_numbers_and_what_to_triage(world: World, client: Client) -> None:
    fill(world)
    text = start(client, world.coordinator)
    assert text.count("EB-S0") == 1
    assert "12 of 60 min" in text
    assert "0 of 1" in text  # ready
    assert "EB-D0" not in text


def test_a_specialist_sees_for_how_long_he_or_she_is_needed(world: World, client: Client) -> None:
    fill(world)
    assert "You are needed for 1 case, 12 minutes." in start(client, world.radiologist)
    assert "You are needed for 1 case, 12 minutes." in start(client, world.physician)
    assert "No case asks for your specialty so far." in start(client, world.pathologist)


def test_the_health_of_the_system_is_the_network_administrators(world: World, client: Client) -> None:
    assert "scheduler" in start(client, world.network_admin)
    assert "scheduler" not in start(client, world.north_admin)


@pytest.mark.parametrize(
    ("name", "numbers"), [("nurse", ["EB-D0", "EB-READ"]), ("chair", ["EB-S0", "EB-SIGN"]), ("radiologist", [])]
)
def test_the_cases_shown_are_recorded_once(world: World, client: Client, name: str, numbers: list[str]) -> None:
    fill(world)
    make_letter(world, number="EB-READ")
    record(make_scene(world, number="EB-SIGN"))
    start(client, getattr(world, name))
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).all()
    ids = [UUID(id_) for entry in entries for id_ in entry.details["ids"]]
    assert sorted(db.session.scalars(select(Case.number).where(Case.id.in_(ids)))) == numbers
    assert [entry.chain_id for entry in entries] == [world.north.id] * bool(numbers)


@pytest.mark.parametrize("name", ["nurse", "coordinator", "radiologist", "chair", "network_admin"])
def test_three_rows_take_as_many_queries_as_one(world: World, client: Client, count_queries: Count, name: str) -> None:
    fill(world)
    client.sign_in(getattr(world, name)).get("/")
    one = count_queries(lambda: client.get("/"))
    with unit_of_work():
        for n in (5, 6):
            make_case(world.north, state=CaseState.DRAFT, number=f"EB-D{n}")
            make_case(world.north, world.board, state=CaseState.SUBMITTED, number=f"EB-S{n}")
            make_meeting(world.board, day=date(2026, 3, 10 + n))
    assert count_queries(lambda: client.get("/")) == one


def test_duties_follow_the_roles_of_today(world: World) -> None:
    assert duties_of(world.nurse.id).nominates
    assert not duties_of(world.nurse.id).attends
    coordinator = duties_of(world.coordinator.id)
    assert (coordinator.coordinates, coordinator.runs_boards, coordinator.signs) == (True, True, False)
    chair = duties_of(world.chair.id)
    assert (chair.signs, chair.prepares, chair.attends, chair.coordinates) == (True, True, True, False)
    assert (duties_of(world.auditor.id).audits, duties_of(world.north_admin.id).administers) == (True, True)
    assert duties_of(world.network_admin.id).administers_network


def test_a_stranger_is_asked_to_sign_in(world: World, client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/")


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Start"),
        ("/calendar", "Calendar"),
        ("/meetings/{meeting}", "Calendar"),
        ("/boards", "Boards"),
        ("/boards/{board}/proposal", "Boards"),
        ("/boards/{board}/find-time", "Boards"),
        ("/mail/parked", "Mail"),
    ],
)
def test_the_menu_says_where_one_is(world: World, client: Client, path: str, label: str) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    page = client.sign_in(world.coordinator).get(path.format(board=world.board.id, meeting=meeting.id))
    assert page.status_code == 200
    menu = page.text.split('<nav class="nav"')[1].split("</nav>")[0]
    assert [re.sub(r"<[^>]+>", " ", entry).strip() for entry in HERE.findall(menu)] == [label]


def test_the_care_team_is_told_what_is_to_be_followed_up(world: World, client: Client) -> None:
    make_followed(world)
    for moment, is_asked, is_late in ((NOW, False, False), (DUE, True, False), (OVERDUE, True, True)):
        with time.at(moment):
            page = client.sign_in(world.nurse).get("/").text
            assert ("asks what became of 1 recommendation." in page, "1 overdue" in page) == (is_asked, is_late)
            assert "asks what became" not in client.sign_in(world.stranger).get("/").text
