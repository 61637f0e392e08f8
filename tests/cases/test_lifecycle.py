"""Submit, return, submit again, withdraw, enter in error, restrict; and what the case page says of each."""

from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.lifecycle import enter_in_error, submit_case
from eboard.cases.actions.moves import move
from eboard.cases.actions.nominate import save_case, start_case
from eboard.cases.actions.restriction import restrict_case
from eboard.cases.enums import CaseState, Consent
from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.cases.panels import _panels, panel
from eboard.cases.queries.cases import STATES, Waits
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from tests.cases.nominating import actor_of, draft
from tests.client import Client
from tests.world import World, make_case, save


def submitted(world: World, **values: Any) -> Case:
    case = draft(world, **values)
    with unit_of_work():
        submit_case(actor=actor_of(world.nurse), case=case)
    return case


def test_an_incomplete_case_is_not_submitted_and_says_what_is_missing(client: Client, world: World) -> None:
    with unit_of_work():
        case = start_case(actor=actor_of(world.nurse), organization_id=world.north.id)
    client.sign_in(world.nurse)
    assert "Write the question in one sentence." in client.get(f"/cases/{case.id}/submit").text
    answer = client.post(f"/cases/{case.id}/submit", data={"version": str(case.row_version)})
    db.session.refresh(case)
    assert (answer.status_code, case.state) == (422, CaseState.DRAFT)


def test_a_case_somebody_saved_meanwhile_is_not_submitted_unseen(client: Client, world: World) -> None:
    case = draft(world)
    with pytest.raises(StaleError), unit_of_work():
        submit_case(actor=actor_of(world.nurse), case=case, version=1)
    answer = client.sign_in(world.nurse).post(f"/cases/{case.id}/submit", data={"version": "1"})
    assert answer.status_code == 409


def test_consent_the_board_needs_keeps_a_case_back(ctx: object, world: World) -> None:
    case = draft(world, consent=Consent.NOT_YET)
    with pytest.raises(DomainError, match="Ask the patient for consent"), unit_of_work():
        submit_case(actor=actor_of(world.nurse), case=case)


def test_findings_of_the_guard_are_shown_and_have_to_be_confirmed(client: Client, world: World) -> None:
    case = draft(world, question="Is surgery possible for Marisol?")
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Marisol Quetzal"))
    client.sign_in(world.nurse)
    page = client.get(f"/cases/{case.id}/submit").text
    assert ("Marisol" in page, "the patient&#39;s name" in page) == (True, True)
    data = {"version": str(case.row_version)}
    refused = client.post(f"/cases/{case.id}/submit", data=data)
    assert (refused.status_code, 'id="is_confirmed-error"' in refused.text) == (422, True)
    assert client.post(f"/cases/{case.id}/submit", data={**data, "is_confirmed": "y"}).status_code == 303
    db.session.refresh(case)
    assert case.state is CaseState.SUBMITTED


def test_a_returned_case_shows_the_list_and_keeps_its_first_submission(client: Client, world: World) -> None:
    case = submitted(world)
    first = case.submitted_at
    with unit_of_work():
        move(
            actor=actor_of(world.coordinator),
            case=case,
            to=CaseState.RETURNED,
            reason="The MRI report of March is missing.",
        )
        case.comorbidity = ""
        case.missing = ["comorbidity"]
    client.sign_in(world.nurse)
    for path in ("", "/edit"):
        page = client.get(f"/cases/{case.id}{path}").text
        assert ("The MRI report of March is missing." in page, "Describe comorbidity" in page) == (True, True)
    with unit_of_work():
        actor = actor_of(world.nurse)
        save_case(actor=actor, case=case, values={"comorbidity": "None"}, version=case.row_version)
        submit_case(actor=actor, case=case)
    assert (case.state, case.submitted_at) == (CaseState.SUBMITTED, first)


@pytest.mark.parametrize(
    ("path", "prefix", "state"),
    [
        ("withdraw", "withdraw", CaseState.WITHDRAWN),
        ("entered-in-error", "error", CaseState.ENTERED_IN_ERROR),
    ],
)
def test_a_case_leaves_with_a_reason(client: Client, world: World, path: str, prefix: str, state: CaseState) -> None:
    case = submitted(world)
    client.sign_in(world.nurse)
    assert client.post(f"/cases/{case.id}/{path}", data={}).status_code == 422
    blank = client.post(f"/cases/{case.id}/{path}", data={f"{prefix}-reason": "   "})
    assert blank.status_code == 422
    done = client.post(f"/cases/{case.id}/{path}", data={f"{prefix}-reason": "Typed twice"})
    page = client.get(f"/cases/{case.id}").text
    db.session.refresh(case)
    assert (done.status_code, case.state, "Typed twice" in page) == (303, state, True)
    again = client.post(f"/cases/{case.id}/{path}", data={f"{prefix}-reason": "Typed twice"})
    assert again.status_code == 422


def test_the_board_does_not_see_a_draft_nor_a_case_entered_in_error(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.coordinator)
    assert client.get(f"/cases/{case.id}").status_code == 404
    with unit_of_work():
        submit_case(actor=actor_of(world.nurse), case=case)
    assert client.get(f"/cases/{case.id}").status_code == 200
    with unit_of_work():
        enter_in_error(actor=actor_of(world.nurse), case=case, reason="Wrong patient")
    assert client.get(f"/cases/{case.id}").status_code == 404


def test_a_restricted_case_is_open_to_named_persons_only(client: Client, world: World) -> None:
    case = submitted(world)
    nurse = client.sign_in(world.nurse)
    assert nurse.get(f"/cases/{case.id}/restriction").status_code == 200
    people = {"people": [str(world.nurse.id), str(world.coordinator.id)]}
    assert nurse.post(f"/cases/{case.id}/restriction", data=people).status_code == 303
    assert "restricted" in nurse.get(f"/cases/{case.id}").text

    def status(person: Any) -> int:
        return client.application.test_client().sign_in(person).get(f"/cases/{case.id}").status_code

    assert [status(one) for one in (world.nurse, world.coordinator, world.physician, world.chair)] == [
        200,
        200,
        404,
        404,
    ]
    assert nurse.post(f"/cases/{case.id}/restriction", data={"sent": "by a browser"}).status_code == 303
    assert [status(one) for one in (world.physician, world.chair)] == [200, 200]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "case.restricted").order_by(AuditEntry.seq)
    ).all()
    assert [len(entry.details["people"]) for entry in entries] == [2, 0]


def test_nobody_locks_himself_out_or_names_a_stranger(ctx: object, world: World) -> None:
    case = submitted(world)
    for wrong in ({world.physician.id}, {world.nurse.id, world.stranger.id}):
        with pytest.raises(DomainError) as caught, unit_of_work():
            restrict_case(actor=actor_of(world.nurse), case=case, person_ids=wrong)
        assert caught.value.field == "people"
    assert case.is_restricted is False


def test_a_refused_restriction_keeps_the_page(client: Client, world: World) -> None:
    case = submitted(world)
    client.sign_in(world.nurse)
    answer = client.post(f"/cases/{case.id}/restriction", data={"people": [str(world.physician.id)]})
    assert (answer.status_code, "Name yourself" in answer.text) == (422, True)
    stranger = client.sign_in(world.stranger)
    assert stranger.get(f"/cases/{case.id}/restriction").status_code == 404


def test_the_list_shows_each_case_under_what_it_waits_for(client: Client, world: World) -> None:
    cases = {}
    with unit_of_work():
        for waits, states in STATES.items():
            cases[waits] = make_case(world.north, world.board, state=min(states), search_text="sigmoid colon")
        make_case(world.south, world.board)
    client.sign_in(world.nurse)
    for waits in Waits:
        page = client.get(f"/cases/?waits={waits.value}&q=SIGMOID").text
        assert [found for found in Waits if cases[found].number in page] == [waits]
    assert cases[Waits.CARE_TEAM].number in client.get("/cases/?waits=nonsense").text
    assert "No cases here" in client.get("/cases/?q=nothing").text
    assert set().union(*STATES.values()) == set(CaseState)


def test_type_ahead_answers_after_two_letters(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    assert client.get("/cases/icd10?q=C18.7").json == [
        {"value": "C18.7", "label": "C18.7 Malignant neoplasm of sigmoid colon"}
    ]
    assert client.get(f"/cases/{case.id}/colleagues?q=pabl").json == [
        {"value": str(world.physician.id), "label": "Pablo Physician", "hint": "pablo.physician@example.org"}
    ]
    for path in ("icd10", "specialties", f"{case.id}/colleagues"):
        assert client.get(f"/cases/{path}?q=x").json == []
    assert client.get("/cases/specialties?q=nuclear").json == [
        {"value": "nuclear_medicine", "label": "Nuclear medicine"}
    ]
    assert client.get(f"/cases/{case.id}/colleagues?q=sami").json == []


def test_other_packages_add_panels_to_the_page(client: Client, world: World) -> None:
    @panel("cases/parts/leaving.html", order=1)
    def nothing(_case: Case, _may: object) -> None:
        return None

    case = draft(world)
    try:
        assert client.sign_in(world.nurse).get(f"/cases/{case.id}").status_code == 200
    finally:
        del _panels["cases/parts/leaving.html"]


def test_cases_of_one_patient_name_each_other(client: Client, world: World) -> None:
    first = draft(world)
    with unit_of_work():
        again = start_case(actor=actor_of(world.nurse), organization_id=world.north.id, earlier=first)
    client.sign_in(world.nurse)
    assert again.number in client.get(f"/cases/{first.id}").text
    assert first.number in client.get(f"/cases/{again.id}").text


def test_a_look_at_the_page_and_the_list_is_recorded(client: Client, world: World) -> None:
    case = draft(world)
    save(case)
    client.sign_in(world.nurse)
    client.get("/cases/")
    client.get(f"/cases/{case.id}/edit")
    listed = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    read = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.read")).one()
    assert (listed.details["ids"], read.subject_id) == ([str(case.id)], case.id)
