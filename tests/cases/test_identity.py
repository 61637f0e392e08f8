"""Who the patient is: sealed, found by record number, opened on purpose, and nowhere else to be seen."""

import logging
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.lifecycle import submit_case
from eboard.cases.actions.nominate import nominate_patient, save_case
from eboard.cases.actions.restriction import restrict_case
from eboard.cases.enums import CaseState, DiscussionKind
from eboard.cases.identity import Identity, normalize_number, reveal, seal
from eboard.cases.models import Case, PatientIdentity
from eboard.cases.queries.identities import cases_of_patient, opened, row_of
from eboard.cases.queries.restriction import named_on
from eboard.core.crypto import Keyring, SealError
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.ids import new_id
from eboard.mail.models import OutboxMessage
from eboard.people.data_keys import is_owned
from tests.cases.nominating import actor_of, complete, draft
from tests.client import Client
from tests.world import World, save

MARKER = Identity(name="Marisol Quetzal", record_number="MRN-4711-77", born_on=date(1961, 2, 3))
TRACES = ("Marisol", "Quetzal", "4711", "1961-02-03", "03.02.1961")
RING = Keyring({"k0001": bytes(32)}, "k0001")


def nominated(world: World, **options: Any) -> Case:
    with unit_of_work():
        return nominate_patient(actor=actor_of(world.nurse), organization_id=world.north.id, identity=MARKER, **options)


@given(name=st.text(max_size=60), number=st.text(max_size=30), born_on=st.none() | st.dates())
def test_what_is_sealed_opens_in_its_own_row_only(name: str, number: str, born_on: date | None) -> None:
    identity = Identity(name=name, record_number=number, born_on=born_on)
    row = PatientIdentity(case_id=new_id())
    row.sealed = seal(identity, row_id=row.id, sealer=RING)
    assert reveal(row, reader=RING) == identity
    with pytest.raises(SealError):
        reveal(PatientIdentity(case_id=new_id(), sealed=row.sealed), reader=RING)


@given(number=st.text(max_size=30))
def test_blanks_dashes_and_case_do_not_make_another_record_number(number: str) -> None:
    bare = normalize_number(number)
    assert normalize_number(f" {number.upper()}-") == normalize_number(number.upper())
    assert normalize_number(bare) == bare


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 2, 2), 64), (date(2026, 2, 3), 65), (date(2027, 1, 1), 65), (date(1961, 2, 3), 0)]
)
def test_the_age_counts_completed_years(day: date, age: int) -> None:
    assert MARKER.age_on(day) == age
    assert Identity().age_on(day) is None


def test_the_identity_says_nothing_when_printed() -> None:
    assert (repr(MARKER), bool(Identity()), bool(MARKER)) == ("Identity(…)", False, True)


def test_the_age_follows_from_the_birth_date_and_nothing_given_seals_nothing(ctx: object, world: World) -> None:
    assert nominated(world).age == 65
    with unit_of_work():
        case = nominate_patient(
            actor=actor_of(world.nurse), organization_id=world.north.id, identity=Identity(), is_new=True
        )
    assert row_of(case.id) is None


def test_a_known_patient_is_asked_about_and_the_form_filled_from_the_earlier_case(ctx: object, world: World) -> None:
    first = nominated(world)
    with unit_of_work():
        save_case(actor=actor_of(world.nurse), case=first, values=complete(world), version=first.row_version)
        submit_case(actor=actor_of(world.nurse), case=first)
    with pytest.raises(DomainError) as caught:
        nominated(world, known=[first])
    assert caught.value.field == "earlier"
    again = nominated(world, earlier=first)
    assert (again.diagnosis, again.discussion_kind, again.earlier_case_id, again.question) == (
        first.diagnosis,
        DiscussionKind.AGAIN,
        first.id,
        "",
    )
    fresh = nominated(world, is_new=True)
    assert (fresh.diagnosis, fresh.earlier_case_id) == ("", None)
    assert cases_of_patient(world.north.id, "mrn 4711 77") == [fresh.id, again.id, first.id]


def test_a_patient_nominated_again_keeps_the_identity(client: Client, world: World) -> None:
    first = nominated(world)
    assert client.sign_in(world.nurse).post(f"/cases/{first.id}/again").status_code == 303
    again = db.session.scalars(select(Case).where(Case.id != first.id)).one()
    row = row_of(again.id)
    assert row is not None
    assert (opened(row), again.discussion_kind) == (MARKER, DiscussionKind.FIRST)


def test_the_same_number_at_another_organization_is_another_patient(ctx: object, world: World) -> None:
    nominated(world)
    assert cases_of_patient(world.south.id, MARKER.record_number) == []
    assert cases_of_patient(world.north.id, " - ") == []


def test_the_page_asks_about_a_known_patient(client: Client, world: World) -> None:
    first = nominated(world)
    client.sign_in(world.nurse)
    data = {"organization": str(world.north.id), "record_number": "MRN 4711 77"}
    asked = client.post("/cases/new", data=data)
    assert (asked.status_code, first.number in asked.text) == (422, True)
    nonsense = client.post("/cases/new", data={**data, "earlier": "nonsense"})
    assert nonsense.status_code == 422
    assert client.post("/cases/new", data={**data, "earlier": "new"}).status_code == 303
    assert client.post("/cases/new", data={**data, "earlier": str(first.id)}).status_code == 303


def test_nobody_nominates_for_another_organization(client: Client, world: World) -> None:
    client.sign_in(world.stranger)
    answer = client.post("/cases/new", data={"organization": str(world.north.id)})
    assert (answer.status_code, db.session.scalars(select(Case)).all()) == (422, [])


def test_the_care_team_opens_the_identity_and_the_look_is_recorded(client: Client, world: World) -> None:
    case = nominated(world)
    row = row_of(case.id)
    assert row is not None
    page = client.sign_in(world.nurse).post(f"/cases/{case.id}/identity/show")
    assert (
        page.status_code,
        all(trace in page.text for trace in ("Marisol Quetzal", "MRN-4711-77", "1961-02-03")),
    ) == (
        200,
        True,
    )
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == row.id).order_by(AuditEntry.seq)
    ).all()
    assert [(entry.event, entry.chain_id) for entry in entries] == [
        ("identity.sealed", world.north.id),
        ("access.read", world.north.id),
    ]


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("stranger", 404), ("north_admin", 403)])
def test_nobody_else_opens_it(client: Client, world: World, who: str, status: int) -> None:
    case = nominated(world)
    case.state = CaseState.SUBMITTED
    save(case)
    client.sign_in(getattr(world, who))
    for path in ("identity/show", "identity"):
        answer = client.post(f"/cases/{case.id}/{path}")
        assert (answer.status_code, "Marisol" in answer.text) == (status, False)


def test_a_case_without_identity_gets_one_and_is_warned_of_a_second_case(client: Client, world: World) -> None:
    nominated(world)
    case = draft(world)
    client.sign_in(world.nurse)
    assert client.post(f"/cases/{case.id}/identity/show").status_code == 200
    data = {"name": MARKER.name, "record_number": MARKER.record_number, "born_on": "1961-02-03"}
    assert client.post(f"/cases/{case.id}/identity", data={**data, "born_on": "soon"}).status_code == 422
    assert client.post(f"/cases/{case.id}/identity", data=data).status_code == 303
    page = client.get(f"/cases/{case.id}").text
    assert ("This record number stands on 1 other case" in page, "Marisol" in page) == (True, False)
    assert (case.age, len(cases_of_patient(world.north.id, MARKER.record_number))) == (65, 2)


def test_my_patient_is_found_by_record_number_and_only_by_its_own_organization(client: Client, world: World) -> None:
    case = nominated(world)
    client.sign_in(world.nurse)
    assert client.get("/cases/find").status_code == 200
    assert case.number in client.post("/cases/find", data={"record_number": "mrn-471177"}).text
    assert client.post("/cases/find", data={"record_number": ""}).status_code == 422
    client.sign_in(world.stranger)
    assert case.number not in client.post("/cases/find", data={"record_number": "MRN-4711-77"}).text
    sought = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "identity.sought")).all()
    assert [(entry.chain_id, entry.details) for entry in sought] == [
        (world.north.id, {"found": 1}),
        (world.south.id, {"found": 0}),
    ]


def test_the_marker_patient_leaves_no_trace_outside_the_seal(
    client: Client, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.sign_in(world.nurse)
    data = {
        "organization": str(world.north.id),
        "name": MARKER.name,
        "record_number": MARKER.record_number,
        "born_on": "1961-02-03",
    }
    answers = [client.post("/cases/new", data=data)]
    case = db.session.scalars(select(Case)).one()
    with unit_of_work():
        save_case(actor=actor_of(world.nurse), case=case, values=complete(world), version=case.row_version)
    answers += [
        client.post(f"/cases/{case.id}/identity", data=data),
        client.post("/cases/find", data={"record_number": "MRN-0000"}),
        client.post(f"/cases/{case.id}/submit", data={"version": str(case.row_version)}),
        client.get(f"/cases/{case.id}"),
        client.get(f"/cases/{case.id}/edit"),
        client.get("/cases/"),
        client.post(f"/cases/{case.id}/withdraw", data={"withdraw-reason": ""}),
        client.post("/cases/new/Marisol", data=data),
    ]
    said = [answer.text + str(answer.location) + str(answer.headers) for answer in answers]
    said += [caplog.text, *(str(entry.details) for entry in db.session.scalars(select(AuditEntry)))]
    said += [str(mail.subject) + str(mail.body) for mail in db.session.scalars(select(OutboxMessage))]
    said += [str({name: getattr(case, name) for name in list(Case.__table__.c.keys())})]
    assert [(trace, text) for text in said for trace in TRACES if trace in text] == []
    row = row_of(case.id)
    assert row is not None
    assert [trace for trace in TRACES if trace.encode() in row.sealed] == []


def test_a_second_sealing_replaces_the_first(ctx: object, world: World) -> None:
    case = nominated(world)
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Other"))
    row = row_of(case.id)
    assert row is not None
    assert (opened(row), row.record_number_index, case.age) == (Identity(name="Other"), None, 65)
    assert is_owned(row.sealed)


def test_a_restricted_earlier_case_is_not_offered(client: Client, world: World) -> None:
    first = nominated(world)
    first.is_restricted = True
    save(first)
    client.sign_in(world.nurse)
    answer = client.post("/cases/new", data={"organization": str(world.north.id), "record_number": "MRN-4711-77"})
    assert (answer.status_code, first.number in answer.text) == (303, False)


def test_a_restricted_case_with_the_same_record_number_is_not_counted(client: Client, world: World) -> None:
    first = nominated(world)
    first.is_restricted = True
    save(first)
    case = draft(world)
    client.sign_in(world.nurse)
    assert client.post(f"/cases/{case.id}/identity", data={"record_number": "MRN-4711-77"}).status_code == 303
    assert "This record number stands on" not in client.get(f"/cases/{case.id}").text


def test_a_restricted_case_nominated_again_stays_with_the_persons_it_names(client: Client, world: World) -> None:
    first = nominated(world)
    with unit_of_work():
        restrict_case(actor=actor_of(world.nurse), case=first, person_ids=[world.nurse.id])
    assert client.sign_in(world.nurse).post(f"/cases/{first.id}/again").status_code == 303
    again = db.session.scalars(select(Case).where(Case.id != first.id)).one()
    assert (again.is_restricted, named_on(again)) == (True, {world.nurse.id})
    assert client.get(f"/cases/{again.id}").status_code == 200
    assert client.sign_in(world.physician).get(f"/cases/{again.id}").status_code == 404


def test_a_case_of_another_organization_is_no_source(ctx: object, world: World) -> None:
    first = nominated(world)
    with pytest.raises(DomainError) as caught, unit_of_work():
        nominate_patient(
            actor=actor_of(world.nurse), organization_id=world.south.id, identity=Identity(), earlier=first
        )
    assert (caught.value.field, db.session.scalars(select(Case)).all()) == ("earlier", [first])


def test_the_search_for_a_known_patient_and_what_it_listed_are_recorded(client: Client, world: World) -> None:
    first = nominated(world)
    client.sign_in(world.nurse)
    client.post("/cases/new", data={"organization": str(world.north.id), "record_number": "MRN-4711-77"})
    events = ("identity.sought", "access.listed")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event.in_(events)).order_by(AuditEntry.seq))
    assert [(entry.event, entry.details) for entry in entries] == [
        ("identity.sought", {"found": 1}),
        ("access.listed", {"kind": "case_", "ids": [str(first.id)]}),
    ]
