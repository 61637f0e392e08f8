"""The gate: 404 to strangers, 403 with a reason to those who may know, and a trace of each."""

from datetime import date, timedelta

import pytest
from sqlalchemy import BindParameter, select
from sqlalchemy.sql import visitors

from eboard import access
from eboard.access import Permission
from eboard.access.gate import _relations, relations_to
from eboard.access.policy import POLICY
from eboard.access.relations import RELATIONS, Relation
from eboard.access.relations.table import NETWORK
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import Row, db, unit_of_work
from eboard.core.errors import AbsentError, ForbiddenError
from tests.conftest import NOW
from tests.world import World, make_case


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_a_rule_whose_relations_exist_for_its_rows(permission: Permission) -> None:
    rule = POLICY[permission]
    known = NETWORK if rule.model is None else RELATIONS[rule.model]
    assert rule.relations - known.keys() == frozenset()


def test_a_stranger_finds_nothing_and_the_refusal_is_recorded(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
    with pytest.raises(AbsentError) as caught:
        access.load(Actor(person_id=world.stranger.id), Case, case.id, Permission.CASE_READ)
    assert caught.value.aftermath is not None
    with unit_of_work():
        caught.value.aftermath()
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.subject_id, entry.chain_id) == ("access.refused", case.id, world.north.id)


def test_a_refusal_inside_the_organization_explains_itself(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
    with pytest.raises(ForbiddenError):
        access.load(Actor(person_id=world.north_admin.id), Case, case.id, Permission.CASE_READ)


def test_a_look_at_a_case_is_recorded_before_it_is_granted(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
    assert access.load(Actor(person_id=world.nurse.id), Case, case.id, Permission.CASE_READ) is case
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.actor_id, entry.subject_id) == ("access.read", world.nurse.id, case.id)


@pytest.mark.parametrize("model", RELATIONS, ids=lambda model: model.__name__)
def test_a_statement_that_is_kept_holds_no_time_of_its_own(model: type[Row]) -> None:
    """What it asks about the present it asks at each run; a moment written down in it would let people in for ever."""
    kept = [one for one in visitors.iterate(_relations(model).statement) if isinstance(one, BindParameter)]
    assert [one.key for one in kept if isinstance(one.value, date)] == []


def test_what_ends_today_is_over_tomorrow(world: World) -> None:
    actor = Actor(person_id=world.coordinator.id)
    with unit_of_work():
        for seat in db.session.scalars(select(BoardMembership).where(BoardMembership.role == BoardRole.COORDINATOR)):
            seat.ends_on = NOW.date()
    assert Relation.COORDINATOR in relations_to(actor, Board, world.board.id)
    with time.at(NOW + timedelta(days=1)):
        assert Relation.COORDINATOR not in relations_to(actor, Board, world.board.id)
