"""What is worth a look is found once, explains itself, is told in numbers and looked at by somebody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.jobs import registered
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole
from eboard.people.models import Affiliation, Person
from eboard.review.actions import mark_looked_at
from eboard.review.enums import OddityKind, ReviewEvent
from eboard.review.jobs import spot_oddities, tell_auditors
from eboard.review.models import Oddity
from eboard.review.wording import why
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_case, make_item, make_meeting, make_person, save

Count = Callable[[Callable[[], object]], int]
TOMORROW = NOW + timedelta(days=1, hours=1)


def look(
    person: Person, cases: list[Case], *, hours: float = 0, event: AccessEvent = AccessEvent.READ, **of: Any
) -> None:
    """Open cases at 09:00 in Chicago and so many hours later."""
    with time.at(NOW + timedelta(hours=hours)), unit_of_work():
        for case in cases:
            actor = Actor(person_id=person.id, **of)
            record(actor=actor, event=event, subject=case, organization_id=case.organization_id)


def spot() -> list[Oddity]:
    with time.at(TOMORROW):
        spot_oddities()
    return list(db.session.scalars(select(Oddity).order_by(Oddity.kind)))


def cases(world: World, count: int, **values: Any) -> list[Case]:
    with unit_of_work():
        return [make_case(world.north, world.board, **values) for _ in range(count)]


def test_a_mass_of_cases_is_found_once_and_compared_with_the_month_before(world: World) -> None:
    known = cases(world, 20)
    look(world.nurse, known[:3], hours=-24 * 9)
    look(world.nurse, known)
    found = spot()
    assert [(one.kind, one.person_id, one.count, one.usual) for one in found] == [
        (OddityKind.MANY, world.nurse.id, 20, 3)
    ]
    assert why(found[0]) == ("Opened 20 different cases within an hour; the busiest hour of the 30 days before had 3.")
    assert len(spot()) == 1


def test_lists_are_not_opened_cases(world: World) -> None:
    look(world.nurse, cases(world, 20), event=AccessEvent.LISTED)
    assert spot() == []


def test_who_opens_a_case_of_another_organization_without_a_task_is_found(world: World) -> None:
    known = cases(world, 2)
    look(world.radiologist, known)
    found = spot()
    assert [(one.kind, one.person_id, one.organization_id, one.count) for one in found] == [
        (OddityKind.NO_TASK, world.radiologist.id, world.north.id, 2)
    ]
    assert why(found[0]).startswith("Opened 2 cases of another organization without being asked")


@pytest.mark.parametrize("task", ["own", "asked", "staff", "presents", "changed", "for somebody asked"])
def test_who_has_a_task_there_is_not(world: World, task: str) -> None:
    [case] = cases(world, 1)
    person = {"own": world.nurse, "staff": world.coordinator}.get(task, world.radiologist)
    of: dict[str, Any] = {}
    with unit_of_work():
        if task == "asked":
            item = make_item(make_meeting(world.board), case)
            add(Invitation(meeting_id=item.meeting_id, person_id=person.id, tag="t"))
        elif task == "presents":
            case.presenter_id = person.id
        elif task == "changed":
            record(actor=Actor(person_id=person.id), event=ReviewEvent.LOOKED_AT, subject=case)
    if task == "for somebody asked":
        of["on_behalf_of_id"] = world.coordinator.id
    look(person, [case], **of)
    assert spot() == []


def test_who_declined_has_none(world: World) -> None:
    [case] = cases(world, 1)
    with unit_of_work():
        item = make_item(make_meeting(world.board), case)
        asked = Invitation(meeting_id=item.meeting_id, person_id=world.radiologist.id, tag="t", answer=Answer.DECLINED)
        add(asked)
    look(world.radiologist, [case])
    assert [one.kind for one in spot()] == [OddityKind.NO_TASK]


def test_a_colleague_who_opens_an_identity_without_a_part_in_the_case_is_found(world: World) -> None:
    [case] = cases(world, 1)
    with unit_of_work():
        row = seal_identity(actor=Actor(person_id=world.nurse.id), case=case, identity=Identity(name="Jane Doe"))
        case.nominated_by_id = world.nurse.id
    for person in (world.nurse, world.physician):
        with unit_of_work():
            actor = Actor(person_id=person.id)
            record(actor=actor, event=AccessEvent.READ, subject=row, organization_id=world.north.id)
    found = spot()
    assert [(one.kind, one.person_id, one.count) for one in found] == [(OddityKind.IDENTITY, world.physician.id, 1)]
    assert why(found[0]) == "Opened who the patient is in 1 case without having a part in it."


def test_off_hours_and_refusals_are_found(world: World) -> None:
    look(world.nurse, cases(world, 3), hours=-6)  # 03:00
    for minute in range(5):
        with time.at(NOW + timedelta(minutes=minute)), unit_of_work():
            record(actor=Actor(person_id=world.nurse.id), event=AccessEvent.REFUSED, subject=world.board)
    found = spot()
    assert [(one.kind, one.count) for one in found] == [(OddityKind.OFF_HOURS, 3), (OddityKind.REFUSED, 5)]
    assert why(found[1]) == "Was refused 5 times in a row."
    assert why(found[0]).startswith("Opened 3 cases at night or on a day off")


def odd(world: World, person: Person | None = None, **values: Any) -> Oddity:
    with unit_of_work():
        known = {"key": f"k{values}{person}", "kind": OddityKind.REFUSED, "from_at": NOW, "to_at": NOW, "count": 5}
        return add(Oddity(**{**known, "person_id": (person or world.nurse).id, **values}))


def test_looking_is_noted_with_what_was_found_and_audited(world: World, client: Client) -> None:
    row = odd(world)
    page = f"/audit/worth-a-look/{row.id}"
    client.sign_in(world.auditor)
    assert "Was refused 5 times in a row." in client.get("/audit/worth-a-look").text
    refused = client.post(page, data={"version": 1, "note": " "})
    assert (refused.status_code, "Write in a few words what you found." in refused.text) == (422, True)
    assert client.post(page, data={"version": 1, "note": "Tried an old link."}).status_code == 303
    assert (row.looked_by_id, row.note) == (world.auditor.id, "Tried an old link.")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == ReviewEvent.LOOKED_AT)).one()
    assert (entry.actor_id, entry.subject_id, "old link" in str(entry.details)) == (world.auditor.id, row.id, False)
    assert "Nothing stands out" in client.get("/audit/worth-a-look").text
    assert "Tried an old link." in client.get("/audit/worth-a-look?show=all").text
    assert client.post(page, data={"version": 1, "note": "Late."}).status_code == 409


def test_the_same_day_is_found_once_also_by_the_last_look_back_at_it(world: World) -> None:
    known = cases(world, 2)
    look(world.radiologist, known[:1])
    look(world.radiologist, known[1:], hours=6)
    for hours in (25, 73):
        with time.at(NOW + timedelta(hours=hours)):
            spot_oddities()
    assert len(db.session.scalars(select(Oddity)).all()) == 1


def test_what_a_check_reads_is_no_look_at_an_identity(world: World) -> None:
    [case] = cases(world, 1)
    with unit_of_work():
        who = seal_identity(actor=Actor(person_id=world.nurse.id), case=case, identity=Identity(name="Ada Marker"))
    with time.at(NOW), unit_of_work():
        record(
            actor=Actor(person_id=world.physician.id),
            event=AccessEvent.READ,
            subject=who,
            organization_id=world.north.id,
            purpose="privacy_guard",
        )
    assert spot() == []


def test_it_is_settled_once(world: World) -> None:
    look(world.radiologist, cases(world, 1))
    [one] = spot()
    with unit_of_work():
        mark_looked_at(actor=Actor(person_id=world.auditor.id), oddity=one, note="Asked", version=one.row_version)
    with pytest.raises(DomainError), unit_of_work():
        mark_looked_at(actor=Actor(person_id=world.auditor.id), oddity=one, note="Again", version=one.row_version)


def test_nobody_settles_what_is_about_him_or_her(world: World) -> None:
    row = odd(world, world.north_admin)
    with pytest.raises(DomainError, match="This is about you"), unit_of_work():
        mark_looked_at(actor=Actor(person_id=world.north_admin.id), oddity=row, note="Nothing.", version=1)


def test_an_administrator_sees_own_people_and_own_cases_only(world: World, client: Client) -> None:
    mine, ours = odd(world), odd(world, world.stranger, organization_id=world.north.id)
    theirs = odd(world, world.stranger)
    page = client.sign_in(world.north_admin).get("/audit/worth-a-look").text
    assert [f"/audit/worth-a-look/{row.id}" in page for row in (mine, ours, theirs)] == [True, True, False]
    assert [client.get(f"/audit/worth-a-look/{row.id}").status_code for row in (mine, theirs)] == [200, 404]
    assert client.sign_in(world.stranger).get(f"/audit/worth-a-look/{theirs.id}").status_code == 404


@pytest.mark.parametrize("values", [{"ends_on": date(2026, 3, 1)}, {"approved_at": None}])
def test_who_left_or_was_never_approved_is_not_ones_own(world: World, client: Client, values: dict[str, Any]) -> None:
    with unit_of_work():
        person = make_person("Lena Left", world.north, AffiliationRole.CARE_TEAM)
        db.session.execute(update(Affiliation).where(Affiliation.person_id == person.id).values(values))
    row = odd(world, person)
    assert client.sign_in(world.north_admin).get(f"/audit/worth-a-look/{row.id}").status_code == 404


def test_auditors_are_told_once_a_day_in_numbers(world: World) -> None:
    assert tell_auditors() == 1
    assert db.session.scalars(select(OutboxMessage)).all() == []
    odd(world)
    odd(world, kind=OddityKind.MANY, count=40)
    for _ in range(2):
        tell_auditors()
    [message] = db.session.scalars(select(OutboxMessage)).all()
    assert (message.person_id, message.subject) == (world.auditor.id, "2 things are worth a look in the audit")
    body = (message.body or b"").decode()
    assert ("http://localhost:8000/audit/worth-a-look" in body, world.nurse.family_name in body) == (True, False)
    with time.at(NOW + timedelta(days=1)):
        tell_auditors()
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 2


def test_nobody_is_told_at_night_or_on_a_day_off(world: World) -> None:
    odd(world)
    for hours in (-6, 24 * 5):
        with time.at(NOW + timedelta(hours=hours)):
            assert tell_auditors() == 0


def test_the_jobs_are_registered() -> None:
    assert {"review.spot_oddities", "review.tell_auditors"} <= registered().keys()


def test_the_list_takes_as_many_queries_with_one_as_with_three(
    world: World, client: Client, count_queries: Count
) -> None:
    odd(world)
    client.sign_in(world.auditor)
    client.get("/audit/worth-a-look")
    one = count_queries(lambda: client.get("/audit/worth-a-look"))
    other = make_person("Olaf Other", world.south)
    save()
    for person in (world.chair, other):
        odd(world, person)
    assert count_queries(lambda: client.get("/audit/worth-a-look")) == one


def test_spotting_takes_as_many_queries_for_one_case_as_for_many(world: World, count_queries: Count) -> None:
    known = cases(world, 9)
    look(world.radiologist, known[:1])
    one = count_queries(spot)
    look(world.pathologist, known)
    assert count_queries(spot) <= one + 1
