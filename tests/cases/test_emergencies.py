"""A case opened in an emergency: with a reason and a fresh proof, for hours, told at once, judged afterwards."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.emergencies import open_in_emergency, remind_reviewers, review_emergency
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import CaseState, Consent, EmergencyReason
from eboard.cases.identity import Identity
from eboard.cases.models import Case, EmergencyAccess, PatientIdentity
from eboard.cases.queries.emergencies import reviewers_of, to_remind
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole
from eboard.people.models import LoginSession, Person
from tests.cases.nominating import actor_of, draft
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_person, save

NOTE = "The patient is in my emergency room"


@pytest.fixture
def case(world: World) -> Case:
    case = draft(world)
    case.state = CaseState.SUBMITTED
    save(case)
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Marisol Quintero"))
    return case


@pytest.fixture
def doctor(world: World) -> Person:
    """A physician of another organization, in no relation to the case."""
    with unit_of_work():
        return make_person("Emil Emergency", world.south, AffiliationRole.PHYSICIAN)


def ask(client: Client, number: str, **values: Any) -> TestResponse:
    return client.post("/emergency", data={"number": number, "reason": "treating", "note": NOTE, **values})


def plain(answer: TestResponse, number: str) -> str:
    """A page without the number that was typed and without the form tokens, which hold the time."""
    return re.sub(r'(name="csrf_token"[^>]*value="|"csrf-token" content=")[^"]*', r"\1", answer.text).replace(
        number, "-"
    )


def opened(doctor: Person, case: Case) -> EmergencyAccess:
    with unit_of_work():
        return open_in_emergency(
            actor=actor_of(doctor), person=doctor, case=case, reason=EmergencyReason.TREATING, note=NOTE
        )


def test_it_opens_for_four_hours_and_never_says_who_the_patient_is(
    client: Client, world: World, case: Case, doctor: Person
) -> None:
    client.sign_in(doctor)
    assert client.get(f"/cases/{case.id}").status_code == 404
    assert client.get("/emergency").status_code == 200
    answer = ask(client, f" {case.number.lower()} ")
    assert (answer.status_code, answer.location) == (303, f"/cases/{case.id}")
    page = client.get(f"/cases/{case.id}").text
    assert (case.diagnosis in page, "You opened this case in an emergency." in page, "Marisol" in page) == (
        True,
        True,
        False,
    )
    assert client.post(f"/cases/{case.id}/identity/show").status_code in {403, 404}
    actor = Actor(person_id=doctor.id)
    assert list(db.session.scalars(access.visible(actor, PatientIdentity, Permission.IDENTITY_READ))) == []
    with time.at(NOW + timedelta(hours=3, minutes=59)):
        assert access.permissions(actor, case) == {Permission.CASE_READ}
    with time.at(NOW + timedelta(hours=4)):
        assert access.permissions(actor, case) == frozenset()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "case.opened_in_emergency")).one()
    assert (entry.actor_id, entry.subject_id, entry.chain_id) == (doctor.id, case.id, world.north.id)
    assert entry.details["reason"] == "treating"


def test_the_care_team_hears_at_once_and_sees_who_and_why(
    client: Client, world: World, case: Case, doctor: Person
) -> None:
    opened(doctor, case)
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("emergency/"))).all()
    assert {mail.recipient for mail in mails} == {world.nurse.email, world.physician.email}
    said = " ".join(f"{mail.subject} {mail.body!r}" for mail in mails)
    assert [word for word in ("sigmoid", "Marisol", NOTE, doctor.family_name) if word in said] == []
    page = client.sign_in(world.nurse).get(f"/cases/{case.id}").text
    assert (doctor.name in page, NOTE in page, "not judged yet" in page) == (True, True, True)
    assert NOTE not in client.sign_in(world.chair).get(f"/cases/{case.id}").text


@pytest.mark.parametrize(
    "values", [{"reason": ""}, {"reason": "forged"}, {"note": ""}, {"note": "short"}, {"note": "x" * 501}]
)
def test_without_reason_and_description_nothing_is_looked_up(
    client: Client, world: World, case: Case, doctor: Person, values: dict[str, str]
) -> None:
    client.sign_in(doctor)
    answers = [ask(client, number, **values) for number in (case.number, "EB-0000-0000")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert plain(answers[0], case.number) == plain(answers[1], "EB-0000-0000")
    assert db.session.scalars(select(EmergencyAccess)).all() == []


@pytest.mark.parametrize("hidden", ["draft", "error", "withdrawn"])
def test_an_unknown_number_and_a_forbidden_one_are_answered_alike(
    client: Client, world: World, case: Case, doctor: Person, hidden: str
) -> None:
    if hidden == "withdrawn":
        case.consent = Consent.WITHDRAWN
    else:
        case.state = CaseState.DRAFT if hidden == "draft" else CaseState.ENTERED_IN_ERROR
    save(case)
    client.sign_in(doctor)
    answers = [ask(client, number) for number in (case.number, "EB-0000-0000")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert plain(answers[0], case.number) == plain(answers[1], "EB-0000-0000")
    assert "There is no case with this number, or it cannot be opened." in answers[0].text
    refusals = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.refused")).all()
    assert [(one.actor_id, one.details["permission"]) for one in refusals] == [
        (doctor.id, "case.opened_in_emergency"),
        (doctor.id, "case.opened_in_emergency"),
    ]


def test_ten_numbers_an_hour_right_or_wrong(client: Client, case: Case, doctor: Person) -> None:
    client.sign_in(doctor)
    assert [ask(client, f"EB-0000-{n:04}").status_code for n in range(10)] == [422] * 10
    assert [ask(client, number).status_code for number in (case.number, "EB-0000-0000")] == [429, 429]


def test_it_asks_for_a_fresh_proof(client: Client, case: Case, doctor: Person) -> None:
    client.sign_in(doctor)
    with unit_of_work():
        db.session.execute(update(LoginSession).values(confirmed_at=NOW - timedelta(minutes=6)))
    assert ask(client, case.number).status_code != 303 or "/cases/" not in str(ask(client, case.number).location)
    assert db.session.scalars(select(EmergencyAccess)).all() == []


@pytest.mark.parametrize("name", ["stranger", "nurse", "north_admin", "network_admin", "auditor", "coordinator"])
def test_nobody_who_is_no_physician_may(client: Client, world: World, case: Case, name: str) -> None:
    client.sign_in(getattr(world, name))
    assert [client.get("/emergency").status_code, ask(client, case.number).status_code] == [403, 403]


def test_a_delegate_may_not(client: Client, world: World, case: Case, doctor: Person) -> None:
    client.sign_in(world.stranger, on_behalf_of=doctor)
    assert ask(client, case.number).status_code == 403


def test_a_delegate_sees_nothing_of_what_was_opened(client: Client, world: World, case: Case, doctor: Person) -> None:
    opened(doctor, case)
    actor = Actor(person_id=world.stranger.id, on_behalf_of_id=doctor.id)
    assert access.permissions(actor, case) == frozenset()
    assert list(db.session.scalars(access.visible(actor, Case, Permission.CASE_READ))) == []
    client.sign_in(world.stranger, on_behalf_of=doctor)
    assert client.get(f"/cases/{case.id}").status_code == 404


def test_what_was_not_justified_ends_at_once(world: World, case: Case, doctor: Person) -> None:
    row = opened(doctor, case)
    with unit_of_work():
        review_emergency(
            actor=actor_of(world.auditor), person=world.auditor, row=row, is_justified=False, note="Not on duty"
        )
    assert access.permissions(Actor(person_id=doctor.id), case) == frozenset()
    with unit_of_work():
        remind_reviewers(row.id)
    assert row.reminded_at is None


def test_what_was_justified_goes_on_to_its_end(world: World, case: Case, doctor: Person) -> None:
    row = opened(doctor, case)
    with unit_of_work():
        review_emergency(actor=actor_of(world.auditor), person=world.auditor, row=row, is_justified=True, note="")
    assert (row.is_justified, row.ends_at) == (True, NOW + timedelta(hours=4))


def test_whoever_may_see_it_anyway_opens_nothing(client: Client, world: World, case: Case) -> None:
    assert ask(client.sign_in(world.chair), case.number).location == f"/cases/{case.id}"
    assert db.session.scalars(select(EmergencyAccess)).all() == []


def test_a_restricted_case_opens_too_and_a_withdrawn_one_closes_at_once(world: World, case: Case) -> None:
    case.is_restricted = True
    save(case)
    opened(world.radiologist, case)
    actor = Actor(person_id=world.radiologist.id)
    assert access.permissions(actor, case) == {Permission.CASE_READ}
    case.consent = Consent.WITHDRAWN
    save(case)
    assert access.permissions(actor, case) == frozenset()


def test_the_queue_is_for_the_owners_administrator_and_the_auditor(
    client: Client, world: World, case: Case, doctor: Person
) -> None:
    row = opened(doctor, case)
    seen = {}
    for name in ("north_admin", "auditor", "network_admin", "stranger", "nurse", "chair"):
        client.sign_in(getattr(world, name))
        seen[name] = (
            NOTE in client.get("/emergency/review").text,
            client.post(f"/emergency/{row.id}/review").status_code,
        )
    assert seen == {
        "north_admin": (True, 422),
        "auditor": (True, 422),
        **dict.fromkeys(("network_admin", "stranger", "nurse", "chair"), (False, 404)),
    }
    assert "waits to be judged" in client.sign_in(world.north_admin).get("/").text


def test_it_is_judged_once_with_a_note(client: Client, world: World, case: Case, doctor: Person) -> None:
    row = opened(doctor, case)
    client.sign_in(world.auditor)
    prefix = f"r{row.id.hex}-"

    def judge(verdict: str, note: str = "") -> TestResponse:
        return client.post(f"/emergency/{row.id}/review", data={f"{prefix}verdict": verdict, f"{prefix}note": note})

    assert [judge("").status_code, judge("forged").status_code, judge("unjustified").status_code] == [422] * 3
    assert judge("unjustified", "x" * 501).status_code == 422
    assert judge("unjustified", "Was not on duty").status_code == 303
    assert judge("justified").status_code == 422
    assert (row.is_justified, row.review_note, row.reviewed_by_id) == (False, "Was not on duty", world.auditor.id)
    page = client.get("/emergency/review").text
    assert ("Was not on duty" in page, "Nothing waits" in page) == (True, True)
    assert "not justified" in client.sign_in(world.nurse).get(f"/cases/{case.id}").text


def test_the_action_keeps_its_own_rules(world: World, case: Case, doctor: Person) -> None:
    known: dict[str, Any] = {"actor": actor_of(doctor), "person": doctor, "case": case}
    for reason, note in ((None, NOTE), (EmergencyReason.OTHER, "short")):
        with pytest.raises(DomainError), unit_of_work():
            open_in_emergency(**known, reason=reason, note=note)
    row = opened(doctor, case)
    with pytest.raises(DomainError), unit_of_work():
        review_emergency(
            actor=actor_of(world.auditor), person=world.auditor, row=row, is_justified=True, note="x" * 501
        )


def test_nobody_judges_the_own_opening(world: World, case: Case, doctor: Person) -> None:
    with unit_of_work():
        admin = make_person("Ada Admin", world.north, AffiliationRole.ORGANIZATION_ADMIN, AffiliationRole.PHYSICIAN)
    row = opened(admin, case)
    rows = access.visible(Actor(person_id=admin.id), EmergencyAccess, Permission.EMERGENCY_REVIEW)
    assert list(db.session.scalars(rows)) == []
    assert {person.id for person in reviewers_of(row)} == {world.north_admin.id, world.auditor.id}


def test_what_nobody_judges_is_reminded_of_after_three_days_and_every_week(
    world: World, case: Case, doctor: Person
) -> None:
    row = opened(doctor, case)
    due = {}
    for day in (2, 3, 4, 9, 10, 11):
        with time.at(NOW + timedelta(days=day)):
            due[day] = list(to_remind(time.now())) == [row.id]
            if due[day]:
                with unit_of_work():
                    remind_reviewers(row.id)
    assert due == {2: False, 3: True, 4: False, 9: False, 10: True, 11: False}
    mails = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("emergency-review/"))
    ).all()
    assert sorted(mail.recipient for mail in mails) == sorted([world.north_admin.email, world.auditor.email] * 2)
    assert [word for mail in mails for word in (case.number, NOTE, "sigmoid") if word in repr(mail.body)] == []
