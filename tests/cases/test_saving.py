"""Saving a nomination: two people at once, autosave, what a draft may lack, and edits after acceptance."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.enums import TumorSite
from eboard.cases.actions.edits import see_edits
from eboard.cases.actions.lifecycle import submit_case, withdraw_case
from eboard.cases.actions.moves import move
from eboard.cases.actions.nominate import save_case, start_case
from eboard.cases.enums import CaseState, Consent
from eboard.cases.models import Case, CaseVersion
from eboard.cases.queries.versions import edits_of
from eboard.cases.states import OPEN_TO_EDITS, WITH_CARE_TEAM
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from tests.cases.nominating import actor_of, complete, draft, posted
from tests.client import Client
from tests.world import World, make_board, save


def form_of(client: Client, case: Case) -> dict[str, str]:
    page = client.get(f"/cases/{case.id}/edit").text
    return {name: re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)[0] for name in ("version", "marks")}


def accepted(world: World) -> Case:
    case = draft(world)
    with unit_of_work():
        submit_case(actor=actor_of(world.nurse), case=case)
        case.accepted_at = time.now()
        move(actor=actor_of(world.coordinator), case=case, to=CaseState.ACCEPTED)
    return case


def test_a_physician_who_nominates_is_referrer_and_presenter_and_the_only_board_is_chosen(world: World) -> None:
    with unit_of_work():
        case = start_case(actor=actor_of(world.physician), organization_id=world.north.id)
    assert (case.referrer_id, case.presenter_id, case.board_id) == (
        world.physician.id,
        world.physician.id,
        world.board.id,
    )
    assert re.fullmatch(r"EB-2026-\d{6}", case.number)


def test_the_board_of_the_site_is_chosen_when_none_was(world: World) -> None:
    with unit_of_work():
        lung = make_board(world.hub, "LUNG", tumor_sites=[TumorSite.LUNG])
        case = start_case(actor=actor_of(world.nurse), organization_id=world.north.id)
    assert case.board_id is None
    with unit_of_work():
        save_case(actor=actor_of(world.nurse), case=case, values={"site": TumorSite.LUNG}, version=case.row_version)
    assert case.board_id == lung.id


def test_a_save_that_changes_nothing_leaves_no_trace(world: World) -> None:
    case = draft(world)
    before = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    with unit_of_work():
        assert save_case(actor=actor_of(world.nurse), case=case, values=complete(world), version=case.row_version) == []
    assert db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all() == before


@pytest.mark.parametrize("name", ["referrer", "presenter"])
def test_a_person_of_another_organization_cannot_be_named(world: World, name: str) -> None:
    case = draft(world)
    with pytest.raises(DomainError) as caught, unit_of_work():
        save_case(
            actor=actor_of(world.nurse),
            case=case,
            values={f"{name}_id": world.stranger.id},
            version=case.row_version,
        )
    assert caught.value.field == name


def test_a_decided_case_is_closed_to_edits(world: World) -> None:
    case = draft(world)
    case.state = CaseState.RECOMMENDED
    save(case)
    with pytest.raises(DomainError), unit_of_work():
        save_case(actor=actor_of(world.nurse), case=case, values={"age": 50}, version=case.row_version)


@pytest.mark.parametrize("state", sorted(OPEN_TO_EDITS - WITH_CARE_TEAM))
def test_only_the_board_gives_a_case_that_it_has_to_another_board(
    client: Client, world: World, state: CaseState
) -> None:
    case = draft(world)
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
    select_board = re.compile(r'<select [^>]*name="board_id"')
    client.sign_in(world.nurse)
    assert select_board.search(client.get(f"/cases/{case.id}/edit").text)
    case.state = state
    world.board.has_closed = True
    save(case)
    page = client.get(f"/cases/{case.id}/edit").text
    assert (select_board.search(page), "Board: GI eBoard" in page) == (None, True)
    shown = form_of(client, case)
    refused = client.post(f"/cases/{case.id}/edit", data=posted(world, **shown, board_id=str(other.id)))
    assert refused.status_code == 422
    assert "Only the coordinator of its board can give this case to another board." in refused.text
    assert client.post(f"/cases/{case.id}/edit", data=posted(world, **shown, comorbidity="None")).status_code == 303
    db.session.refresh(case)
    assert (case.board_id, case.comorbidity) == (world.board.id, "None")


def test_a_stale_version_is_refused_unless_the_fields_are_as_they_were_shown(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    shown = form_of(client, case)
    case.rollovers = 1  # another part of the system touched the row
    save(case)
    assert client.post(f"/cases/{case.id}/edit", data=posted(world, **shown)).status_code == 303
    with pytest.raises(StaleError), unit_of_work():
        save_case(actor=actor_of(world.nurse), case=case, values={"age": 50}, version=1)


def test_the_second_saver_sees_what_the_first_changed_and_keeps_what_was_typed(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    mine = posted(world, **form_of(client, case), comorbidity="Diabetes", question="Is a trial possible?")
    with unit_of_work():
        theirs = {"question": "Surgery at all?", "biomarkers": "MSI-H"}
        save_case(actor=actor_of(world.physician), case=case, values=theirs, version=case.row_version)
    answer = client.post(f"/cases/{case.id}/edit", data=mine)
    assert answer.status_code == 409
    conflict = answer.text[answer.text.index("conflict-title") : answer.text.index("</section>")]
    assert ("Surgery at all?" in conflict, "MSI-H" in conflict, "Diabetes" in conflict) == (True, True, False)
    assert (conflict.count("You changed this, too"), conflict.count("Taken over")) == (1, 1)
    for kept in ("Is a trial possible?", "Diabetes", "MSI-H"):
        assert kept in answer.text.split("</section>", 1)[1]

    fresh = {name: re.findall(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)[0] for name in ("version", "marks")}
    again = client.post(f"/cases/{case.id}/edit", data={**mine, **fresh, "biomarkers": "MSI-H"})
    assert again.status_code == 303
    db.session.refresh(case)
    assert (case.question, case.comorbidity, case.biomarkers) == ("Is a trial possible?", "Diabetes", "MSI-H")


def test_autosave_keeps_what_is_right_and_leaves_out_what_is_not(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    data = posted(
        world,
        **form_of(client, case),
        comorbidity="Diabetes",
        icd10="nonsense",
        c_t="T9",
        referrer="Nobody Known",
    )
    answer = client.post(f"/cases/{case.id}/autosave", data=data)
    db.session.refresh(case)
    assert (answer.status_code, answer.json) == (
        200,
        {
            "status": "saved",
            "fields": {"version": str(case.row_version), "marks": form_of(client, case)["marks"]},
        },
    )
    assert (case.comorbidity, case.icd10, case.referrer_id, case.staging["group"]) == (
        "Diabetes",
        "",
        world.physician.id,
        "IIIB",
    )


def test_autosave_over_somebody_elses_save_is_409(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    data = posted(world, **form_of(client, case), comorbidity="Diabetes")
    with unit_of_work():
        save_case(actor=actor_of(world.physician), case=case, values={"age": 50}, version=case.row_version)
    assert client.post(f"/cases/{case.id}/autosave", data=data).status_code == 409


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("icd10", "nonsense"),
        ("morphology", "8500"),
        ("topography", "C5"),
        ("diagnosed_on", "09.03.2026"),
        ("c_n", "N7"),
        ("stage_group", "VII"),
        ("own_gleason", "1+1"),
        ("age", "200"),
        ("referrer", "Nobody Known"),
        ("another_specialty", "Astrology"),
        ("board_id", "not-a-board"),
    ],
)
def test_what_cannot_be_stays_in_the_form_with_a_sentence_beside_it(
    client: Client, world: World, field: str, typed: str
) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    answer = client.post(f"/cases/{case.id}/edit", data=posted(world, **{**form_of(client, case), field: typed}))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert field == "board_id" or typed in answer.text


def test_an_age_over_89_is_kept_as_90(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    client.post(f"/cases/{case.id}/edit", data=posted(world, **form_of(client, case), age="97"))
    db.session.refresh(case)
    assert case.age == 90
    assert "90+" in client.get(f"/cases/{case.id}").text


def test_edits_after_acceptance_are_kept_shown_and_seen(client: Client, world: World) -> None:
    case = accepted(world)
    for values in (
        {"question": "Is surgery possible?"},
        {"question": "Which surgery?", "consent": Consent.NOT_OBJECTED},
    ):
        with unit_of_work():
            save_case(actor=actor_of(world.nurse), case=case, values=values, version=case.row_version)
    assert case.has_unseen_edit is True
    found = [[(one.label, one.before, one.after) for one in edit.differences] for edit in edits_of(case)]
    assert found == [
        [
            ("Question to the board", "Is surgery possible?", "Which surgery?"),
            ("Consent to sharing in the network", "Consent given", "Informed, did not object"),
        ],
        [("Question to the board", "Surgery first, or chemotherapy first?", "Is surgery possible?")],
    ]
    board = client.sign_in(world.coordinator)
    page = board.get(f"/cases/{case.id}").text
    assert ("Changed after acceptance" in page, "Mark as seen" in page) == (True, True)
    assert board.post(f"/cases/{case.id}/edits-seen").status_code == 303
    db.session.refresh(case)
    assert case.has_unseen_edit is False


def test_an_edit_of_people_is_worded_with_names(ctx: object, world: World) -> None:
    case = accepted(world)
    with unit_of_work():
        move(actor=actor_of(world.coordinator), case=case, to=CaseState.RETURNED)
    with unit_of_work():
        changes: dict[str, Any] = {"presenter_id": world.nurse.id, "board_id": None}
        save_case(actor=actor_of(world.nurse), case=case, values=changes, version=case.row_version)
    names = {one.label: (one.before, one.after) for one in edits_of(case)[0].differences}
    assert names["Presenter"] == ("Pablo Physician", "Nora Nurse")
    assert names["Board"][0] == "GI eBoard"


def test_before_acceptance_nothing_is_versioned(ctx: object, world: World) -> None:
    case = draft(world)
    assert db.session.scalars(select(CaseVersion)).all() == []
    with unit_of_work():
        see_edits(actor=actor_of(world.coordinator), case=case)
    assert case.has_unseen_edit is False


def test_the_care_team_cannot_mark_its_own_edits_as_seen(client: Client, world: World) -> None:
    case = accepted(world)
    assert client.sign_in(world.nurse).post(f"/cases/{case.id}/edits-seen").status_code == 403


def test_withdrawing_needs_a_reason(ctx: object, world: World) -> None:
    case = draft(world)
    with pytest.raises(DomainError) as caught, unit_of_work():
        withdraw_case(actor=actor_of(world.nurse), case=case, reason="  ")
    assert caught.value.field == "reason"


def test_another_specialty_joins_the_chosen_ones_and_people_may_be_left_out(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.nurse)
    data = posted(world, **form_of(client, case), another_specialty="nuclear medicine", presenter="")
    assert client.post(f"/cases/{case.id}/edit", data=data).status_code == 303
    db.session.refresh(case)
    assert (case.specialties, case.presenter_id) == (["surgery", "radiology", "nuclear_medicine"], None)
    assert "Nuclear medicine" in client.get(f"/cases/{case.id}/edit").text


def test_the_board_s_staff_finds_the_decision_on_the_case_page(client: Client, world: World) -> None:
    case = accepted(world)
    link = f"/cases/{case.id}/triage"
    assert link in client.sign_in(world.coordinator).get(f"/cases/{case.id}").text
    assert link not in client.sign_in(world.nurse).get(f"/cases/{case.id}").text
