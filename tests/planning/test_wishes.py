"""Wishes of coordinators: what they do to a proposal, who may say them, and which cannot be kept."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.availability.models import Absence
from eboard.boards.enums import BoardRole
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.planning.models import Wish
from tests.client import Client
from tests.conftest import NOW
from tests.planning.test_pages import accept, agendas, said, waiting
from tests.world import World, make_board, make_case, make_item, make_meeting, make_member


def wish(client: Client, world: World, kind: str, case: Case, **others: UUID) -> int:
    sent = {"kind": kind, "case": str(case.id), **{name: str(value) for name, value in others.items()}}
    return client.post(f"/boards/{world.board.id}/wishes", data=sent).status_code


def page(client: Client, world: World, query: str = "") -> str:
    return client.get(f"/boards/{world.board.id}/proposal{query}").text


def kinds() -> list[str]:
    return [str(one.kind) for one in db.session.scalars(select(Wish).order_by(Wish.id))]


def test_a_case_comes_where_it_is_wished(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    first, second = waiting(world, "EB-1"), waiting(world, "EB-2")
    assert wish(client, world, "here", first, meeting=meetings[1].id) == 303
    assert "It was pinned to this meeting." in said(page(client, world), "EB-1")
    assert accept(client, world, first, second) == 303
    assert agendas(meetings) == [["EB-2"], ["EB-1"]]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "proposal.wished")).one()
    assert (entry.subject_id, entry.details["kind"]) == (first.id, "here")


def test_first_and_right_after(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    cases = [waiting(world, f"EB-{number}", complexity=5 - number) for number in range(3)]
    wish(client, world, "first", cases[2], meeting=meetings[0].id)
    wish(client, world, "after", cases[0], after=cases[1].id)
    assert accept(client, world, *cases) == 303
    assert agendas(meetings) == [["EB-2", "EB-1", "EB-0"], []]


def test_not_here_keeps_a_case_out_and_says_so(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    case = waiting(world, "EB-1")
    wish(client, world, "not_here", case, meeting=meetings[0].id)
    assert "Not on Mon 9 Mar 2026: a coordinator ruled it out." in said(page(client, world), "EB-1")
    assert accept(client, world, case) == 303
    assert agendas(meetings) == [[], ["EB-1"]]


def test_a_wish_that_cannot_be_kept_is_named_and_the_rest_is_planned(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    client.sign_in(world.coordinator)
    genes = waiting(world, "EB-GENES", specialties=["genetics"])
    wish(client, world, "here", genes, meeting=meetings[0].id)
    circle = [waiting(world, f"EB-{number}") for number in (1, 2)]
    wish(client, world, "after", circle[0], after=circle[1].id)
    wish(client, world, "after", circle[1], after=circle[0].id)
    html = page(client, world)
    assert "Not kept: case EB-GENES on Mon 9 Mar 2026. Not on Mon 9 Mar 2026: nobody for Clinical genetics." in html
    assert "Not kept: case EB-1 right after EB-2" in html.replace("case EB-2", "EB-2")
    assert accept(client, world, *circle) == 303
    assert {*agendas(meetings)[0]} == {"EB-1", "EB-2"}


def test_what_stands_on_an_agenda_wins_over_a_wish(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    with unit_of_work():
        listed = make_case(world.north, world.board, number="EB-OLD", state=CaseState.SCHEDULED, specialties=[])
        make_item(meetings[0], listed, minutes=30, presenter_id=None)
    new = waiting(world, "EB-NEW", minutes=30)
    wish(client, world, "here", new, meeting=meetings[0].id)
    html = page(client, world)
    assert "Not kept: case EB-NEW on Mon 9 Mar 2026. It contradicts: case EB-OLD on Mon 9 Mar 2026." in html
    assert accept(client, world, new) == 303
    assert agendas(meetings) == [["EB-OLD"], ["EB-NEW"]]
    wish(client, world, "not_here", listed, meeting=meetings[0].id)
    assert "The agendas stand as they would be proposed." in page(client, world)
    assert "not on Mon 9 Mar 2026" in said(page(client, world, "?free=1"), "EB-OLD")


def test_a_wish_is_judged_beside_what_can_be_held(world: World, meetings: list[Meeting], client: Client) -> None:
    starts_at = meetings[0].starts_at + timedelta(minutes=10)
    with unit_of_work():
        for place in (1, 2):
            listed = make_case(
                world.north, world.board, number=f"EB-OLD{place}", state=CaseState.SCHEDULED, specialties=["radiology"]
            )
            make_item(meetings[0], listed, minutes=10, position=place, presenter_id=None)
        days = {"starts_on": meetings[0].day, "ends_on": meetings[0].day, "zone": "UTC"}
        instants = {"starts_at": starts_at, "ends_at": starts_at + timedelta(days=1)}
        db.session.add(Absence(person_id=world.radiologist.id, entered_by_id=world.nurse.id, **days, **instants))
    client.sign_in(world.coordinator)
    genes = waiting(world, "EB-GENES", specialties=["genetics"])
    wish(client, world, "here", genes, meeting=meetings[1].id)
    html = page(client, world)
    assert html.count("It stays on this agenda as it is.") == 1
    assert "Not kept: case EB-GENES on Mon 16 Mar 2026. Not on Mon 16 Mar 2026: nobody for Clinical genetics." in html


def test_a_case_has_one_place_and_a_wish_is_taken_back(world: World, meetings: list[Meeting], client: Client) -> None:
    client.sign_in(world.coordinator)
    case, other = waiting(world, "EB-1"), waiting(world, "EB-2")
    for kind, ids in [
        ("not_here", {"meeting": meetings[0].id}),
        ("here", {"meeting": meetings[1].id}),
        ("after", {"after": other.id}),
        ("first", {"meeting": meetings[0].id}),
    ]:
        assert wish(client, world, kind, case, **ids) == 303
    assert kinds() == ["first"]
    [address] = re.findall(r'action="(/boards/[^"]+/drop)"', page(client, world))
    assert client.post(address).status_code == 303
    assert kinds() == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"kind": "nowhere"}, 422), ({"kind": "here"}, 422), ({"kind": "after"}, 422), ({"case": "x"}, 404)],
)
def test_a_wish_that_means_nothing_is_refused(
    world: World, meetings: list[Meeting], client: Client, sent: dict[str, str], status: int
) -> None:
    client.sign_in(world.coordinator)
    case = waiting(world, "EB-1")
    usual = {"kind": "here", "case": str(case.id)}
    assert client.post(f"/boards/{world.board.id}/wishes", data=usual | sent).status_code == status
    assert wish(client, world, "after", case, after=case.id) == 422
    assert kinds() == []


def test_a_wish_stays_within_its_board(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        lung = make_board(world.hub, "LUNG")
        make_member(lung, world.coordinator, BoardRole.COORDINATOR)
        elsewhere = make_meeting(lung, date(2026, 3, 9), state=MeetingState.PLANNED, published_at=None)
        other = make_case(world.north, lung, number="EB-LUNG", state=CaseState.ACCEPTED)
    case = waiting(world, "EB-1")
    client.sign_in(world.coordinator)
    assert wish(client, world, "here", case, meeting=elsewhere.id) == 422
    assert wish(client, world, "after", case, after=other.id) == 422
    assert client.post(f"/boards/{lung.id}/wishes", data={"kind": "first", "case": str(case.id)}).status_code == 404
    assert kinds() == []


def test_a_case_that_became_restricted_is_not_named_by_a_wish(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    client.sign_in(world.coordinator)
    secret, case, genes = waiting(world, "EB-SECRET"), waiting(world, "EB-1"), waiting(world, "EB-GENES")
    wish(client, world, "after", case, after=secret.id)
    wish(client, world, "here", genes, meeting=meetings[0].id)
    with unit_of_work():
        secret.is_restricted = genes.is_restricted = True
        genes.specialties = ["genetics"]
    html = page(client, world)
    assert "right after another case" in said(html, "EB-1")
    assert ("EB-SECRET" in html, "Not kept" in html, "Clinical genetics" in html) == (False, False, False)


def test_a_wish_for_a_case_outside_the_plan_can_be_taken_back(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    with unit_of_work():
        lost = make_case(
            world.north, world.board, number="EB-LOST", state=CaseState.SCHEDULED, specialties=["genetics"]
        )
        make_item(meetings[0], lost, minutes=10)
    client.sign_in(world.coordinator)
    wish(client, world, "not_here", lost, meeting=meetings[0].id)
    assert "not on Mon 9 Mar 2026 Take back" in said(page(client, world), "EB-LOST")


def test_a_published_case_is_not_offered_to_leave(world: World, meetings: list[Meeting], client: Client) -> None:
    with unit_of_work():
        meetings[0].state, meetings[0].published_at = MeetingState.PUBLISHED, NOW
        for place, meeting in enumerate(meetings):
            case = make_case(world.north, world.board, number=f"EB-{place}", state=CaseState.SCHEDULED)
            make_item(meeting, case, minutes=10, presenter_id=None)
    html = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal?free=1").text
    assert ["Not in this meeting" in said(html, f"EB-{place}") for place in (0, 1)] == [False, True]


def test_a_wish_does_not_keep_a_meeting_from_being_deleted(
    world: World, meetings: list[Meeting], client: Client
) -> None:
    client.sign_in(world.coordinator)
    wish(client, world, "here", waiting(world, "EB-1"), meeting=meetings[1].id)
    with unit_of_work():
        db.session.delete(meetings[1])
    assert kinds() == []


@pytest.mark.parametrize("name", ["radiologist", "nurse", "stranger"])
def test_only_those_who_run_the_board_have_wishes(
    world: World, meetings: list[Meeting], client: Client, name: str
) -> None:
    case = waiting(world, "EB-1")
    client.sign_in(world.coordinator)
    wish(client, world, "here", case, meeting=meetings[0].id)
    said_wish = db.session.scalars(select(Wish)).one()
    client.sign_in(getattr(world, name))
    assert wish(client, world, "not_here", case, meeting=meetings[0].id) in {403, 404}
    assert client.post(f"/boards/{world.board.id}/wishes/{said_wish.id}/drop").status_code in {403, 404}
    assert kinds() == ["here"]


def test_wishes_about_restricted_cases_are_not_to_be_had(world: World, meetings: list[Meeting], client: Client) -> None:
    hidden = waiting(world, "EB-HIDDEN", is_restricted=True)
    client.sign_in(world.coordinator)
    assert wish(client, world, "here", hidden, meeting=meetings[0].id) == 404
    assert kinds() == []
