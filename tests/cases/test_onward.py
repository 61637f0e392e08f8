"""A case goes on to a second board with everything, and the first one keeps what it had."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from eboard.audit import Actor
from eboard.boards.models import Board
from eboard.cases.actions.attachments import attach_file, confirm_no_identity, remove_attachment
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.onward import CARRIED, nominate_onward
from eboard.cases.enums import CaseState, DiscussionKind, MaterialKind, MaterialState
from eboard.cases.identity import Identity
from eboard.cases.models import Case, CaseNamedPerson, Material
from eboard.cases.queries import identities
from eboard.cases.queries.attachments import content_of, names_of_files
from eboard.cases.queries.guarding import Look
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from tests.client import Client
from tests.world import World, add, make_board, make_case

PATIENT = Identity(name="Maria Muster", record_number="4711", born_on=date(1960, 5, 1))


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def second(world: World) -> Board:
    with unit_of_work():
        return make_board(world.hub, "LIVER")


def first(world: World, **values: Any) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, nominated_by_id=world.nurse.id, **values)


def onward(world: World, case: Case, board: Board | None) -> Case:
    with unit_of_work():
        return nominate_onward(actor=Actor(person_id=world.nurse.id), case=case, board=board)


def test_data_materials_files_people_and_identity_go_along(world: World, second: Board) -> None:
    case = first(world, staging={"group": "IIA"}, biomarkers="MSS", is_restricted=True)
    actor = Actor(person_id=world.nurse.id)
    with unit_of_work():
        seal_identity(actor=actor, case=case, identity=PATIENT)
        add(CaseNamedPerson(case_id=case.id, person_id=world.nurse.id))
        add(Material(case_id=case.id, kind=MaterialKind.IMAGING, what="CT", state=MaterialState.RECEIVED))
        kept = attach_file(actor=actor, case=case, content=png(), name="letter.png")
        confirm_no_identity(actor=actor, attachment=kept, look=Look([], []))
        remove_attachment(actor=actor, attachment=attach_file(actor=actor, case=case, content=png(), name="old.png"))
        case.state = CaseState.RECOMMENDED
    new = onward(world, case, second)
    db.session.expire_all()
    assert {name: getattr(new, name) for name in CARRIED} == {name: getattr(case, name) for name in CARRIED}
    assert (new.state, new.board_id, new.earlier_case_id) == (CaseState.DRAFT, second.id, case.id)
    assert (new.discussion_kind, new.number == case.number) == (DiscussionKind.AGAIN, False)
    assert [(material.what, material.state) for material in new.materials] == [("CT", MaterialState.RECEIVED)]
    [file] = new.attachments
    assert (content_of(file), names_of_files([file])) == (content_of(kept), {file.id: "letter.png"})
    assert file.no_identity_at == kept.no_identity_at
    sealed = identities.row_of(new.id)
    assert sealed is not None
    assert identities.opened(sealed) == PATIENT
    assert set(identities.cases_of_patient(world.north.id, "4711")) == {case.id, new.id}
    named = select(CaseNamedPerson.person_id).where(CaseNamedPerson.case_id == new.id)
    assert db.session.scalars(named).all() == [world.nurse.id]
    assert (case.state, len(case.materials), len(case.attachments)) == (CaseState.RECOMMENDED, 1, 2)


def test_a_case_without_identity_goes_on_without_one(world: World, second: Board) -> None:
    case = first(world, discussion_kind=DiscussionKind.FIRST)
    new = onward(world, case, second)
    assert (identities.row_of(new.id), new.discussion_kind) == (None, DiscussionKind.FIRST)


def test_a_second_draft_for_the_same_board_is_refused(world: World, second: Board) -> None:
    case = first(world)
    new = onward(world, case, second)
    with pytest.raises(DomainError) as caught:
        onward(world, case, second)
    assert new.number in caught.value.message


def test_only_another_open_board_can_be_the_second(world: World) -> None:
    case = first(world)
    with unit_of_work():
        closed = make_board(world.hub, "OLD", has_closed=True)
    for board in (None, world.board, closed):
        with pytest.raises(DomainError) as caught:
            onward(world, case, board)
        assert caught.value.field == "board"


@pytest.mark.parametrize("state", [CaseState.DRAFT, CaseState.WITHDRAWN, CaseState.ENTERED_IN_ERROR])
def test_what_no_board_has_does_not_go_on(world: World, second: Board, state: CaseState) -> None:
    case = first(world, state=state)
    with pytest.raises(DomainError):
        onward(world, case, second)


def test_the_care_team_makes_the_draft_on_the_case_page(client: Client, world: World, second: Board) -> None:
    case = first(world)
    action = f"/cases/{case.id}/onward"
    assert client.sign_in(world.nurse).get(f"/cases/{case.id}").text.count(f'action="{action}"') == 1
    answer = client.post(action, data={"board": str(second.id)})
    new = db.session.scalars(select(Case).where(Case.earlier_case_id == case.id)).one()
    assert (answer.status_code, answer.location) == (303, f"/cases/{new.id}/edit")
    again = client.post(action, data={"board": str(second.id)})
    assert again.status_code == 422
    assert f"Draft {new.number} already takes this case there." in again.text
    assert client.post(action, data={"board": "nonsense"}).status_code == 422
    assert client.get(action).status_code == 200


def test_nobody_else_makes_one(client: Client, world: World, second: Board) -> None:
    case = first(world)
    action = f"/cases/{case.id}/onward"
    for person, status in ((world.stranger, 404), (world.coordinator, 403)):
        client.sign_in(person)
        assert (client.get(action).status_code, client.post(action, data={"board": str(second.id)}).status_code) == (
            status,
            status,
        )
    assert 'id="onward"' not in client.sign_in(world.coordinator).get(f"/cases/{case.id}").text
