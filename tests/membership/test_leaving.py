"""An organization leaves the network: said in numbers before, done once, and finished by a second press."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from eboard.access.ending import Farewell, leave_network
from eboard.access.handover import left_behind
from eboard.access.parting import Parting, parting_of
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.nominate import start_case
from eboard.cases.enums import CaseState
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case
from eboard.conferences.enums import AgreementKind as ServiceAgreement
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ItemState, MeetingState
from eboard.membership.agreements import standing_of, standings
from eboard.membership.enums import AgreementKind, Cover, DutyKind
from eboard.membership.models import Agreement
from eboard.people.actions.affiliations import begin_role
from eboard.people.actions.persons import invite_person
from eboard.people.commands import organization_left
from eboard.people.data_keys import key_of
from eboard.people.enums import AffiliationRole, LeavingReason, OrganizationKind, PersonState, Specialty
from eboard.people.models import Affiliation, OneTimeLink, Organization, Person
from eboard.people.newcomers import Newcomer
from eboard.preparation.models import Preparer
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.retention.enums import HoldKind
from eboard.retention.models import LegalHold
from eboard.signon.models import IdentityProvider
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import make_letter, text_of
from tests.sealing.sealed import fill
from tests.world import World, add, make_case, make_item, make_meeting, make_member, make_person, save

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
GONE = "The key of this organization was destroyed. What was sealed with it can never be read again."
FORM = {"last_day": str(YESTERDAY), "reason": "own_wish", "code": "north"}
FAREWELL = Farewell(last_day=YESTERDAY, reason=LeavingReason.OWN_WISH)
EMPTY = Parting(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, [], is_sealed=False, is_destroyed=False)


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def leave(world: World, *, farewell: Farewell | None = FAREWELL, destroys: bool = False) -> None:
    with unit_of_work():
        leave_network(actor=by(world.network_admin), organization=world.north, farewell=farewell, destroys=destroys)
    db.session.expire_all()


def events(*wanted: str) -> list[str]:
    return list(
        db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.in_(wanted)).order_by(AuditEntry.id))
    )


def mails(kind: str) -> list[OutboxMessage]:
    keyed = OutboxMessage.dedupe_key.startswith(f"organization-left/%/{kind}/".replace("%", str(north_id())))
    return list(db.session.scalars(select(OutboxMessage).where(keyed).order_by(OutboxMessage.recipient)))


def north_id() -> Any:
    return db.session.scalar(select(Organization.id).where(Organization.code == "NORTH"))


def hold(world: World) -> LegalHold:
    row = LegalHold(
        kind=HoldKind.ORGANIZATION,
        subject_id=world.north.id,
        label="NORTH",
        reason="Secret lawsuit of the heirs",
        placed_by_id=world.auditor.id,
    )
    save(row)
    return row


@pytest.fixture
def scene(world: World) -> dict[str, Any]:
    """The north with something in every number, and the physician at work in the south, too."""
    sealed = fill(world)
    with unit_of_work():
        meeting = make_meeting(world.board, day=date(2026, 3, 20))
        listed = make_case(world.north, world.board, state=CaseState.SCHEDULED, presenter_id=world.nurse.id)
        item = make_item(meeting, listed, presenter_id=world.nurse.id)
        draft = make_case(world.north, state=CaseState.DRAFT)
        over = make_meeting(world.board, day=date(2026, 2, 20), state=MeetingState.CONCLUDED)
        waiting = make_case(world.north, world.board, state=CaseState.DISCUSSED)
        make_item(over, waiting, state=ItemState.DISCUSSED)
        decided = make_case(world.north, world.board, state=CaseState.RECOMMENDED)
        discussion = Discussion(item_id=make_item(over, decided, 2, state=ItemState.DISCUSSED).id, case_id=decided.id)
        add(discussion)
        db.session.flush()
        add(
            SignedVersion(
                discussion_id=discussion.id,
                case_id=decided.id,
                number=1,
                content={"summary": "Surgery first"},
                sha256="0" * 64,
                signed_by_id=world.chair.id,
                signed_at=NOW,
            )
        )
        theirs = make_case(world.south, world.board, state=CaseState.SCHEDULED)
        other = make_item(meeting, theirs, 2, presenter_id=world.nurse.id)
        add(Preparer(item_id=other.id, specialty=Specialty.RADIOLOGY, person_id=world.nurse.id))
        make_member(world.board, world.nurse, BoardRole.PANELIST, Specialty.RADIOLOGY)
        both = begin_role(
            actor=by(world.network_admin),
            person=world.physician,
            organization=world.south,
            role=AffiliationRole.PHYSICIAN,
        )
        both.approved_at = NOW
        newcomer = Newcomer(
            email="new@example.org", given_name="Nina", family_name="New", role=AffiliationRole.CARE_TEAM
        )
        invited = invite_person(actor=by(world.north_admin), organization=world.north, newcomer=newcomer)
        add(
            Subscription(
                person_id=world.nurse.id,
                kind=FeedKind.PERSON,
                target_id=world.nurse.id,
                name="Mine",
                token_hash=b"feed",
            )
        )
        for expires_on in (TODAY, YESTERDAY):
            add(
                Agreement(
                    organization_id=world.north.id,
                    kind=AgreementKind.PARTICIPATION,
                    reference="P-1",
                    signed_by="Sol Signer",
                    signed_on=date(2025, 1, 1),
                    expires_on=expires_on,
                )
            )
        service = db.session.scalars(select(ConferenceProvider).where(ConferenceProvider.name == "Old")).one()
        service.agreement_kind = ServiceAgreement.BUSINESS_ASSOCIATE
        db.session.scalars(select(IdentityProvider)).one().approved_at = NOW
    return {
        "sealed": sealed, "listed": listed, "item": item, "draft": draft, "waiting": waiting, "decided": decided,
        "theirs": theirs, "invited": invited, "service": service,
    }  # fmt: skip


BEFORE = Parting(
    people=2,
    elsewhere=1,
    invited=1,
    feeds=1,
    cases=3,
    on_boards=2,
    discussed=1,
    seats=1,
    duties=2,
    boards=0,
    agreements=1,
    services=1,
    sign_ons=1,
    identities=1,
    files=1,
    signed=1,
    holds=[],
    is_sealed=True,
    is_destroyed=False,
)


def test_the_numbers_before_and_after(world: World, scene: dict[str, Any]) -> None:
    assert (parting_of(world.north), parting_of(world.north).is_over) == (BEFORE, False)
    leave(world)
    after = replace(EMPTY, discussed=1, identities=1, files=1, signed=1, is_sealed=True)
    assert (parting_of(world.north), parting_of(world.north).is_over) == (after, True)
    assert parting_of(world.south).people == 3  # the stranger, the observer, and now the physician as well
    leave(world, farewell=None, destroys=True)
    assert parting_of(world.north) == replace(after, is_sealed=False, is_destroyed=True)


def test_everything_ends_by_the_doors_there_are(world: World, scene: dict[str, Any]) -> None:
    leave(world)
    assert (world.north.left_on, world.north.left_reason) == (YESTERDAY, LeavingReason.OWN_WISH)
    people = (world.nurse, world.north_admin, world.physician, scene["invited"], world.stranger)
    assert [person.state for person in people] == [
        PersonState.SUSPENDED, PersonState.SUSPENDED, PersonState.ACTIVE, PersonState.INVITED, PersonState.ACTIVE,
    ]  # fmt: skip
    states = {name: scene[name].state for name in ("sealed", "listed", "draft", "waiting", "decided", "theirs")}
    assert states == {
        "sealed": CaseState.WITHDRAWN,
        "listed": CaseState.WITHDRAWN,
        "draft": CaseState.WITHDRAWN,
        "waiting": CaseState.DISCUSSED,
        "decided": CaseState.RECOMMENDED,
        "theirs": CaseState.SCHEDULED,
    }
    assert scene["listed"].transitions[-1].reason == "North Hospital left the network."
    assert scene["item"].state is ItemState.REMOVED
    assert db.session.scalars(select(Subscription.revoked_at)).all() == [NOW]
    assert db.session.scalars(select(OneTimeLink.used_at)).all() == [NOW]
    assert {row.ended_on for row in db.session.scalars(select(Agreement))} == {YESTERDAY, None}
    assert scene["service"].agreement_expires_on == YESTERDAY
    assert db.session.scalars(select(IdentityProvider.approved_at)).all() == [None]
    seats = select(BoardMembership.ends_on).where(BoardMembership.person_id == world.nurse.id)
    assert db.session.scalars(seats).all() == [YESTERDAY]
    duties = {left.row.kind for left in left_behind(by(world.coordinator))}
    assert duties == {DutyKind.SEAT, DutyKind.PRESENTING, DutyKind.PREPARING}
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "organization.left")).one()
    assert (noted.chain_id, noted.actor_id, noted.details["reason"]) == (
        world.north.id, world.network_admin.id, "own_wish",
    )  # fmt: skip


def test_nobody_signs_in_or_nominates_and_it_stands_in_the_list(
    world: World, scene: dict[str, Any], client: Client
) -> None:
    client.sign_in(world.nurse)
    assert client.get("/cases/").status_code == 200
    leave(world)
    assert client.get("/cases/").status_code in {302, 303, 401}
    with pytest.raises(DomainError, match="North Hospital has left the network"), unit_of_work():
        start_case(actor=by(world.physician), organization_id=world.north.id)
    with pytest.raises(DomainError, match="North Hospital has left the network"), unit_of_work():
        begin_role(actor=Actor(), person=world.stranger, organization=world.north, role=AffiliationRole.CARE_TEAM)
    client.sign_in(world.physician)  # works in the south, too
    assert client.get("/cases/new").status_code == 200
    assert standing_of(world.north).cover is Cover.ENDED
    assert world.north not in [one.organization for one in standings([world.north, world.south])]
    client.sign_in(world.network_admin)
    assert "left on Sun 1 Mar 2026" in client.get("/organizations/").text
    assert "It left the network on Sun 1 Mar 2026." in client.get(f"/organizations/{world.north.id}").text


def test_a_second_press_changes_nothing_and_tells_nobody_again(world: World, scene: dict[str, Any]) -> None:
    leave(world)
    count = select(func.count()).select_from(AuditEntry)
    before = (db.session.scalar(count), db.session.scalar(select(func.count()).select_from(OutboxMessage)))
    leave(world, farewell=Farewell(last_day=date(2020, 1, 1), reason=LeavingReason.BREACH))
    assert (db.session.scalar(count), db.session.scalar(select(func.count()).select_from(OutboxMessage))) == before
    assert (world.north.left_on, world.north.left_reason) == (YESTERDAY, LeavingReason.OWN_WISH)


def test_a_second_press_finishes_what_was_left(world: World, scene: dict[str, Any]) -> None:
    with unit_of_work():  # as it was noted before there was this page
        world.north.left_on = YESTERDAY
    assert not parting_of(world.north).is_over
    leave(world, farewell=None)
    assert (parting_of(world.north).is_over, world.nurse.state) == (True, PersonState.SUSPENDED)
    assert (events("organization.left"), mails("left")) == ([], [])


def test_what_fails_halfway_never_happened(
    world: World, scene: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(world)
    with pytest.raises(DomainError, match="A legal hold keeps the key of North Hospital"):
        leave(world, destroys=True)
    db.session.expire_all()
    assert parting_of(world.north) == replace(BEFORE, holds=[TODAY])
    assert (world.north.left_on, events("organization.left", "keys.destroyed"), mails("left")) == (None, [], [])
    leave(world)  # without destruction a hold is no hindrance
    assert (parting_of(world.north).is_over, parting_of(world.north).is_sealed) == (True, True)


def test_administrators_get_one_mail_without_anything_of_a_patient(world: World, scene: dict[str, Any]) -> None:
    with unit_of_work():
        hub_admin = make_person("Hugo Hub", world.hub, AffiliationRole.ORGANIZATION_ADMIN)
    leave(world)
    told = mails("left")
    assert {mail.recipient for mail in told} == {
        hub_admin.email, world.north_admin.email, world.network_admin.email,
    }  # fmt: skip
    assert {mail.subject for mail in told} == {"North Hospital has left the network"}
    text = text_of(told[0])
    assert "The last day of North Hospital in the network was Sun 1 Mar 2026. Reason: It wishes to leave." in " ".join(
        text.split()
    )
    words = ("Marker", scene["listed"].number, "Adenocarcinoma", "destroyed")
    assert [word for word in words if word in text] == []
    leave(world, farewell=None, destroys=True)
    later = mails("destroyed")
    assert {mail.recipient for mail in later} == {hub_admin.email, world.network_admin.email}
    assert "nobody can read the identities and files of its cases again" in " ".join(text_of(later[0]).split())
    leave(world, farewell=None, destroys=True)
    assert (len(mails("destroyed")), events("keys.destroyed")) == (2, ["keys.destroyed"])


def test_after_destruction_identities_and_files_answer_410_and_what_was_signed_stays(
    world: World, client: Client
) -> None:
    case = fill(world)
    _scene, letter = make_letter(world)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=letter.case, identity=Identity(name="Bea Marker"))
    leave(world, destroys=True)
    key = key_of(world.north.id)
    assert key is not None
    assert (key.sealed_key, key.destroyed_at) == (None, NOW)
    with unit_of_work():
        for role in db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)):
            role.ends_on = None  # even for somebody who may still come in
        world.nurse.state = PersonState.ACTIVE
    file = db.session.scalars(select(Attachment)).one()
    client.sign_in(world.nurse)
    answers = [
        client.post(f"/cases/{case.id}/identity/show"),
        client.get(f"/attachments/{file.id}"),
        client.post(f"/letters/{letter.id}/letter.pdf"),
    ]
    assert [(answer.status_code, GONE in answer.text) for answer in answers] == [(410, True)] * 3
    for person in (world.nurse, world.chair):
        client.sign_in(person)
        read = client.get(f"/letters/{letter.id}")
        assert (read.status_code, "Resect the sigmoid colon." in read.text) == (200, True)


def test_nothing_sealed_is_nothing_to_destroy(world: World) -> None:
    leave(world, destroys=True)
    assert (world.north.left_on, [mail.subject for mail in mails("destroyed")]) == (YESTERDAY, [])


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [(TODAY, "Everything ends at once, so the last day lies before today."), (None, "Say when it leaves, and why.")],
)
def test_the_last_day_is_over(world: World, last_day: date | None, sentence: str) -> None:
    farewell = Farewell(last_day=last_day, reason=LeavingReason.CLOSED) if last_day else None
    with pytest.raises(DomainError) as raised:
        leave(world, farewell=farewell)
    assert (raised.value.message, raised.value.field) == (sentence, "last_day")


def test_an_agreement_ends_with_the_day_of_its_organization(world: World, scene: dict[str, Any]) -> None:
    with unit_of_work():
        world.north.zone = "Pacific/Kiritimati"  # where it is tomorrow already
    assert parting_of(world.north).agreements == 0
    leave(world)
    ended = db.session.scalars(select(Agreement.ended_on).where(Agreement.organization_id == world.north.id)).all()
    assert (world.north.left_on, ended) == (YESTERDAY, [None, None])


def test_who_is_needed_does_not_leave(world: World) -> None:
    with unit_of_work():
        live = make_meeting(world.board, state=MeetingState.LIVE)
        make_item(live, make_case(world.north, world.board, state=CaseState.SCHEDULED))
    with pytest.raises(DomainError, match="on the agenda of a meeting that runs now"):
        leave(world)
    with unit_of_work():
        world.hub.kind = OrganizationKind.MEMBER
        world.north.kind = OrganizationKind.HUB
    with pytest.raises(DomainError, match="The hub cannot leave"):
        leave(world)
    with unit_of_work(), pytest.raises(DomainError, match="Every administrator of the network works at Hub Hospital"):
        leave_network(actor=Actor(), organization=world.hub, farewell=FAREWELL, destroys=False)


def test_the_page_says_it_before_and_does_it_once_the_code_is_typed(
    world: World, scene: dict[str, Any], client: Client
) -> None:
    address = f"/organizations/{world.north.id}/leave"
    client.sign_in(world.network_admin)
    assert address in client.get(f"/organizations/{world.north.id}").text
    assert f"/organizations/{world.hub.id}/leave" not in client.get(f"/organizations/{world.hub.id}").text
    page = client.get(address)
    assert (page.status_code, "3, of these 2 from boards" in page.text, "Marker" in page.text) == (200, True, False)
    wrong = [
        {**FORM, "code": "SOUTH"},
        {**FORM, "code": "N" * 100_000},
        {**FORM, "last_day": "tomorrow"},
        {**FORM, "last_day": str(TODAY)},
        {**FORM, "reason": "forged"},
        {},
    ]
    assert [client.post(address, data=form).status_code for form in wrong] == [422] * len(wrong)
    refused = client.post(address, data=wrong[0]).text
    assert ("That is another code. Nothing has happened." in refused, str(YESTERDAY) in refused) == (True, True)
    done = client.post(address, data={**FORM, "destroys": "y"}, follow_redirects=True)
    assert (done.status_code, "Left on Sun 1 Mar 2026. It wishes to leave." in done.text) == (200, True)
    assert "There is nothing to destroy" in done.text
    assert "Type its code" not in done.text
    assert 'name="code"' not in done.text
    assert client.post(address, data={"code": "NORTH"}).status_code == 303


def test_a_hold_is_said_by_its_day_alone(world: World, scene: dict[str, Any], client: Client) -> None:
    hold(world)
    address = f"/organizations/{world.north.id}/leave"
    client.sign_in(world.network_admin)
    page = client.get(address).text
    assert "A legal hold forbids destruction, placed on: Mon 2 Mar 2026." in page
    assert ("Secret lawsuit" in page, 'name="destroys"' in page) == (False, False)
    forged = client.post(address, data={**FORM, "destroys": "y"})
    assert (forged.status_code, "A legal hold keeps the key of North Hospital until it is lifted." in forged.text) == (
        422,
        True,
    )
    db.session.expire_all()
    assert (world.north.left_on, world.nurse.state) == (None, PersonState.ACTIVE)
    client.post(address, data=FORM)
    later = client.get(address).text
    assert ('name="last_day"' in later, 'name="code"' in later) == (False, True)


def test_it_asks_for_a_fresh_proof_and_is_the_networks_alone(world: World, client: Client) -> None:
    address = f"/organizations/{world.north.id}/leave"
    for person in (world.north_admin, world.nurse, world.stranger, world.auditor, world.chair):
        client.sign_in(person)
        assert {client.get(address).status_code, client.post(address, data=FORM).status_code} <= {403, 404}
    with unit_of_work():
        south_admin = make_person("Sue South", world.south, AffiliationRole.ORGANIZATION_ADMIN)
    client.sign_in(south_admin)
    assert {client.get(address).status_code, client.post(address, data=FORM).status_code} <= {403, 404}
    client.sign_in(world.nurse, on_behalf_of=world.network_admin)
    assert {client.get(address).status_code, client.post(address, data=FORM).status_code} <= {403, 404}
    client.sign_in(world.network_admin)
    with time.at(NOW + timedelta(minutes=5, seconds=1)):
        answers = [client.get(address), client.post(address, data=FORM)]
    assert [(one.status_code, one.location.split("?")[0]) for one in answers] == [(303, "/confirm")] * 2
    db.session.expire_all()
    assert world.north.left_on is None
    assert client.get(f"/organizations/{world.auditor.id}/leave").status_code == 404


def test_the_command_does_the_same(ctx: Flask, world: World, scene: dict[str, Any]) -> None:
    def run(*more: str, typed: str = "NORTH\n") -> Any:
        arguments = ["north", "--last-day", str(YESTERDAY), "--reason", "merged", *more]
        obj = ScriptInfo(create_app=lambda: ctx)
        return ctx.test_cli_runner().invoke(organization_left, arguments, obj=obj, input=typed)

    assert str(run(typed="SOUTH\n").exception) == "That is another code. Nothing has happened."
    first = run()
    assert (first.output.splitlines()[0], first.output.splitlines()[-1]) == (
        "North Hospital: 2 people lose their access, 3 cases are withdrawn, 1 signed outcomes stay.",
        f"North Hospital left the network after {YESTERDAY}.",
    )
    db.session.expire_all()
    assert (world.north.left_reason, world.nurse.state) == (LeavingReason.MERGED, PersonState.SUSPENDED)
    assert "1 identities and 1 files become unreadable, for ever." in run("--destroy").output
    db.session.expire_all()
    assert parting_of(world.north).is_sealed is False
    assert db.session.scalars(select(Case.id).where(Case.state == CaseState.WITHDRAWN)).all() != []
