"""Mail about a case goes to active people of the nominating organization, and only to the named of a restricted one."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update

from eboard.cases.actions.materials import MaterialValues, add_material, remind_chaser
from eboard.cases.enums import MaterialKind
from eboard.cases.models import Case, CaseNamedPerson
from eboard.cases.queries.care_team import care_team_of
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.meetings.queries.contacts import case_contacts
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Person
from tests.cases.nominating import actor_of, draft
from tests.world import World, make_item, make_meeting

TODAY = date(2026, 3, 2)


def change(person: Person, **values: object) -> None:
    db.session.execute(update(Affiliation).where(Affiliation.person_id == person.id).values(**values))


def restrict(case: Case, *people: Person) -> None:
    case.is_restricted = True
    db.session.add_all(CaseNamedPerson(case_id=case.id, person_id=person.id) for person in people)


WAYS: dict[str, Callable[[World, Case], object]] = {
    "restricted": lambda world, case: restrict(case, world.physician),
    "left": lambda world, _case: change(world.nurse, ends_on=date(2026, 3, 1)),
    "to come": lambda world, _case: change(world.nurse, starts_on=date(2026, 3, 3)),
    "unapproved": lambda world, _case: change(world.nurse, approved_at=None),
    "inactive": lambda world, _case: setattr(world.nurse, "state", PersonState.DEACTIVATED),
}


@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_know_hears_nothing(ctx: object, world: World, way: str) -> None:
    case = draft(world)
    with unit_of_work():
        item = make_item(make_meeting(world.board), case)
        values = MaterialValues(kind=MaterialKind.PATHOLOGY, what="Slides", chaser_id=world.nurse.id, remind_on=TODAY)
        material = add_material(actor=actor_of(world.nurse), case=case, values=values)
    both = {world.nurse.id, world.physician.id}
    assert {person.id for person in care_team_of(case)} == {person.id for person in case_contacts(item)} == both
    with unit_of_work():
        WAYS[way](world, case)
    with unit_of_work():
        remind_chaser(material.id)
    assert care_team_of(case) == case_contacts(item) == [world.physician]
    assert (db.session.scalars(select(OutboxMessage)).all(), material.reminded_at) == ([], None)


def test_nobody_of_a_restricted_case_without_names_hears(ctx: object, world: World) -> None:
    case = draft(world)
    with unit_of_work():
        restrict(case)
    assert care_team_of(case) == []
