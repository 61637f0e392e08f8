"""Materials: named, chased, received; readiness follows; the chaser is reminded once."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from eboard.cases.actions.lifecycle import enter_in_error
from eboard.cases.actions.materials import (
    MaterialValues,
    add_material,
    change_material,
    remind_chaser,
    remove_material,
)
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.cases.jobs import remind_of_materials
from eboard.cases.models import Case, Material
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.mail.models import OutboxMessage
from eboard.people.enums import Specialty
from tests.cases.nominating import actor_of, draft
from tests.client import Client
from tests.world import World, save

TODAY = date(2026, 3, 2)


def values(**changes: Any) -> MaterialValues:
    return MaterialValues(**{"kind": MaterialKind.PATHOLOGY, "what": "Biopsy slides", **changes})


def named(world: World, case: Case, **changes: Any) -> Material:
    with unit_of_work():
        return add_material(actor=actor_of(world.nurse), case=case, values=values(**changes))


def posted(**changes: str) -> dict[str, str]:
    return {"kind": "imaging", "what": "CT chest", "state": "needed", "place": "PACS", **changes}


def test_a_case_is_ready_when_its_materials_are_here(client: Client, world: World) -> None:
    case = draft(world)
    assert case.is_ready is True
    client.sign_in(world.nurse)
    assert client.post(f"/cases/{case.id}/materials/new", data=posted()).status_code == 303
    material = db.session.scalars(select(Material)).one()
    db.session.refresh(case)
    assert (case.is_ready, case.missing) == (False, ["materials"])
    assert client.post(f"/materials/{material.id}/received").status_code == 303
    db.session.refresh(case)
    assert (case.is_ready, case.missing) == (True, [])


def test_a_material_is_changed_and_removed_on_its_page(client: Client, world: World) -> None:
    case = draft(world)
    material = named(world, case)
    client.sign_in(world.nurse)
    assert "Biopsy slides" in client.get(f"/materials/{material.id}/edit").text
    data = posted(
        version=str(material.row_version),
        chaser=world.nurse.name,
        remind_on="2026-03-05",
        reviewer="radiology",
        taken_on="2026-02-01",
        reference="X-1",
    )
    assert client.post(f"/materials/{material.id}/edit", data=data).status_code == 303
    db.session.refresh(material)
    assert (material.what, material.chaser_id, material.remind_on, material.reviewer) == (
        "CT chest",
        world.nurse.id,
        date(2026, 3, 5),
        Specialty.RADIOLOGY,
    )
    stale = client.post(f"/materials/{material.id}/edit", data={**data, "what": "MRI liver"})
    assert (stale.status_code, "MRI liver" in stale.text) == (409, True)
    assert client.post(f"/materials/{material.id}/remove").status_code == 303
    assert db.session.scalars(select(Material)).all() == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": ""}, "what"),
        ({"kind": ""}, "kind"),
        ({"chaser": "Nobody"}, "chaser"),
        ({"remind_on": "2026-03-05"}, "chaser"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    client: Client, world: World, typed: dict[str, str], field: str
) -> None:
    case = draft(world)
    answer = client.sign_in(world.nurse).post(f"/cases/{case.id}/materials/new", data=posted(**typed))
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_only_somebody_of_the_nominating_organization_chases(ctx: object, world: World) -> None:
    case = draft(world)
    for wrong, field in (({"chaser_id": world.stranger.id}, "chaser"), ({"what": " "}, "what")):
        with pytest.raises(DomainError) as caught:
            named(world, case, **wrong)
        assert caught.value.field == field


def test_a_second_saver_is_refused(ctx: object, world: World) -> None:
    material = named(world, draft(world))
    with pytest.raises(StaleError), unit_of_work():
        change_material(actor=actor_of(world.nurse), material=material, values=values(what="x"), version=None)


def test_the_board_may_name_and_change_a_material_but_no_stranger(client: Client, world: World) -> None:
    case = draft(world)
    with unit_of_work():
        material = add_material(actor=actor_of(world.nurse), case=case, values=values())
    client.sign_in(world.stranger)
    answers = [
        client.get(f"/cases/{case.id}/materials/new"),
        client.post(f"/cases/{case.id}/materials/new", data=posted()),
        client.get(f"/materials/{material.id}/edit"),
        client.post(f"/materials/{material.id}/received"),
        client.post(f"/materials/{material.id}/remove"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    client.sign_in(world.coordinator)
    assert client.get(f"/cases/{case.id}/materials/new").status_code == 404  # a draft is not the board's yet
    client.sign_in(world.nurse).post(f"/cases/{case.id}/submit", data={"version": str(case.row_version)})
    client.sign_in(world.coordinator)
    assert client.post(f"/cases/{case.id}/materials/new", data=posted()).status_code == 303


def test_the_chaser_is_reminded_once_by_a_mail_that_says_only_the_number(ctx: object, world: World) -> None:
    case = draft(world)
    material = named(world, case, chaser_id=world.nurse.id, remind_on=TODAY)
    named(world, case, chaser_id=world.nurse.id, remind_on=date(2026, 3, 3))
    named(world, case, chaser_id=world.nurse.id, remind_on=TODAY, state=MaterialState.RECEIVED)
    assert (remind_of_materials(), remind_of_materials()) == (1, 0)
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert (mail.person_id, mail.subject) == (
        world.nurse.id,
        f"Something for case {case.number} has not arrived",
    )
    assert b"Biopsy" not in (mail.body or b"")
    with unit_of_work():
        change_material(
            actor=actor_of(world.nurse),
            material=material,
            values=values(chaser_id=world.nurse.id, remind_on=date(2026, 3, 1)),
            version=material.row_version,
        )
    assert remind_of_materials() == 1


def test_nobody_is_reminded_of_a_case_that_ended_or_of_a_material_without_a_day(ctx: object, world: World) -> None:
    case = draft(world)
    material = named(world, case, chaser_id=world.nurse.id, remind_on=TODAY)
    with unit_of_work():
        enter_in_error(actor=actor_of(world.nurse), case=case, reason="Typed twice")
    assert remind_of_materials() == 0
    for wrong in ({"chaser_id": None}, {"remind_on": None}):
        material.chaser_id, material.remind_on = world.nurse.id, TODAY
        for name, value in wrong.items():
            setattr(material, name, value)
        save(material)
        db.session.expire(material)
        with unit_of_work():
            remind_chaser(material.id)
    assert db.session.scalars(select(OutboxMessage)).all() == []


def test_removing_the_last_missing_material_makes_the_case_ready(ctx: object, world: World) -> None:
    case = draft(world)
    material = named(world, case)
    with unit_of_work():
        remove_material(actor=actor_of(world.nurse), material=material)
    assert case.is_ready is True


def test_a_change_that_leaves_the_day_alone_does_not_remind_again(ctx: object, world: World) -> None:
    material = named(world, draft(world), chaser_id=world.nurse.id, remind_on=TODAY)
    assert remind_of_materials() == 1
    with unit_of_work():
        change_material(
            actor=actor_of(world.nurse),
            material=material,
            values=values(what="Blocks", chaser_id=world.nurse.id, remind_on=TODAY),
            version=material.row_version,
        )
    assert (remind_of_materials(), material.what) == (0, "Blocks")
