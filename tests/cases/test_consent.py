"""Consent: recorded with purpose, day and form; withdrawn in one step that nothing but a new consent takes back."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard import access
from eboard.access import Permission
from eboard.access.withdrawing import withdraw_consent
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.consents import end_consent, record_consent
from eboard.cases.actions.lifecycle import submit_case
from eboard.cases.actions.nominate import save_case
from eboard.cases.actions.onward import nominate_onward
from eboard.cases.actions.proposals import open_proposal, propose
from eboard.cases.enums import CaseState, Consent, ConsentPurpose, TriageResult
from eboard.cases.models import Case, CaseConsent
from eboard.cases.queries.consents import consents_of, withdrawn_from
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.reports.scope import of_board, of_organization
from tests.cases.nominating import actor_of, complete, draft
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_board, make_item, make_meeting, save

TODAY = NOW.date()


@pytest.fixture
def meeting(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, date(2026, 3, 9))


@pytest.fixture
def case(world: World, meeting: Meeting) -> Case:
    """A whole case of the north on the agenda of a published meeting."""
    case = draft(world)
    case.state = CaseState.SCHEDULED
    save(case)
    with unit_of_work():
        make_item(meeting, case, presenter_id=world.physician.id)
    return case


def withdraw(world: World, case: Case, **values: Any) -> CaseConsent:
    with unit_of_work():
        return withdraw_consent(actor=actor_of(world.nurse), case=case, on=TODAY, **values)


def consent(world: World, case: Case, **values: Any) -> CaseConsent:
    known = {"kind": Consent.GIVEN, "purposes": [ConsentPurpose.BOARD], "on": TODAY, "form_version": "2026-01"}
    with unit_of_work():
        return record_consent(actor=actor_of(world.nurse), case=case, **{**known, **values})


def readers(world: World, case: Case) -> set[str]:
    """Who of the world may read the case, by `load` and by `visible` alike."""
    found = set()
    people = {name: value for name, value in vars(world).items() if isinstance(value, Person)}
    for name, person in people.items():
        rows = access.visible(Actor(person_id=person.id), Case, Permission.CASE_READ)
        if db.session.scalar(rows.where(Case.id == case.id)) is not None:
            found.add(name)
    return found


def test_what_the_form_says_begins_the_history_and_the_page_completes_it(world: World, case: Case) -> None:
    assert [(one.kind, one.purposes, one.on) for one in consents_of(case)] == [(Consent.GIVEN, ["board"], None)]
    with time.at(NOW + timedelta(hours=1)):
        row = consent(world, case, purposes=[ConsentPurpose.TEACHING, ConsentPurpose.BOARD], form_version=" 2026-01 ")
    assert [one.kind for one in consents_of(case)] == [Consent.GIVEN, Consent.GIVEN]
    assert (row.purposes, row.on, row.form_version, row.recorded_by_id) == (
        ["board", "teaching"],
        TODAY,
        "2026-01",
        world.nurse.id,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": Consent.NOT_YET}, "kind"),
        ({"purposes": [ConsentPurpose.TEACHING]}, "purposes"),
        ({"on": TODAY + timedelta(days=2)}, "on"),
        ({"on": date(1, 1, 1)}, "on"),
        ({"form_version": " "}, "form_version"),
        ({"form_version": "x" * 301}, "form_version"),
    ],
)
def test_half_a_consent_is_refused_beside_its_field(
    world: World, case: Case, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        consent(world, case, **values)
    assert caught.value.field == field


def test_a_withdrawal_takes_it_off_the_agenda_and_out_of_everybodys_sight(world: World, case: Case) -> None:
    panel = {"coordinator", "chair", "deputy", "radiologist", "pathologist"}
    assert readers(world, case) == {"nurse", "physician"} | panel
    withdraw(world, case, reason="Does not want it")
    assert readers(world, case) == {"nurse", "physician"}
    item = db.session.scalars(select(Meeting)).one().items[0]
    assert (item.state, case.state, case.is_ready) == (ItemState.REMOVED, CaseState.RETURNED, False)
    assert [step.reason for step in case.transitions][-2:] == ["The patient withdrew consent."] * 2
    events = [entry.event for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]
    assert ("meeting.item_removed" in events, "case.consent_withdrawn" in events) == (True, True)


def test_the_care_team_is_told_as_when_a_coordinator_takes_it_off(world: World, case: Case) -> None:
    withdraw(world, case)
    told = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.subject.contains("off"))).all()
    assert sorted(told) == sorted({world.nurse.email, world.physician.email})


def test_it_leaves_the_agenda_of_a_running_meeting_also_while_it_is_spoken_of(world: World, case: Case) -> None:
    meeting = db.session.scalars(select(Meeting)).one()
    meeting.state, meeting.items[0].started_at = MeetingState.LIVE, NOW
    save(meeting)
    withdraw(world, case)
    assert (meeting.items[0].state, meeting.items[0].started_at, case.state) == (
        ItemState.REMOVED,
        None,
        CaseState.RETURNED,
    )


def test_what_was_recorded_in_a_running_meeting_stays_and_its_clock_stops(
    world: World, case: Case, client: Client
) -> None:
    meeting = db.session.scalars(select(Meeting)).one()
    item = meeting.items[0]
    meeting.state, meeting.live_at, case.state = MeetingState.LIVE, NOW, CaseState.DISCUSSED
    item.state, item.started_at = ItemState.DISCUSSED, NOW
    save(meeting, case, item)
    with time.at(NOW + timedelta(minutes=5)):
        withdraw(world, case)
        assert (item.state, item.ended_at) == (ItemState.DISCUSSED, time.now())
        shared = client.sign_in(world.physician).get(f"/meetings/{meeting.id}/live/presenter").text
    assert case.question not in shared


def test_an_older_consent_does_not_lift_a_withdrawal(world: World, case: Case) -> None:
    withdraw(world, case)
    with pytest.raises(DomainError) as caught:
        consent(world, case, on=TODAY - timedelta(days=1))
    assert (caught.value.field, case.consent) == ("on", Consent.WITHDRAWN)


def test_a_withdrawal_closes_what_was_proposed_and_ends_the_acceptance(world: World, case: Case) -> None:
    case.state, case.accepted_at = CaseState.ACCEPTED, NOW
    save(case)
    with unit_of_work():
        propose(actor=actor_of(world.coordinator), case=case, result=TriageResult.DECLINE, reason="Not for this board")
    withdraw(world, case)
    assert (open_proposal(case), case.accepted_at) == (None, None)


def test_what_a_tick_once_withdrew_is_withdrawn_in_full(world: World, case: Case) -> None:
    case.consent = Consent.WITHDRAWN
    save(case)
    withdraw(world, case)
    assert case.state is CaseState.RETURNED
    with pytest.raises(DomainError):
        withdraw(world, case)


def test_the_page_names_copies_that_stay_shared(world: World, case: Case, client: Client) -> None:
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
        copy = nominate_onward(actor=actor_of(world.nurse), case=case, board=other)
    page = client.sign_in(world.nurse).get(f"/cases/{case.id}/consent/withdraw").text
    assert f'<a href="/cases/{copy.id}/consent/withdraw">{copy.number}</a>' in page
    withdraw(world, copy)
    assert copy.number not in client.get(f"/cases/{case.id}/consent/withdraw").text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CaseState.DRAFT, CaseState.DRAFT),
        (CaseState.SUBMITTED, CaseState.RETURNED),
        (CaseState.DEFERRED, CaseState.RETURNED),
        (CaseState.NOT_DISCUSSED, CaseState.RETURNED),
        (CaseState.DISCUSSED, CaseState.DISCUSSED),
        (CaseState.RECOMMENDED, CaseState.RECOMMENDED),
    ],
)
def test_where_a_case_goes_when_consent_ends(world: World, before: CaseState, after: CaseState) -> None:
    case = draft(world)
    case.state = before
    save(case)
    withdraw(world, case)
    assert (case.state, case.consent) == (after, Consent.WITHDRAWN)


def test_only_who_looked_and_loses_it_is_told_without_a_word_about_the_case(
    world: World, case: Case, client: Client
) -> None:
    for person in (world.nurse, world.chair, world.stranger):
        client.sign_in(person).get(f"/cases/{case.id}")
    client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/work-list")
    client.sign_in(world.coordinator).get("/work-list")
    row = withdraw(world, case)
    mails = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("consent/")).order_by(OutboxMessage.recipient)
    ).all()
    assert {mail.recipient for mail in mails} >= {world.chair.email}
    assert {mail.recipient for mail in mails} <= {world.chair.email, world.coordinator.email}
    said = " ".join(f"{mail.subject} {mail.body!r}" for mail in mails)
    assert [word for word in (case.number, str(case.id), "sigmoid", "Surgery") if word in said] == []
    assert "/cases/withdrawn" in said
    assert [one.number for one in withdrawn_from(world.chair.id)] == [case.number]
    assert withdrawn_from(world.radiologist.id) == []
    page = client.sign_in(world.chair).get("/cases/withdrawn").text
    assert (case.number in page, case.diagnosis in page) == (True, False)
    consent(world, case, on=row.on)
    assert withdrawn_from(world.chair.id) == []


def test_nothing_brings_it_back_but_a_new_consent(world: World, case: Case, meeting: Meeting) -> None:
    withdraw(world, case)
    nurse = actor_of(world.nurse)
    with unit_of_work():
        second = make_board(world.hub, "LUNG")
    attempts = [
        lambda: submit_case(actor=nurse, case=case),
        lambda: save_case(actor=nurse, case=case, values={"consent": Consent.GIVEN}, version=case.row_version),
        lambda: nominate_onward(actor=nurse, case=case, board=second),
        lambda: list_case(actor=actor_of(world.coordinator), meeting=meeting, case=case),
        lambda: end_consent(actor=nurse, case=case, on=TODAY),
    ]
    for attempt in attempts:
        with pytest.raises(DomainError), unit_of_work():
            attempt()
    case.state = CaseState.ACCEPTED  # as if somebody had found another way
    save(case)
    with pytest.raises(DomainError), unit_of_work():
        list_case(actor=actor_of(world.coordinator), meeting=meeting, case=case)
    case.state = CaseState.RETURNED
    save(case)
    consent(world, case)
    with unit_of_work():
        submit_case(actor=nurse, case=case)
    assert (case.state, "chair" in readers(world, case)) == (CaseState.SUBMITTED, True)


def test_a_tick_in_the_form_withdraws_nothing(world: World, case: Case, client: Client) -> None:
    with pytest.raises(DomainError) as caught, unit_of_work():
        save_case(
            actor=actor_of(world.nurse),
            case=case,
            values=complete(world, consent=Consent.WITHDRAWN),
            version=case.row_version,
        )
    assert (caught.value.field, case.consent) == ("consent", Consent.GIVEN)
    client.sign_in(world.nurse)
    assert 'value="withdrawn"' not in client.get(f"/cases/{case.id}/edit").text
    withdraw(world, case)
    assert 'value="withdrawn"' in client.get(f"/cases/{case.id}/edit").text


def test_clearing_the_choice_leaves_the_history_alone(world: World) -> None:
    case = draft(world)
    for choice in (None, Consent.NOT_YET):
        with unit_of_work():
            save_case(actor=actor_of(world.nurse), case=case, values={"consent": choice}, version=case.row_version)
    assert {(one.kind, tuple(one.purposes)) for one in consents_of(case)} == {
        (Consent.GIVEN, ("board",)),
        (Consent.NOT_YET, ()),
    }


def test_a_copy_for_a_second_board_begins_with_the_consent_of_its_case(world: World, case: Case) -> None:
    with time.at(NOW + timedelta(hours=1)):
        consent(world, case, form_version="2025-07")
        with unit_of_work():
            second = make_board(world.hub, "LUNG")
            copy = nominate_onward(actor=actor_of(world.nurse), case=case, board=second)
    assert [(one.kind, one.form_version) for one in consents_of(copy)] == [(Consent.GIVEN, "2025-07")]


def test_what_was_signed_is_kept_for_the_nominating_side_alone(world: World, case: Case) -> None:
    item = db.session.scalars(select(Meeting)).one().items[0]
    with unit_of_work():
        discussion = add(Discussion(item_id=item.id, case_id=case.id))
        db.session.flush()
        letter = add(
            SignedVersion(
                discussion_id=discussion.id,
                case_id=case.id,
                number=1,
                content={},
                sha256="-",
                signed_by_id=world.chair.id,
                signed_at=NOW,
            )
        )
    case.state, item.state = CaseState.RECOMMENDED, ItemState.DISCUSSED
    save(case, item)
    withdraw(world, case)

    def letters(person: Person) -> list[SignedVersion]:
        rows = access.visible(Actor(person_id=person.id), SignedVersion, Permission.LETTER_READ)
        return list(db.session.scalars(rows))

    assert [letters(person) for person in (world.nurse, world.physician, world.chair)] == [[letter], [letter], []]
    for scope in (of_board(world.board), of_organization(world.north)):
        counted = select(Case.id).join(Meeting, Meeting.board_id == Case.board_id).where(scope.counts)
        assert db.session.scalars(counted).all() == []


def test_the_pages_record_and_withdraw(world: World, case: Case, client: Client) -> None:
    client.sign_in(world.nurse)
    address = f"/cases/{case.id}/consent"
    good = {"kind": "not_objected", "purposes": ["board", "econsult"], "on": "2026-03-01", "form_version": "2026-01"}
    assert client.get(address).status_code == 200
    for wrong in (
        {"on": ""},
        {"on": "2036-01-01"},
        {"purposes": []},
        {"kind": "withdrawn"},
        {"form_version": " "},
    ):
        answer = client.post(address, data={**good, **wrong})
        assert (answer.status_code, "2026-01" in answer.text or "form_version" in wrong) == (422, True)
    assert client.post(address, data=good).status_code == 303
    page = client.get(f"/cases/{case.id}").text
    assert "Written second opinion (eConsult)" in page
    assert client.get(f"{address}/withdraw").status_code == 200
    assert client.post(f"{address}/withdraw", data={"on": "", "reason": "Moves away"}).status_code == 422
    assert client.post(f"{address}/withdraw", data={"on": "2026-03-02", "reason": "x" * 301}).status_code == 422
    assert client.post(f"{address}/withdraw", data={"on": "2026-03-02", "reason": "Moves away"}).status_code == 303
    assert client.post(f"{address}/withdraw", data={"on": "2026-03-02"}).status_code == 422
    page = client.get(f"/cases/{case.id}").text
    assert ("The patient withdrew consent." in page, "Moves away" in page) == (True, True)


@pytest.mark.parametrize("name", ["stranger", "coordinator", "chair", "radiologist", "auditor", "network_admin"])
def test_nobody_else_records_or_withdraws(world: World, case: Case, client: Client, name: str) -> None:
    client.sign_in(getattr(world, name))
    data = {"kind": "given", "purposes": ["board"], "on": "2026-03-01", "form_version": "1"}
    answers = [client.open(f"/cases/{case.id}/consent{end}", method=method, data=data).status_code
               for end in ("", "/withdraw") for method in ("GET", "POST")]  # fmt: skip
    assert set(answers) <= {403, 404}
    assert case.consent is Consent.GIVEN
