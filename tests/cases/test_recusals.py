"""Recusals: said by oneself, ended by oneself or the board's staff, and heeded wherever somebody is counted on."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.recusals import recuse
from eboard.cases.enums import CaseState
from eboard.cases.models import Case, Recusal
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_case, make_item, make_meeting


@pytest.fixture
def meeting(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, date(2026, 3, 9), state=MeetingState.PUBLISHED, published_at=NOW, minutes=30)


@pytest.fixture
def case(world: World, meeting: Meeting) -> Case:
    """A listed case that needs a radiologist, of whom the board has one."""
    with unit_of_work():
        found = make_case(world.north, world.board, number="EB-1", state=CaseState.SCHEDULED, specialties=["radiology"])
        make_item(meeting, found, minutes=10)
    return found


def recused() -> list[str]:
    return [one.person.name for one in db.session.scalars(select(Recusal))]


def test_a_panelist_says_so_and_takes_it_back(world: World, case: Case, client: Client) -> None:
    client.sign_in(world.radiologist)
    assert "I take no part in the decision" in client.get(f"/cases/{case.id}").text
    for reason in ("My sister", "My brother"):
        assert client.post(f"/cases/{case.id}/recusal", data={"reason": reason}).status_code == 303
    assert recused() == [world.radiologist.name]
    page = client.get(f"/cases/{case.id}").text
    assert ("My brother" in page, "I take no part in the decision" in page) == (True, False)
    assert client.post(f"/cases/{case.id}/recusal/{world.radiologist.id}/end").status_code == 303
    assert recused() == []
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event.like("case.recus%")).order_by(AuditEntry.seq)
    ).all()
    assert [(one.event, "brother" in str(one.details)) for one in entries] == [
        ("case.recused", False),
        ("case.recused", False),
        ("case.recusal_ended", False),
    ]


def test_a_reason_that_is_too_long_is_refused(world: World, case: Case, client: Client) -> None:
    client.sign_in(world.radiologist)
    typed = "My sister " * 31
    refused = client.post(f"/cases/{case.id}/recusal", data={"reason": typed})
    assert (refused.status_code, recused()) == (422, [])
    assert (typed.strip() in refused.text, "<details open>" in refused.text) == (True, True)
    assert "Field cannot be longer than 300 characters." in refused.text
    with pytest.raises(DomainError) as caught:
        recuse(actor=Actor(person_id=world.radiologist.id), case=case, person=world.radiologist, reason=typed)
    assert (caught.value.field, recused()) == ("reason", [])


def test_only_the_person_and_the_staff_see_and_end_it(world: World, case: Case, client: Client) -> None:
    client.sign_in(world.radiologist).post(f"/cases/{case.id}/recusal", data={"reason": "My sister"})
    address = f"/cases/{case.id}/recusal/{world.radiologist.id}/end"
    for person, status in ((world.pathologist, 403), (world.nurse, 403), (world.stranger, 404)):
        client.sign_in(person)
        assert "My sister" not in client.get(f"/cases/{case.id}").text
        assert client.post(address).status_code == status
    assert recused() == [world.radiologist.name]
    client.sign_in(world.coordinator)
    assert "My sister" in client.get(f"/cases/{case.id}").text
    assert client.post(address).status_code == 303
    assert recused() == []


@pytest.mark.parametrize(("name", "status"), [("nurse", 403), ("stranger", 404), ("observer", 404)])
def test_who_has_no_part_in_the_decision_cannot_give_it_up(
    world: World, case: Case, client: Client, name: str, status: int
) -> None:
    assert client.sign_in(getattr(world, name)).post(f"/cases/{case.id}/recusal").status_code == status
    assert recused() == []


def test_whoever_is_recused_is_not_counted_on(world: World, meeting: Meeting, case: Case, client: Client) -> None:
    client.sign_in(world.coordinator)
    before = client.get(f"/meetings/{meeting.id}").text
    with unit_of_work():
        db.session.add(Recusal(case_id=case.id, person_id=world.radiologist.id))
        waiting = make_case(
            world.north, world.board, number="EB-2", state=CaseState.ACCEPTED, specialties=["radiology"], minutes=10
        )
        db.session.add(Recusal(case_id=waiting.id, person_id=world.radiologist.id))
    after = client.get(f"/meetings/{meeting.id}").text
    assert ["Nobody for Diagnostic radiology" in page for page in (before, after)] == [False, True]
    proposal = re.sub(r"\s+", " ", client.get(f"/boards/{world.board.id}/proposal").text)
    assert "Not on Mon 9 Mar 2026: nobody for Diagnostic radiology." in proposal
    client.post(f"/meetings/{meeting.id}/preparation")
    assert "without a preparer" in client.get(f"/meetings/{meeting.id}/preparation/radiology").text


def test_ending_what_is_not_there_changes_nothing(world: World, case: Case, client: Client) -> None:
    client.sign_in(world.radiologist)
    assert client.post(f"/cases/{case.id}/recusal/{world.radiologist.id}/end").status_code == 303
    client.sign_in(world.coordinator)
    assert client.post(f"/cases/{case.id}/recusal/{world.pathologist.id}/end").status_code == 303
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event.like("case.recus%"))).all() == []
