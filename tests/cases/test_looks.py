"""Every page that shows what is in a case leaves an entry, also when it shows a form again."""

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.materials import MaterialValues, add_material
from eboard.cases.enums import CaseState, MaterialKind
from eboard.core.db import db, unit_of_work
from tests.cases.nominating import actor_of, draft, posted
from tests.client import Client
from tests.world import World, make_case


def looks() -> list[tuple[object, object]]:
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.read").order_by(AuditEntry.seq))
    return [(entry.subject_id, entry.details["permission"]) for entry in entries]


def test_the_page_of_a_material(client: Client, world: World) -> None:
    values = MaterialValues(kind=MaterialKind.PATHOLOGY, what="Slides", reference="ACC-1", place="PACS")
    with unit_of_work():
        case = make_case(world.north)
        material = add_material(actor=actor_of(world.nurse), case=case, values=values)
    assert "ACC-1" in client.sign_in(world.nurse).get(f"/materials/{material.id}/edit").text
    assert looks() == [(material.id, "material.edit")]


@pytest.mark.parametrize(("changes", "status"), [({"age": "old"}, 422), ({"question": "Other?", "version": "0"}, 409)])
def test_a_nomination_that_was_refused(client: Client, world: World, changes: dict[str, str], status: int) -> None:
    case = draft(world)
    answer = client.sign_in(world.nurse).post(f"/cases/{case.id}/edit", data=posted(world, **changes))
    assert (answer.status_code, looks()) == (status, [(case.id, "case.read")])


def test_a_triage_that_was_refused(client: Client, world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.SUBMITTED)
    answer = client.sign_in(world.coordinator).post(f"/cases/{case.id}/triage", data={})
    assert (answer.status_code, looks()) == (422, [(case.id, "case.read")])
