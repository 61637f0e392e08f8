"""Who saw a case, and what an account saw: whole, by role at that time, and within one's own organization."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import delete, insert, select, update

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor, Via, record
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry, AuditSight
from eboard.audit.queries import verify
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.people.enums import AffiliationRole
from eboard.people.models import Affiliation
from eboard.review.seeing import every, who_saw
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_case, make_person, save

Count = Callable[[Callable[[], object]], int]


@pytest.fixture
def case(world: World) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, number="EB-0001")


def look(person: Any, case: Case, *, days: int = 0, on_behalf_of: Any = None, **details: Any) -> None:
    actor = Actor(person_id=person.id, on_behalf_of_id=on_behalf_of.id if on_behalf_of else None)
    with time.at(NOW + timedelta(days=days)), unit_of_work():
        event = details.pop("event", AccessEvent.READ)
        record(actor=actor, event=event, subject=case, organization_id=case.organization_id, **details)


def cells(page: str, label: str) -> list[str]:
    return [part.split("</td>")[0].strip() for part in page.split(f'<td data-label="{label}">')[1:]]


def test_every_way_to_see_a_case_is_found(world: World, case: Case) -> None:
    nurse = Actor(person_id=world.nurse.id)
    access.listed(nurse, [case])
    access.opened(nurse, [case], Permission.CASE_READ)
    access.load(nurse, Case, case.id, Permission.CASE_READ)
    access.listed(nurse, [case], event=AccessEvent.EXPORTED)
    events = [(entry.event, entry.actor_id) for entry in every(who_saw(case.id))]
    assert sorted(events) == sorted(
        [(str(event), world.nurse.id) for event in (AccessEvent.LISTED, *[AccessEvent.READ] * 2, AccessEvent.EXPORTED)]
    )


def test_a_row_that_shows_a_case_names_it(world: World, case: Case) -> None:
    class Shown:
        """Such as a letter or a file."""

        __tablename__ = "letter"
        id = new_id()

    shown: Any = Shown()
    shown.case = case
    access.listed(Actor(person_id=world.nurse.id), [shown])
    assert [entry.details["seen"] for entry in every(who_saw(case.id))] == [[str(case.id)]]


def test_a_refusal_and_a_change_are_no_sight(world: World, case: Case) -> None:
    look(world.nurse, case, event=AccessEvent.REFUSED)
    assert every(who_saw(case.id)) == []


@pytest.mark.parametrize("forge", ["removed", "added", "changed"])
def test_verify_finds_an_index_that_says_something_else(world: World, case: Case, forge: str) -> None:
    look(world.nurse, case)
    entry = db.session.scalars(select(AuditEntry)).one()
    keyring = current_app.extensions["keyring"]
    assert list(verify(keyring, {})) == []
    with unit_of_work():
        if forge == "removed":
            db.session.execute(delete(AuditSight))
        elif forge == "changed":
            db.session.execute(update(AuditSight).values(person_id=world.chair.id))
        else:
            row = {"entry_id": new_id(), "case_id": case.id, "chain_id": world.north.id, "at": NOW, "is_opened": True}
            db.session.execute(insert(AuditSight).values(row))
    found = [(finding.chain_id, finding.seq, finding.problem) for finding in verify(keyring, {})]
    if forge == "added":
        assert found == [(world.north.id, 0, "1 times somebody is listed to have seen a case that no entry says")]
    else:
        problem = "who saw which case is listed otherwise than this entry says"
        assert found == [(world.north.id, entry.seq, problem)]


def test_the_page_says_who_when_how_and_as_what_at_that_time(world: World, case: Case, client: Client) -> None:
    look(world.nurse, case, permission=Permission.CASE_READ)
    with unit_of_work():
        old = db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)).one()
        old.ends_on = NOW.date()
        db.session.add(
            Affiliation(
                person_id=world.nurse.id,
                organization_id=world.south.id,
                role=AffiliationRole.PHYSICIAN,
                starts_on=NOW.date() + timedelta(days=1),
                approved_at=NOW,
            )
        )
    look(world.nurse, case, days=2, permission=Permission.IDENTITY_READ, on_behalf_of=world.physician)
    look(world.chair, case, days=3, event=AccessEvent.EXPORTED)
    page = client.sign_in(world.auditor).get("/audit/case?number=EB-0001").text
    assert cells(page, "How") == ["Took it along as a file", "Opened who the patient is", "Opened the case"]
    assert cells(page, "As")[1:] == ["Physician, South Hospital", "Care team, North Hospital"]
    assert "Chair, GI eBoard" in cells(page, "As")[0]
    assert [name.split("<")[0].strip() for name in cells(page, "Who")] == [
        world.chair.name, world.nurse.name, world.nurse.name,
    ]  # fmt: skip
    assert f"on behalf of {world.physician.name}" in cells(page, "Who")[1]
    printed = client.get("/audit/case/print?number=EB-0001").text
    assert (cells(printed, "How"), "3 looks" in printed) == (cells(page, "How"), True)


def test_the_file_holds_the_same(world: World, case: Case, client: Client) -> None:
    look(world.nurse, case, permission=Permission.CASE_READ)
    answer = client.sign_in(world.auditor).get("/audit/case.csv?number=EB-0001")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="who-saw-EB-0001.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["When", "Who", "On behalf of", "As", "How", "By"]
    assert rows[1] == [
        "2026-03-02T09:00:00-06:00", world.nurse.name, "", "Care team, North Hospital", "Opened the case", str(Via.WEB)
    ]  # fmt: skip
    asked = db.session.scalars(select(AuditEntry).where(AuditEntry.event == AccessEvent.EXPORTED)).one()
    assert (asked.actor_id, asked.details["asked"]) == (world.auditor.id, str(case.id))


@pytest.mark.parametrize("path", ["case?number=EB-0001", "case/print?number=EB-0001", "case.csv?number=EB-0001"])
@pytest.mark.parametrize(("name", "status"), [("nurse", 403), ("chair", 403), ("network_admin", 403), ("south", 404)])
def test_nobody_else_sees_it(world: World, case: Case, client: Client, path: str, name: str, status: int) -> None:
    person = make_person("Sam South", world.south, AffiliationRole.ORGANIZATION_ADMIN) if name == "south" else None
    save()
    look(world.radiologist, case)
    answer = client.sign_in(person or getattr(world, name)).get(f"/audit/{path}")
    assert answer.status_code == (422 if (status, path[:5]) == (404, "case?") else status)
    assert world.radiologist.name not in answer.text


def test_an_administrator_sees_his_own_case_and_who_else_saw_it(world: World, case: Case, client: Client) -> None:
    look(world.chair, case)
    assert world.chair.name in client.sign_in(world.north_admin).get("/audit/case?number=EB-0001").text


def test_the_cases_an_account_saw_between_days(world: World, case: Case, client: Client) -> None:
    with unit_of_work():
        second = make_case(world.north, world.board, number="EB-0002")
        third = make_case(world.south, world.board, number="EB-0003")
    look(world.chair, case)
    look(world.chair, case, days=1)
    look(world.nurse, second, days=2, on_behalf_of=world.chair)
    with time.at(NOW + timedelta(days=3)):
        access.listed(Actor(person_id=world.chair.id), [third])
    look(world.nurse, third)
    client.sign_in(world.auditor)
    page = client.get(f"/audit/account?person={world.chair.email}")
    assert cells(page.text, "Times") == ["1", "1", "2"]
    assert cells(page.text, "Organization") == ["South Hospital", "North Hospital", "North Hospital"]
    assert "in lists" in cells(page.text, "How")[0]
    between = f"/audit/account?person={world.chair.email}&first_day={date(2026, 3, 3)}&last_day={date(2026, 3, 4)}"
    assert cells(client.get(between).text, "Times") == ["1", "1"]


def test_an_administrator_sees_own_people_and_own_cases_and_of_others_the_number(
    world: World, case: Case, client: Client
) -> None:
    with unit_of_work():
        other = make_case(world.south, world.board, number="EB-0003")
    look(world.nurse, case)
    look(world.nurse, other)
    client.sign_in(world.north_admin)
    page = client.get(f"/audit/account?person={world.nurse.email}").text
    assert ("EB-0001" in page, "EB-0003" in page) == (True, False)
    assert "And 1 case of another organization" in page
    for email in (world.stranger.email, "nobody@example.org"):
        answer = client.get(f"/audit/account?person={email}")
        assert answer.status_code == 422
        assert "There is nobody with this address, or he or she is not yours to review." in answer.text


@pytest.mark.parametrize("path", ["account?person=a@b.example", "worth-a-look"])
@pytest.mark.parametrize("name", ["nurse", "chair", "network_admin", "stranger"])
def test_only_who_reviews_may_ask(world: World, client: Client, path: str, name: str) -> None:
    assert client.sign_in(getattr(world, name)).get(f"/audit/{path}").status_code == 403


@pytest.mark.parametrize(
    "query", ["case?number=" + "9" * 5000, "account?person=x&first_day=yesterday", "account?person=" + "x" * 900]
)
def test_rubbish_is_answered_beside_its_field(world: World, client: Client, query: str) -> None:
    assert client.sign_in(world.auditor).get(f"/audit/{query}").status_code == 422


def test_the_pages_take_as_many_queries_with_one_row_as_with_three(
    world: World, case: Case, client: Client, count_queries: Count
) -> None:
    look(world.nurse, case)
    client.sign_in(world.auditor)
    paths = ("/audit/case?number=EB-0001", f"/audit/account?person={world.nurse.email}")
    for path in paths:
        client.get(path)
    one = [count_queries(lambda path=path: client.get(path)) for path in paths]
    for person in (world.chair, world.deputy):
        look(person, case)
    for number in ("EB-0005", "EB-0006"):
        with unit_of_work():
            fresh = make_case(world.north, world.board, number=number)
        look(world.nurse, fresh)
    assert [count_queries(lambda path=path: client.get(path)) for path in paths] == one
