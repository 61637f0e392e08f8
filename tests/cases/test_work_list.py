"""The work list: whose cases it shows, in which order, how it narrows, and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board
from eboard.cases.clock import clock_of
from eboard.cases.enums import CaseState, Order, Pace, TriageResult, Urgency, Waiting
from eboard.cases.models import Case, TriageProposal
from eboard.cases.queries.work_list import Wanted, counts, page_of, rows, work_list
from eboard.cases.searching import search_text
from eboard.core.db import db, unit_of_work
from eboard.core.web.paging import PER_PAGE
from eboard.meetings.enums import MeetingState
from eboard.meetings.queries.upcoming import next_by_board
from eboard.people.models import Person
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_board, make_case, make_meeting, make_member, make_organization, make_person, save

TODAY = NOW.date()


def case_of(world: World, board: Board | None = None, **values: Any) -> Case:
    with unit_of_work():
        row = make_case(world.north, board or world.board, **{"submitted_at": NOW, **values})
        row.search_text = search_text(row)
        return row


def found(client: Client, person: Person, **arguments: str) -> set[str]:
    """The numbers of the cases on the page."""
    answer = client.sign_in(person).get("/work-list", query_string=arguments)
    assert answer.status_code == 200
    numbers = db.session.scalars(select(Case.number)).all()
    return {number for number in numbers if f">{number}<" in answer.text}


def in_order(wanted: Wanted, meetings: dict[Any, date] | None = None) -> list[str]:
    return [case.number for case in db.session.scalars(work_list(select(Case), wanted, meetings or {}))]


def test_the_staff_of_a_board_sees_its_cases_from_submission_and_nobody_else_does(client: Client, world: World) -> None:
    case_of(world, number="EB-1")
    case_of(world, number="EB-2", state=CaseState.DRAFT)
    with unit_of_work():
        elsewhere = make_board(world.hub, "LUNG")
    case_of(world, elsewhere, number="EB-3")
    case_of(world, number="EB-4", is_restricted=True)
    assert found(client, world.coordinator) == found(client, world.chair) == {"EB-1"}
    for outsider in (world.nurse, world.stranger, world.radiologist, world.network_admin):
        assert found(client, outsider) == set()


def test_a_look_at_the_list_is_one_entry_per_owner_with_the_ids(client: Client, world: World) -> None:
    ids = sorted(str(case_of(world).id) for _ in range(2))
    found(client, world.coordinator)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    assert (entry.chain_id, sorted(entry.details["ids"])) == (world.north.id, ids)


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        ({}, {"EB-1", "EB-2", "EB-3"}),
        ({"waiting": "triage"}, {"EB-1", "EB-3"}),
        ({"waiting": "meeting"}, {"EB-2"}),
        ({"waiting": "confirmation"}, {"EB-3"}),
        ({"waiting": "care_team"}, {"EB-4"}),
        ({"waiting": "anything"}, {"EB-1", "EB-2", "EB-3", "EB-4"}),
        ({"state": "accepted"}, {"EB-2"}),
        ({"urgency": "urgent"}, {"EB-2"}),
        ({"ready": "yes"}, {"EB-1"}),
        ({"ready": "no"}, {"EB-2", "EB-3"}),
        ({"q": "MÜLLERIAN"}, {"EB-2"}),
        ({"q": "eb-3"}, {"EB-3"}),
        ({"q": "100%"}, set()),
        ({"organization": "self"}, {"EB-3"}),
        ({"board": "self"}, {"EB-1", "EB-2", "EB-3"}),
        ({"board": "nonsense", "state": "nonsense", "sort": "nonsense"}, {"EB-1", "EB-2", "EB-3"}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else " ".join(sorted(value)),
)
def test_the_address_narrows_the_list(
    client: Client, world: World, arguments: dict[str, str], numbers: set[str]
) -> None:
    case_of(world, number="EB-1", is_ready=True)
    case_of(world, number="EB-2", state=CaseState.ACCEPTED, urgency=Urgency.URGENT, diagnosis="Müllerian tumor")
    proposed = case_of(world, number="EB-3", organization_id=world.south.id)
    case_of(world, number="EB-4", state=CaseState.RETURNED)
    save(
        TriageProposal(
            case_id=proposed.id, result=TriageResult.DECLINE, reason="No.", proposed_by_id=world.coordinator.id
        )
    )
    ids = {"organization": str(world.south.id), "board": str(world.board.id)}
    asked = {name: ids[name] if value == "self" else value for name, value in arguments.items()}
    assert found(client, world.coordinator, **asked) == numbers


def test_slack_counts_from_the_next_meeting_of_each_board(world: World) -> None:
    with unit_of_work():
        weekly, monthly = make_board(world.hub, "WEEK"), make_board(world.hub, "MONTH")
        make_meeting(weekly, TODAY + timedelta(days=7))
        make_meeting(monthly, TODAY + timedelta(days=25))
        make_meeting(monthly, TODAY + timedelta(days=2), state=MeetingState.CANCELLED)
        make_meeting(monthly, TODAY - timedelta(days=3))
    case_of(world, weekly, number="20 left, meets in 7", target_date=TODAY + timedelta(days=20))
    case_of(world, monthly, number="30 left, meets in 25", target_date=TODAY + timedelta(days=30))
    case_of(world, number="8 left, no meeting", target_date=TODAY + timedelta(days=8))
    case_of(world, number="no date")
    meetings = next_by_board([weekly.id, monthly.id, world.board.id])
    assert meetings == {weekly.id: TODAY + timedelta(days=7), monthly.id: TODAY + timedelta(days=25)}
    assert in_order(Wanted(), meetings) == [
        "30 left, meets in 25",
        "8 left, no meeting",
        "20 left, meets in 7",
        "no date",
    ]
    shown = rows(db.session.scalars(work_list(select(Case), Wanted(), meetings)).all(), meetings)
    assert [row.clock.slack if row.clock else None for row in shown] == [5, 8, 13, None]


def test_without_any_meeting_slack_is_the_days_left(world: World) -> None:
    case_of(world, number="later", target_date=TODAY + timedelta(days=9))
    case_of(world, number="sooner", target_date=TODAY + timedelta(days=1))
    assert in_order(Wanted()) == ["sooner", "later"]


def test_a_list_sorts_by_age_urgency_and_readiness(world: World) -> None:
    days = [TODAY + timedelta(days=n) for n in range(3)]
    case_of(world, number="A", urgency=Urgency.ROUTINE, submitted_at=NOW - timedelta(days=9), target_date=days[0])
    case_of(world, number="B", urgency=Urgency.EMERGENCY, is_ready=True, target_date=days[2])
    case_of(world, number="C", urgency=Urgency.URGENT, submitted_at=NOW - timedelta(days=2), target_date=days[1])
    case_of(world, number="D", submitted_at=None)
    assert in_order(Wanted(order=Order.AGE)) == ["A", "C", "B", "D"]
    assert in_order(Wanted(order=Order.URGENCY)) == ["B", "C", "A", "D"]
    assert in_order(Wanted(order=Order.READINESS)) == ["B", "A", "C", "D"]


def test_tabs_say_how_many_cases_wait_for_what(world: World) -> None:
    for state in (CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.DEFERRED, CaseState.RETURNED, CaseState.CLOSED):
        case = case_of(world, state=state)
        save(
            TriageProposal(
                case_id=case.id, result=TriageResult.DECLINE, reason="No.", proposed_by_id=world.coordinator.id
            )
        )
    assert counts(select(Case)) == {
        Waiting.BOARD: 3,
        Waiting.TRIAGE: 1,
        Waiting.CONFIRMATION: 2,
        Waiting.MEETING: 2,
        Waiting.CARE_TEAM: 1,
        Waiting.ANYTHING: 5,
    }


@pytest.mark.parametrize(
    ("days_left", "meets_in", "pace"),
    [
        (-1, None, Pace.LATE),
        (0, None, Pace.CLOSE),
        (3, None, Pace.CLOSE),
        (4, None, Pace.ON_TRACK),
        (10, 11, Pace.LATE),
        (10, 10, Pace.CLOSE),
        (10, 7, Pace.CLOSE),
        (10, 6, Pace.ON_TRACK),
    ],
)
def test_the_clock_is_late_when_the_next_meeting_comes_too_late(
    days_left: int, meets_in: int | None, pace: Pace
) -> None:
    meeting = None if meets_in is None else TODAY + timedelta(days=meets_in)
    clock = clock_of(TODAY + timedelta(days=days_left), today=TODAY, next_meeting=meeting)
    assert clock is not None
    assert (clock.days_left, clock.pace) == (days_left, pace)


def test_a_narrowed_list_knows_its_length_on_every_page_and_behind_the_last(world: World) -> None:
    with unit_of_work():
        for _ in range(PER_PAGE + 3):
            make_case(world.north, world.board)
    pages = [
        page_of(select(Case), Wanted(is_ready=is_ready), {}, number=number, counted={})
        for is_ready, number in ((False, 1), (False, 2), (False, 9), (True, 1), (True, 2))
    ]
    assert [(len(page.items), page.total) for page in pages] == [(50, 53), (3, 53), (0, 53), (0, 0), (0, 0)]


def test_three_cases_of_three_owners_cost_as_many_queries_as_one(
    client: Client, world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.coordinator)
    case_of(world)
    client.get("/work-list")  # the first look at a case begins the audit chain of its owner
    one = count_queries(lambda: client.get("/work-list"))
    with unit_of_work():
        board = make_board(world.hub, "LUNG")
        make_member(board, world.coordinator, BoardRole.COORDINATOR)
        make_meeting(board)
        for code in ("EAST", "WEST"):
            organization = make_organization(code)
            make_person(f"Some {code}", organization)
            make_case(organization, board, submitted_at=NOW)
    client.get("/work-list")
    assert count_queries(lambda: client.get("/work-list")) == one


def bulk(client: Client, person: Person, cases: list[Case], **values: str) -> Any:
    ids = [str(case.id) for case in cases]
    return client.sign_in(person).post("/work-list/bulk", data={"ids": [*ids, "nonsense"], **values})


def test_many_are_accepted_at_once_and_the_same_page_takes_it_back(client: Client, world: World) -> None:
    first, closed = case_of(world), case_of(world, state=CaseState.CLOSED)
    answer = bulk(client, world.coordinator, [first, closed], do="discuss")
    assert (answer.status_code, first.state, closed.state) == (200, CaseState.ACCEPTED, CaseState.CLOSED)
    assert answer.text.count("not changed") == 1
    assert answer.text.count(f'name="ids" value="{first.id}"') == 1
    answer = client.post("/work-list/take-back", data={"ids": [str(first.id)]})
    assert (answer.status_code, first.state) == (200, CaseState.SUBMITTED)


def test_many_are_returned_with_one_note(client: Client, world: World) -> None:
    cases = [case_of(world), case_of(world)]
    bulk(client, world.coordinator, cases, do="not_ready", reason="Please add the slides.")
    assert [case.state for case in cases] == [CaseState.RETURNED] * 2


def test_what_is_not_mine_is_not_touched_and_an_unknown_verb_does_nothing(client: Client, world: World) -> None:
    case = case_of(world)
    assert bulk(client, world.stranger, [case], do="discuss").status_code == 200
    assert bulk(client, world.coordinator, [case], do="decline").status_code == 422
    assert case.state is CaseState.SUBMITTED
