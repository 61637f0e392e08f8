"""The proposal of a board: who sees it, what it says, what taking it over does."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.availability.models import Absence
from eboard.boards.models import BoardMembership
from eboard.cases.enums import CaseState, Urgency
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.agenda import shown
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_board, make_case, make_item, make_meeting

URGENT = Urgency.URGENT
Count = Callable[[Callable[[], object]], int]
DAY = timedelta(days=1)


GENETICS = {"state": CaseState.SCHEDULED, "specialties": ["genetics"]}


def waiting(world: World, number: str, **values: object) -> Case:
    usual = {"state": CaseState.ACCEPTED, "presenter_id": world.physician.id, "minutes": 10, "accepted_at": NOW - DAY}
    with unit_of_work():
        return make_case(world.north, world.board, number=number, **{**usual, **values})


def agendas(meetings: list[Meeting]) -> list[list[str]]:
    db.session.expire_all()
    return [[item.case.number for item in shown(meeting)] for meeting in meetings]


def accept(client: Client, world: World, *cases: Case, query: str = "") -> int:
    address = f"/boards/{world.board.id}/proposal{query}"
    [digest] = re.findall(r'name="digest" value="(\w+)"', client.get(address).text)
    return client.post(address, data={"digest": digest, "cases": [str(case.id) for case in cases]}).status_code


def said(html: str, number: str) -> str:
    """What the page says about a case, without its markup."""
    rows = re.split(r'<li[^>]*><(?:span|div) class="row-main|<li[^>]*>\s*<span class="agenda-time|</ol>', html)
    row = next(row for row in rows if f"Case {number}" in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_a_queue_becomes_agendas_when_it_is_taken_over(world: World, meetings: list[Meeting], client: Client) -> None:
    cases = [waiting(world, f"EB-{number}", target_date=date(2026, 3, 9) + number * DAY) for number in range(5)]
    client.sign_in(world.coordinator)
    assert accept(client, world, *cases) == 303
    assert [len(numbers) for numbers in agendas(meetings)] == [3, 2]
    assert {case.state for case in cases} == {CaseState.SCHEDULED}
    assert "The agendas stand as they would be proposed." in client.get(f"/boards/{world.board.id}/proposal").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "proposal.accepted")).one()
    assert (entry.subject_id, sorted(entry.details["cases"])) == (
        world.board.id,
        sorted(str(case.id) for case in cases),
    )


def test_what_is_not_ticked_stays_in_the_queue(world: World, meetings: list[Meeting], client: Client) -> None:
    first, second = waiting(world, "EB-1"), waiting(world, "EB-2")
    client.sign_in(world.coordinator)
    assert accept(client, world, second) == 303
    assert agendas(meetings) == [["EB-2"], []]
    assert first.state is CaseState.ACCEPTED
    assert accept(client, world) == 422


def test_each_case_says_why(world: World, meetings: list[Meeting], client: Client) -> None:
    waiting(world, "EB-LATE", target_date=date(2026, 3, 8), urgency=Urgency.URGENT, complexity=4)
    waiting(world, "EB-LAST", target_date=date(2026, 3, 16))
    waiting(world, "EB-GENES", specialties=["genetics"], target_date=date(2026, 3, 10))
    waiting(world, "EB-LONG", minutes=31)
    page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal").text
    assert "Due 1 day before this meeting." in said(page, "EB-LATE")
    assert "Demanding, so it comes early." in said(page, "EB-LATE")
    assert "Beside EB-LATE: the same people are needed." in said(page, "EB-LAST")
    assert "Not on any planned day: nobody for Clinical genetics." in said(page, "EB-GENES")
    assert "No planned meeting has everybody it needs." in said(page, "EB-GENES")
    assert "the meeting is shorter than the case." in said(page, "EB-LONG")


def test_what_was_published_stays_and_makes_room_for_the_pressing(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    with unit_of_work():
        meetings[0].state, meetings[0].published_at = MeetingState.PUBLISHED, NOW
        for place in (1, 2):
            case = make_case(world.north, world.board, number=f"EB-OLD{place}", state=CaseState.SCHEDULED)
            make_item(meetings[0], case, position=place)
    urgent = [waiting(world, f"EB-{number}", target_date=date(2026, 3, 10)) for number in range(2)]
    client.sign_in(world.coordinator)
    page = client.get(f"/boards/{world.board.id}/proposal").text
    assert "It stands on this agenda and stays." in said(page, "EB-OLD1")
    assert accept(client, world, *urgent) == 303
    first, second = agendas(meetings)
    assert ({*first} > {"EB-OLD1", "EB-OLD2"}, len(first), len(second)) == (True, 3, 1)


def test_cases_of_a_planned_meeting_move_and_leave(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        far = make_case(world.north, world.board, number="EB-FAR", state=CaseState.SCHEDULED, minutes=30)
        make_item(meetings[0], far, minutes=30, presenter_id=world.physician.id)
        none = make_case(
            world.north, world.board, number="EB-NONE", state=CaseState.SCHEDULED, specialties=["genetics"]
        )
        make_item(meetings[1], none)
    near = [
        waiting(world, f"EB-{number}", target_date=date(2026, 3, 10), urgency=Urgency.URGENT) for number in range(3)
    ]
    client.sign_in(world.coordinator)
    page = client.get(f"/boards/{world.board.id}/proposal").text
    assert "It stands on this agenda and stays." in said(page, "EB-FAR")
    page = client.get(f"/boards/{world.board.id}/proposal?free=1").text
    assert "now on Mon 16 Mar 2026" in said(page, "EB-NONE")
    assert accept(client, world, *near, far, none, query="?free=1") == 303
    assert agendas(meetings) == [["EB-0", "EB-1", "EB-2"], ["EB-FAR"]]
    assert none.state is CaseState.ACCEPTED


def test_people_who_are_away_or_elsewhere_are_not_counted_on(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    day = meetings[0].day
    with unit_of_work():
        elsewhere = make_meeting(make_board(world.hub, "LUNG"), day, minutes=30)
        db.session.add(Guest(meeting_id=elsewhere.id, person_id=world.radiologist.id))
        days = {"starts_on": day, "ends_on": day, "zone": "UTC"}
        instants = {"starts_at": meetings[0].starts_at - DAY, "ends_at": meetings[0].ends_at + DAY}
        db.session.add(Absence(person_id=world.physician.id, entered_by_id=world.nurse.id, **days, **instants))
    waiting(world, "EB-SCAN", specialties=["radiology"], presenter_id=None)
    waiting(world, "EB-MINE")
    address = f"/boards/{world.board.id}/proposal"
    page = client.sign_in(world.coordinator).get(address).text
    assert "Not on Mon 9 Mar 2026: nobody for Diagnostic radiology." in said(page, "EB-SCAN")
    assert "Not on Mon 9 Mar 2026: the presenter is away." in said(page, "EB-MINE")
    with unit_of_work():
        promised = {"meeting_id": meetings[0].id, "person_id": world.physician.id, "tag": "promised"}
        db.session.add(Invitation(**promised, answer=Answer.ACCEPTED))
    assert "Not on" not in said(client.get(address).text, "EB-MINE")


def test_a_proposal_that_is_out_of_date_is_shown_anew(world: World, meetings: list[Meeting], client: Client) -> None:
    case = waiting(world, "EB-1")
    address = f"/boards/{world.board.id}/proposal"
    client.sign_in(world.coordinator)
    [digest] = re.findall(r'name="digest" value="(\w+)"', client.get(address).text)
    waiting(world, "EB-2")
    answer = client.post(address, data={"digest": digest, "cases": [str(case.id)]})
    assert (answer.status_code, "Here is the new proposal." in answer.text) == (409, True)
    assert agendas(meetings) == [[], []]


def test_a_published_case_whose_people_are_gone_stays_outside_the_plan(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    with unit_of_work():
        meetings[0].state, meetings[0].published_at = MeetingState.PUBLISHED, NOW
        lost = make_case(
            world.north, world.board, number="EB-LOST", state=CaseState.SCHEDULED, specialties=["genetics"]
        )
        make_item(meetings[0], lost, minutes=20)
    cases = [waiting(world, f"EB-{number}") for number in range(2)]
    client.sign_in(world.coordinator)
    page = client.get(f"/boards/{world.board.id}/proposal").text
    assert "It stays on this agenda as it is. Somebody it needs is away, or the time is short." in said(page, "EB-LOST")
    assert "14:10 Case EB-LOST" in said(page, "EB-LOST")  # behind the new case, as it will stand
    assert accept(client, world, *cases) == 303
    first, second = agendas(meetings)
    assert (first[1:], {first[0], *second}) == (["EB-LOST"], {"EB-0", "EB-1"})


def test_a_restricted_case_takes_its_time_and_shows_nothing(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    with unit_of_work():
        hidden = make_case(
            world.north,
            world.board,
            number="EB-HIDDEN",
            state=CaseState.SCHEDULED,
            is_restricted=True,
            question="Secret",
        )
        make_item(meetings[0], hidden, presenter_id=world.physician.id)
    waiting(world, "EB-1")
    page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal").text
    assert ("A restricted case" in page, "EB-HIDDEN" in page, "Secret" in page) == (True, False, False)


def test_a_board_without_meetings_says_what_to_do(world: World, client: Client) -> None:
    page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal").text
    assert "Plan a meeting or a series first; then its agenda can be proposed." in page


@pytest.mark.parametrize(
    ("name", "status"),
    [("coordinator", 200), ("chair", 200), ("deputy", 200), ("radiologist", 403), ("nurse", 404), ("stranger", 404)],
)
def test_only_those_who_run_the_board_are_shown_a_proposal(
    world: World, meetings: list[Meeting], client: Client, name: str, status: int
) -> None:
    waiting(world, "EB-1")
    client.sign_in(getattr(world, name))
    address = f"/boards/{world.board.id}/proposal"
    answers = (client.get(address).status_code, client.post(address, data={"cases": []}).status_code)
    assert {answers[0], 403 if answers[0] == 403 else answers[0]} == {status}
    assert agendas(meetings) == [[], []]


def test_more_cases_take_no_more_queries(
    world: World, meetings: list[Meeting], client: Client, count_queries: Count
) -> None:
    waiting(world, "EB-0")
    address = f"/boards/{world.board.id}/proposal"
    client.sign_in(world.coordinator).get(address)
    one = count_queries(lambda: client.get(address))
    for number in (1, 2, 3):
        waiting(world, f"EB-{number}")
    assert count_queries(lambda: client.get(address)) == one


def test_the_looks_are_recorded(world: World, meetings: list[Meeting], client: Client) -> None:
    case = waiting(world, "EB-1")
    client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    assert [UUID(found) for found in entry.details["ids"]] == [case.id]


def test_nobody_is_planned_more_cases_than_he_or_she_can_prepare(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    with unit_of_work():
        for member in db.session.query(BoardMembership).filter_by(person_id=world.pathologist.id):
            member.most_cases = 1
    cases = [waiting(world, f"EB-{number}", specialties=["pathology"]) for number in range(3)]
    client.sign_in(world.coordinator)
    assert accept(client, world, *cases) == 303
    assert [len(numbers) for numbers in agendas(meetings)] == [1, 1]
