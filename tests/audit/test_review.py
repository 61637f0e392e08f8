"""The review page: the auditor's alone, filtered by person, row, event and day; the look is recorded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.access import Permission
from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.audit.looking import Look, entries
from eboard.audit.models import AuditEntry
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_case

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def case(world: World) -> Case:
    """A case that the nurse looked at today, and somebody on her behalf tomorrow."""
    with unit_of_work():
        case = make_case(world.north, world.board)
        record(actor=Actor(person_id=world.nurse.id), event=AccessEvent.READ, subject=case)
    with time.at(NOW + timedelta(days=1)), unit_of_work():
        deputised = Actor(person_id=world.chair.id, on_behalf_of_id=world.nurse.id)
        record(actor=deputised, event=AccessEvent.REFUSED, subject=world.board, permission=Permission.BOARD_MANAGE)
    return case


def found(look: Look) -> list[str]:
    return [entry.event for entry in db.session.scalars(entries(look))]


def test_each_filter_narrows_the_list(world: World, case: Case) -> None:
    today = NOW.date()
    assert found(Look()) == ["access.refused", "access.read"]
    assert found(Look(person_id=world.nurse.id)) == ["access.refused", "access.read"]
    assert found(Look(person_id=world.chair.id)) == ["access.refused"]
    assert found(Look(subject_id=case.id)) == ["access.read"]
    assert found(Look(event="access.r")) == ["access.refused", "access.read"]
    assert found(Look(event="access_")) == []
    assert found(Look(refused_only=True)) == ["access.refused"]
    assert found(Look(first_day=today + timedelta(days=1), zone="America/Chicago")) == ["access.refused"]
    assert found(Look(last_day=today, zone="America/Chicago")) == ["access.read"]


def test_the_auditor_reads_it_and_the_look_is_recorded(world: World, case: Case, client: Client) -> None:
    page = client.sign_in(world.auditor).get("/audit/?person=nora.nurse@example.org")
    assert page.status_code == 200
    assert page.text.count('data-label="Event"') == 2
    assert "Nora Nurse" in page.text
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.seq.desc())).all()
    assert (world.auditor.id, "access.listed") in {(entry.actor_id, entry.event) for entry in newest}


@pytest.mark.parametrize("name", ["nurse", "stranger", "coordinator", "chair", "north_admin", "network_admin"])
def test_nobody_else_does(world: World, client: Client, name: str) -> None:
    assert client.sign_in(getattr(world, name)).get("/audit/").status_code == 403


def test_a_filter_that_is_no_id_is_answered_beside_its_field(world: World, client: Client) -> None:
    page = client.sign_in(world.auditor).get("/audit/?subject=Maria")
    assert page.status_code == 422
    assert "This is not an id. Copy it from the list." in page.text


def test_an_unknown_address_finds_nothing(world: World, case: Case, client: Client) -> None:
    page = client.sign_in(world.auditor).get("/audit/?person=nobody@example.org")
    assert "No entry matches" in page.text


def test_the_list_takes_as_many_queries_with_one_entry_as_with_three(
    world: World, client: Client, count_queries: Count
) -> None:
    client.sign_in(world.auditor)
    client.get("/audit/")
    one = count_queries(lambda: client.get("/audit/"))
    with unit_of_work():
        for person in (world.nurse, world.chair, world.deputy):
            record(actor=Actor(person_id=person.id), event=AccessEvent.READ, subject=world.board)
    assert count_queries(lambda: client.get("/audit/")) == one
