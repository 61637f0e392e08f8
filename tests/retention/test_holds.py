"""What a hold lies on goes by no way: by no run, no removal, no withdrawal, and not with its organization's key."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from eboard.access.parting import parting_of
from eboard.access.withdrawing import withdraw_consent
from eboard.audit import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.boards.models import Series
from eboard.cases.actions.attachments import remove_attachment
from eboard.cases.enums import CaseState
from eboard.cases.files import storage
from eboard.cases.jobs import purge_files
from eboard.cases.models import Case
from eboard.cases.queries.attachments import content_of, folder
from eboard.cme.jobs import count_credit
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.invitations.enums import Outcome
from eboard.invitations.models import IncomingMessage
from eboard.retention.actions.deleting import Run, delete_some, finish
from eboard.retention.actions.holds import lift_hold, place_hold
from eboard.retention.enums import HoldKind, RecordClass
from eboard.retention.models import LegalHold
from eboard.retention.queries import cutoff_of
from eboard.retention.rows import SORTS, holding_of, ids_due
from tests.cases.nominating import actor_of
from tests.client import Client
from tests.cme.learning import LATER, make_course
from tests.cme.learning import hold as attend
from tests.conftest import NOW
from tests.retention.running import ran
from tests.retention.test_running import MAKERS, a_decided, a_draft, a_file, a_mail
from tests.sealing.sealed import fill
from tests.sealing.test_destroying import destroy, leave
from tests.world import World, add, make_case

DAY = timedelta(days=1)
LONG = NOW + 12_000 * DAY


def held(world: World, kind: HoldKind, name: str) -> LegalHold:
    with unit_of_work():
        return place_hold(actor=actor_of(world.auditor), kind=kind, name=name, reason="Court file 12/2026")


def lifted(world: World, row: LegalHold) -> None:
    with unit_of_work():
        lift_hold(actor=actor_of(world.auditor), hold=row, reason="Settled", version=row.row_version)


@pytest.mark.parametrize("kind", [*MAKERS])
@pytest.mark.parametrize("by", [HoldKind.PERSON, HoldKind.ORGANIZATION])
def test_a_hold_on_a_person_or_an_organization_keeps_every_class(world: World, kind: RecordClass, by: HoldKind) -> None:
    with unit_of_work():
        row = MAKERS[kind](world)
        if isinstance(row, IncomingMessage):
            row.sender = world.nurse.email
    name = {HoldKind.PERSON: world.nurse.email, HoldKind.ORGANIZATION: "north"}[by]
    hold = held(world, by, name)
    with time.at(LONG):
        assert ran()[kind] == 0
        seen = holding_of(SORTS[kind], cutoff_of(5000))
        assert (seen.due, seen.held) == (0, 1)
        lifted(world, hold)
        assert ran()[kind] == 1


def test_a_hold_on_a_case_keeps_its_draft_and_its_files_alone(world: World) -> None:
    with unit_of_work():
        mine, other, decided = a_draft(world), a_draft(world), a_decided(world)
        kept, gone = a_file(world, decided), a_file(world, a_decided(world))
    for case in (mine, decided):
        held(world, HoldKind.CASE, case.number)
    with time.at(LONG):
        found = ran()
    assert (found["drafts"], found["attachments"]) == (1, 1)
    there = set(db.session.scalars(select(Case.id)))
    assert (mine.id in there, other.id in there) == (True, False)
    assert [storage.path_of(folder(), row.id).exists() for row in (kept, gone)] == [True, False]


def test_mail_of_a_board_and_mail_to_it_are_held_with_its_host(world: World) -> None:
    with unit_of_work():
        a_mail(world, board_id=world.board.id, person_id=None)
        add(IncomingMessage(fingerprint=b"2", received_at=NOW, outcome=Outcome.PARKED, board_id=world.board.id))
    hold = held(world, HoldKind.ORGANIZATION, "HUB")
    with time.at(LONG):
        assert [ran()[kind] for kind in ("mail", "parked_mail")] == [0, 0]
        lifted(world, hold)
        gone = ran()
    assert (gone["mail"], gone["parked_mail"]) == (1, 1)


@pytest.mark.parametrize("who", ["chair", "HUB"])
def test_a_ledger_is_held_with_its_learner_or_its_host(world: World, who: str) -> None:
    activity = make_course(world)
    attend(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    hold = (
        held(world, HoldKind.PERSON, world.chair.email) if who == "chair" else held(world, HoldKind.ORGANIZATION, who)
    )
    with time.at(NOW.replace(year=2033)):
        assert ran()["credit"] == 0
        lifted(world, hold)
        assert ran()["credit"] == 1
    assert db.session.scalar(select(func.count()).select_from(Series)) == 1


def test_a_removed_file_under_a_hold_keeps_its_bytes(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
        file = a_file(world, case)
        remove_attachment(actor=actor_of(world.nurse), attachment=file)
    hold = held(world, HoldKind.CASE, case.number)
    assert (purge_files(), storage.path_of(folder(), file.id).exists()) == (0, True)
    lifted(world, hold)
    assert (purge_files(), storage.path_of(folder(), file.id).exists()) == (1, False)


def test_a_withdrawal_of_consent_deletes_nothing_that_is_held(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
        file = a_file(world, case)
    held(world, HoldKind.CASE, case.number)
    with unit_of_work():
        withdraw_consent(actor=actor_of(world.nurse), case=case, on=NOW.date())
        case.state, case.state_since = CaseState.WITHDRAWN, NOW
    with time.at(LONG):
        ran()
    assert content_of(file) == content_of(file) != b""
    assert file.removed_at is None


@pytest.mark.parametrize(
    ("kind", "name", "stranger"),
    [
        pytest.param(HoldKind.ORGANIZATION, "NORTH", "", id="itself"),
        pytest.param(HoldKind.CASE, "", "", id="a case"),
        pytest.param(HoldKind.PERSON, "north_admin", "", id="one of its people"),
        pytest.param(HoldKind.ORGANIZATION, "HUB", "", id="the host of a board"),
        pytest.param(HoldKind.PERSON, "stranger", "attached", id="who attached a file"),
        pytest.param(HoldKind.ORGANIZATION, "SOUTH", "attached", id="a home of that one"),
        pytest.param(HoldKind.PERSON, "stranger", "nominated", id="who nominated a case"),
        pytest.param(HoldKind.ORGANIZATION, "SOUTH", "nominated", id="a home of the nominator"),
    ],
)
def test_a_key_is_not_destroyed_while_a_hold_lies_on_it(world: World, kind: HoldKind, name: str, stranger: str) -> None:
    case = fill(world)
    with unit_of_work():
        if stranger == "attached":
            case.attachments[0].uploaded_by_id = world.stranger.id
        elif stranger == "nominated":
            case.nominated_by_id = world.stranger.id
    leave(world)
    named = name if kind is HoldKind.ORGANIZATION else getattr(world, name).email if name else case.number
    hold = held(world, kind, named)
    assert parting_of(world.north).holds == [NOW.date()]
    with pytest.raises(DomainError) as refused:
        destroy(world)
    assert str(refused.value) == "A legal hold keeps the key of North Hospital until it is lifted."
    assert content_of(case.attachments[0]) != b""
    lifted(world, hold)
    assert parting_of(world.north).holds == []
    destroy(world)


def test_a_hold_on_somebody_else_keeps_no_key(world: World) -> None:
    fill(world)
    leave(world)
    held(world, HoldKind.ORGANIZATION, "SOUTH")
    held(world, HoldKind.PERSON, world.stranger.email)
    assert parting_of(world.north).holds == []
    destroy(world)


def test_a_hold_that_comes_between_listing_and_deleting_counts(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
    with time.at(LONG):
        run = Run(RecordClass.DRAFTS, 366, SYSTEM)
        keys = ids_due(SORTS[RecordClass.DRAFTS], run.cutoff)
        held(world, HoldKind.CASE, case.number)
        with unit_of_work():
            assert (keys, delete_some(run, keys), finish(run)) == ([case.id], [], 0)
    assert db.session.get(Case, case.id) is not None


def test_two_holds_on_one_thing_end_one_by_one(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
    first, second = held(world, HoldKind.CASE, case.number), held(world, HoldKind.CASE, case.number)
    lifted(world, first)
    with time.at(LONG):
        assert ran()["drafts"] == 0
        lifted(world, second)
        assert ran()["drafts"] == 1
    assert db.session.scalars(select(LegalHold.label)).all() == [case.number] * 2


def refused(call: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as error, unit_of_work():
        call()
    return error.value.message, error.value.field


def test_a_hold_needs_a_name_that_is_there_and_a_reason(world: World) -> None:
    actor = actor_of(world.auditor)

    def place(kind: HoldKind, name: str, reason: str = "x") -> tuple[str, str | None]:
        return refused(lambda: place_hold(actor=actor, kind=kind, name=name, reason=reason))

    assert place(HoldKind.CASE, "EB-0") == ("There is no case with this number.", "name")
    assert place(HoldKind.ORGANIZATION, "EAST") == ("There is no organization with this code.", "name")
    assert place(HoldKind.PERSON, "nobody@example.org") == ("There is nobody with this address.", "name")
    why = "Say why, such as the number of the proceedings. No names of patients."
    assert place(HoldKind.ORGANIZATION, "NORTH", "  ") == (why, "reason")
    assert place(HoldKind.ORGANIZATION, "NORTH", "x" * 501) == ("Say it in 500 characters at most.", "reason")


def test_a_hold_is_lifted_once_with_a_reason_by_who_saw_it_as_it_is(world: World) -> None:
    row, actor = held(world, HoldKind.PERSON, world.nurse.email), actor_of(world.auditor)
    assert refused(lambda: lift_hold(actor=actor, hold=row, reason="", version=1))[1] == "reason"
    with pytest.raises(StaleError), unit_of_work():
        lift_hold(actor=actor, hold=row, reason="x", version=7)
    lifted(world, row)
    assert refused(lambda: lift_hold(actor=actor, hold=row, reason="x", version=2))[0] == (
        "This hold is lifted already."
    )


def test_holds_stand_in_the_audit_of_the_organization_without_their_reason(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
    on = {HoldKind.CASE: case.number, HoldKind.ORGANIZATION: "NORTH", HoldKind.PERSON: world.nurse.email}
    for kind, name in on.items():
        lifted(world, held(world, kind, name))
    told = AuditEntry.event.in_(("retention.held", "retention.hold_lifted"))
    rows = db.session.scalars(select(AuditEntry).where(told).order_by(AuditEntry.id)).all()
    assert [(row.event, row.details["kind"], row.chain_id == world.north.id) for row in rows] == [
        (event, kind, kind != "person")
        for kind in ("case", "organization", "person")
        for event in ("retention.held", "retention.hold_lifted")
    ]
    assert [row for row in rows if "Court" in str(row.details)] == []


def test_the_pages_of_holds(world: World, client: Client, count_queries: Callable[..., int]) -> None:
    client.sign_in(world.auditor)
    assert "No hold lies on anything" in client.get("/retention/holds").text
    new = "/retention/holds/new"
    wrong = client.post(new, data={"kind": "person", "name": "nobody@example.org", "reason": "Court file 12/2026"})
    assert (wrong.status_code, "There is nobody with this address." in wrong.text, "Court file" in wrong.text) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(new, data={"kind": "case", "name": "no\x00body", "reason": "x"}).status_code == 400
    assert client.post(new, data={"kind": "rubbish", "name": "NORTH", "reason": "x"}).status_code == 422
    for code in ("NORTH", "SOUTH", "HUB"):
        assert client.post(new, data={"kind": "organization", "name": code, "reason": "Why so"}).status_code == 303
        if code == "NORTH":
            one = count_queries(lambda: client.get("/retention/holds"))
    assert count_queries(lambda: client.get("/retention/holds")) == one
    row = db.session.scalars(select(LegalHold).where(LegalHold.label == "SOUTH")).one()
    place = f"/retention/holds/{row.id}"
    assert "Why so" in client.get(place).text
    assert client.post(place, data={"reason": "", "version": "1"}).status_code == 422
    assert client.post(place, data={"reason": "Over", "version": "9"}).status_code == 409
    assert client.post(place, data={"reason": "Over", "version": "1"}).status_code == 303
    assert "SOUTH" not in client.get("/retention/holds").text
    assert "Over" in client.get("/retention/holds?show=all").text
    assert client.get("/retention/holds/00000000-0000-0000-0000-000000000000").status_code == 404


@pytest.mark.parametrize("who", ["nurse", "north_admin", "network_admin", "stranger", "chair"])
def test_nobody_but_an_auditor_in_person_reaches_holds(world: World, client: Client, who: str) -> None:
    row = held(world, HoldKind.ORGANIZATION, "NORTH")
    client.sign_in(getattr(world, who))
    for place in ("/retention/holds", "/retention/holds/new", f"/retention/holds/{row.id}"):
        assert (client.get(place).status_code, client.post(place).status_code in {403, 404, 405}) == (403, True)
    client.sign_in(world.coordinator, on_behalf_of=world.auditor)
    assert client.get("/retention/holds").status_code == 403
