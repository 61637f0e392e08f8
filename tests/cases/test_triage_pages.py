"""The pages of triage: who may open them, and what a decision leads to."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from eboard.boards.enums import BoardRole
from eboard.cases.enums import CaseState
from eboard.cases.models import Case, TriageProposal
from eboard.core.db import db, unit_of_work
from tests.client import Client
from tests.world import World, make_board, make_case, make_member


def submitted(world: World, **values: Any) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, nominated_by_id=world.nurse.id, **values)


def test_the_page_shows_the_question_and_what_is_missing(client: Client, world: World) -> None:
    case = submitted(world, missing=["ecog"])
    answer = client.sign_in(world.coordinator).get(f"/cases/{case.id}/triage")
    assert answer.status_code == 200
    assert case.question in answer.text
    assert "Give the ECOG performance status." in answer.text
    assert f'<li><a href="/cases/{case.id}">' in answer.text


def test_another_organization_finds_no_triage(client: Client, world: World) -> None:
    case = submitted(world)
    client.sign_in(world.stranger)
    assert client.get(f"/cases/{case.id}/triage").status_code == 404
    assert client.post(f"/cases/{case.id}/triage", data={"result": "discuss"}).status_code == 404
    assert client.post(f"/cases/{case.id}/triage/take-back").status_code == 404
    assert case.state is CaseState.SUBMITTED


def test_the_care_team_is_told_that_triage_is_not_its_own(client: Client, world: World) -> None:
    case = submitted(world)
    assert client.sign_in(world.nurse).get(f"/cases/{case.id}/triage").status_code == 403


def test_accepting_leads_back_to_the_list_with_a_way_back(client: Client, world: World) -> None:
    case = submitted(world)
    answer = client.sign_in(world.coordinator).post(f"/cases/{case.id}/triage", data={"result": "discuss"})
    assert (answer.status_code, answer.location, case.state) == (302, "/work-list", CaseState.ACCEPTED)
    assert f'action="/cases/{case.id}/triage/take-back"' in client.get("/work-list").text
    answer = client.post(f"/cases/{case.id}/triage/take-back")
    assert (answer.location, case.state) == (f"/cases/{case.id}/triage", CaseState.SUBMITTED)


def test_a_refusal_keeps_what_was_typed(client: Client, world: World) -> None:
    case = submitted(world)
    client.sign_in(world.coordinator)
    answer = client.post(f"/cases/{case.id}/triage", data={"result": "redirect", "reason": "Wrong board."})
    assert answer.status_code == 422
    assert "Wrong board.</textarea>" in answer.text.replace("\r\n", "")
    assert "Choose another board that takes cases." in answer.text
    assert client.post(f"/cases/{case.id}/triage", data={}).status_code == 422
    assert case.state is CaseState.SUBMITTED


def test_a_proposal_can_be_taken_back_from_the_flash(client: Client, world: World) -> None:
    case = submitted(world)
    client.sign_in(world.coordinator)
    client.post(f"/cases/{case.id}/triage", data={"result": "decline", "reason": "Not for us."})
    assert "proposed: Decline" in client.get("/work-list").text
    client.post(f"/cases/{case.id}/triage/take-back")
    assert db.session.scalars(select(TriageProposal.is_confirmed)).all() == [False]


def test_a_redirected_case_leaves_one_list_for_another(client: Client, world: World) -> None:
    case = submitted(world)
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
        make_member(other, world.chair, BoardRole.COORDINATOR)
    data = {"result": "redirect", "reason": "It is a lung primary.", "board": str(other.id)}
    client.sign_in(world.coordinator).post(f"/cases/{case.id}/triage", data=data)
    first = client.get("/work-list").text
    assert f'href="/cases/{case.id}"' not in first
    assert "GI eBoard → LUNG eBoard · It is a lung primary." in first
    assert client.get(f"/cases/{case.id}").status_code == 404
    client.sign_in(world.chair)
    assert f'href="/cases/{case.id}"' in client.get("/work-list").text
    assert "Redirected by the GI eBoard" in client.get(f"/cases/{case.id}").text


def test_the_staff_decides_on_the_case_page_and_the_care_team_sees_no_such_form(client: Client, world: World) -> None:
    case = submitted(world)
    action = f'action="/cases/{case.id}/triage"'
    assert client.sign_in(world.coordinator).get(f"/cases/{case.id}").text.count(action) == 1
    assert client.sign_in(world.nurse).get(f"/cases/{case.id}").text.count(action) == 0
    with unit_of_work():
        case.state = CaseState.CLOSED
    assert client.sign_in(world.coordinator).get(f"/cases/{case.id}").text.count(action) == 0


def propose(client: Client, world: World, case: Case) -> None:
    data = {"result": "note_only", "reason": "The guideline leaves no question."}
    client.sign_in(world.coordinator).post(f"/cases/{case.id}/triage", data=data)


def test_a_physician_of_the_board_confirms_what_was_proposed(client: Client, world: World) -> None:
    case = submitted(world)
    propose(client, world, case)
    page = client.sign_in(world.radiologist).get("/confirmations")
    assert "The guideline leaves no question." in page.text
    answer = client.post(f"/confirmations/{case.id}", data={"do": "confirm", "note": "Agreed."})
    assert (answer.status_code, answer.location, case.state) == (303, "/confirmations", CaseState.NOTED)
    assert "Nothing to confirm" in client.get("/confirmations").text
    answer = client.post(f"/confirmations/{case.id}", data={"do": "confirm"})
    assert answer.status_code == 422
    assert "This proposal was decided or withdrawn meanwhile." in answer.text


def test_the_coordinator_reads_why_a_proposal_was_turned_down(client: Client, world: World) -> None:
    case = submitted(world)
    propose(client, world, case)
    data = {"do": "turn_down", "note": "Please list it; she is pregnant."}
    client.sign_in(world.chair).post(f"/confirmations/{case.id}", data=data)
    assert case.state is CaseState.SUBMITTED
    page = client.sign_in(world.coordinator).get(f"/cases/{case.id}").text
    assert "Charles Chair turned a proposal down." in page
    assert "Please list it; she is pregnant." in page


def test_only_physicians_of_the_board_see_and_decide_proposals(client: Client, world: World) -> None:
    case = submitted(world)
    propose(client, world, case)
    for person in (world.coordinator, world.nurse, world.stranger, world.observer):
        assert "The guideline" not in client.sign_in(person).get("/confirmations").text
        assert client.post(f"/confirmations/{case.id}", data={"do": "confirm"}).status_code in {403, 404}
    client.sign_in(world.stranger)
    assert client.post(f"/confirmations/{case.id}", data={"do": "confirm"}).status_code == 404
    client.sign_in(world.coordinator, on_behalf_of=world.chair)
    assert client.post(f"/confirmations/{case.id}", data={"do": "confirm"}).status_code == 403
    assert case.state is CaseState.SUBMITTED


def test_three_proposals_cost_as_many_queries_as_one(
    client: Client, world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    propose(client, world, submitted(world))
    client.sign_in(world.chair).get("/confirmations")
    one = count_queries(lambda: client.get("/confirmations"))
    for _ in range(2):
        propose(client, world, submitted(world))
    client.sign_in(world.chair).get("/confirmations")
    assert count_queries(lambda: client.get("/confirmations")) == one
