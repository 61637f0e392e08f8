"""A run deletes what is over and nothing else, says so once for each class, and goes on where one was killed."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from eboard.audit import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.availability.enums import BusyKind
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind, CaseState, Consent, MaterialKind
from eboard.cases.files import storage
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, CaseConsent, CaseTransition, Material, PatientIdentity
from eboard.cases.queries.attachments import folder
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.ids import new_id
from eboard.core.jobs import registered
from eboard.core.jobs.lease import take
from eboard.invitations.emails import thread_of
from eboard.invitations.enums import Outcome
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.outside.models import OutsideLink
from eboard.people import sessions
from eboard.people.enums import LinkPurpose
from eboard.people.models import OneTimeLink
from eboard.retention import jobs
from eboard.retention.actions.deleting import Run, delete_some
from eboard.retention.actions.terms import set_term
from eboard.retention.commands import retention
from eboard.retention.enums import RecordClass as C
from eboard.retention.models import DeletionRecord
from eboard.retention.rows import SORTS
from eboard.retention.schedule import SCHEDULE, SIX_YEARS
from eboard.signin.models import KnownDevice
from tests.cases.nominating import actor_of
from tests.cases.test_file_contents import FILES
from tests.conftest import NOW
from tests.outside.test_outside import give, named_letter
from tests.retention.running import ran
from tests.world import World, add, make_case, make_meeting

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def a_draft(world: World, **values: Any) -> Case:
    return make_case(world.north, **{"state": CaseState.DRAFT, "nominated_by_id": world.nurse.id, **values})


def a_decided(world: World, **values: Any) -> Case:
    return make_case(world.north, world.board, **{"state": CaseState.RECOMMENDED, "submitted_at": NOW, **values})


def a_file(world: World, case: Case) -> Attachment:
    """A file that was attached while the case was open."""
    state, case.state = case.state, CaseState.DRAFT
    row = attach_file(actor=actor_of(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name="scan.pdf")
    case.state = state
    return row


def a_mail(world: World, **values: Any) -> OutboxMessage:
    key = values.pop("key", "k")
    known = {"dedupe_key": key, "message_id": key, "recipient": world.nurse.email, "subject": "s", "due_at": NOW}
    return add(
        OutboxMessage(**{**known, "state": MailState.SENT, "sent_at": NOW, "person_id": world.nurse.id, **values})
    )


def an_hour(world: World) -> BusyTime:
    calendar = add(PublishedCalendar(person_id=world.nurse.id, host="example.org", sealed_address=b"-"))
    db.session.flush()
    return add(BusyTime(calendar_id=calendar.id, starts_at=NOW - MINUTE, ends_at=NOW, kind=BusyKind.BUSY))


def an_absence(world: World) -> Absence:
    mine = {"person_id": world.nurse.id, "entered_by_id": world.nurse.id, "zone": "UTC"}
    return add(Absence(starts_on=NOW.date(), ends_on=NOW.date(), starts_at=NOW - DAY, ends_at=NOW, **mine))


def a_sign_in(world: World) -> Any:
    row, _token = sessions.start(world.nurse, address="10.0.0.9", browser="a")
    row.ended_at = NOW
    return row


def a_letter_outside(world: World) -> OutsideLink:
    link = give(world, named_letter(world)).link
    link.expires_at = NOW
    return link


MAKERS: dict[C, Callable[[World], Any]] = {
    C.DRAFTS: a_draft,
    C.ATTACHMENTS: lambda world: a_file(world, a_decided(world)),
    C.MAIL_TEXTS: lambda world: a_mail(world, body=b"Subject: s"),
    C.MAIL: a_mail,
    C.PARKED_MAIL: lambda _world: add(IncomingMessage(fingerprint=b"1", received_at=NOW, outcome=Outcome.PARKED)),
    C.BUSY_TIMES: an_hour,
    C.ABSENCES: an_absence,
    C.SIGN_INS: a_sign_in,
    C.OUTSIDE_LINKS: a_letter_outside,
    C.DEVICES: lambda world: add(
        KnownDevice(person_id=world.nurse.id, token_hash=b"1", first_seen_at=NOW, seen_at=NOW)
    ),
    C.LINKS: lambda world: add(OneTimeLink(person_id=world.nurse.id, purpose=LinkPurpose.VERIFY, expires_at=NOW)),
}


def records() -> list[tuple[str, int]]:
    rows = db.session.scalars(select(DeletionRecord).order_by(DeletionRecord.id))
    return [(row.kind.value, row.count) for row in rows]


def entries(event: str) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.seq))
    return [row.details for row in rows]


@pytest.mark.parametrize("kind", MAKERS)
def test_each_class_goes_after_its_days_and_not_before(world: World, kind: C) -> None:
    with unit_of_work():
        MAKERS[kind](world)
    days = timedelta(days=SCHEDULE[kind].usual)
    with time.at(NOW + days):
        assert ran()[kind] == 0
    with time.at(NOW + days + MINUTE):
        assert (ran()[kind], ran()[kind]) == (1, 0)
    row = db.session.scalars(select(DeletionRecord).where(DeletionRecord.kind == kind)).one()
    assert (row.count, row.days, row.before, row.oldest, row.newest, row.ended_at, row.by_id, row.via.value) == (
        1, SCHEDULE[kind].usual, NOW + MINUTE, NOW, NOW, NOW + days + MINUTE, None, "job",
    )  # fmt: skip
    said = [one for one in entries("retention.deleted") if one["kind"] == kind]
    assert said == [{"kind": kind, "count": 1, "days": row.days, "before": str(NOW + MINUTE)}]


def test_every_class_has_a_term_and_rows() -> None:
    assert list(SCHEDULE) == list(C) == list(SORTS)
    assert all(term.least <= term.usual <= term.most for term in SCHEDULE.values())
    assert {SCHEDULE[kind].least for kind in (C.OUTSIDE_LINKS, C.CREDIT)} == {SIX_YEARS}
    assert timedelta(days=SIX_YEARS) >= datetime(2033, 1, 1, tzinfo=UTC) - datetime(2027, 1, 1, tzinfo=UTC)


def test_a_draft_goes_with_all_that_hangs_on_it(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Ada Marker"))
        file = a_file(world, case)
        db.session.add_all(
            [
                Material(case_id=case.id, kind=MaterialKind.IMAGING, what="CT"),
                CaseConsent(case_id=case.id, kind=Consent.GIVEN),
                CaseTransition(case_id=case.id, to_state=CaseState.DRAFT, at=NOW),
            ]
        )
    path = storage.path_of(folder(), file.id)
    assert path.exists()
    with time.at(NOW + 400 * DAY):
        assert ran()["drafts"] == 1
    left = [db.session.scalars(select(model)).all() for model in (Case, PatientIdentity, Attachment, Material)]
    assert (left, path.exists()) == ([[], [], [], []], False)


def test_what_was_ever_submitted_or_touched_stays(world: World) -> None:
    with unit_of_work():
        submitted, worked_on, filed, earlier = (a_draft(world) for _ in range(4))
        submitted.submitted_at = NOW
        a_draft(world, state=CaseState.SUBMITTED)
        a_draft(world, changed_at=NOW + 399 * DAY, earlier_case_id=earlier.id)
        material = add(Material(case_id=worked_on.id, kind=MaterialKind.IMAGING, what="CT"))
        material.changed_at = NOW + 399 * DAY
        a_file(world, filed).changed_at = NOW + 399 * DAY
    with time.at(NOW + 400 * DAY):
        assert ran()["drafts"] == 0


def test_files_go_only_once_their_case_is_decided_and_leave_a_trace(world: World) -> None:
    with unit_of_work():
        decided, waiting = a_file(world, a_decided(world)), a_file(world, make_case(world.north, world.board))
        late = a_file(world, a_decided(world))
        late.created_at = NOW + 799 * DAY
    with time.at(NOW + 800 * DAY):
        assert ran()["attachments"] == 1
    db.session.expire_all()
    assert (decided.removed_at is not None, decided.sealed_name) == (True, b"")
    assert [storage.path_of(folder(), row.id).exists() for row in (decided, waiting, late)] == [
        False, True, True,
    ]  # fmt: skip


def test_mail_that_waits_or_is_set_apart_is_not_over(world: World) -> None:
    with unit_of_work():
        for state in (MailState.QUEUED, MailState.FAILED, MailState.SENDING, MailState.HELD):
            a_mail(world, key=state, state=state, body=b"-", sent_at=None)
    with time.at(NOW + 5000 * DAY):
        gone = ran()
    assert (gone["mail"], gone["mail_texts"]) == (0, 0)


@pytest.mark.parametrize(("ends_in", "gone"), [(MINUTE, 2), (-MINUTE, 3)])
def test_mail_that_invited_to_a_meeting_stays_until_it_is_over(world: World, ends_in: timedelta, gone: int) -> None:
    later = NOW + 5000 * DAY
    with unit_of_work():
        meeting = make_meeting(world.board)
        meeting.ends_at = later + ends_in
        invitation = add(Invitation(meeting_id=meeting.id, person_id=world.nurse.id, tag="t"))
        a_mail(world, thread_key=thread_of(invitation, world.nurse.email))
        a_mail(world, key="other", thread_key="invitation")
        a_mail(world, key="another", thread_key=f"reminder:{invitation.id}")
    with time.at(later):
        assert ran()["mail"] == gone


def test_a_shorter_term_counts_from_the_next_run(world: World) -> None:
    with unit_of_work():
        a_sign_in(world)
        set_term(actor=actor_of(world.network_admin), kind=C.SIGN_INS, days=2)
    with time.at(NOW + 3 * DAY):
        assert ran()["sign_ins"] == 1
    assert entries("retention.term_changed") == [{"kind": "sign_ins", "before": 30, "days": 2}]


def test_batches_make_one_record_and_one_entry(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    with unit_of_work():
        for number in range(5):
            link = OneTimeLink(person_id=world.nurse.id, purpose=LinkPurpose.VERIFY, expires_at=NOW - number * MINUTE)
            db.session.add(link)
    with time.at(NOW + 31 * DAY):
        assert ran()["links"] == 5
    row = db.session.scalars(select(DeletionRecord)).one()
    assert (row.oldest, row.newest, records()) == (NOW - 4 * MINUTE, NOW, [("links", 5)])
    assert [one["count"] for one in entries("retention.deleted")] == [5]


def test_a_run_that_was_killed_is_closed_and_gone_on_with(world: World) -> None:
    with unit_of_work():
        cases = [a_draft(world) for _ in range(2)]
        files = [a_file(world, case) for case in (*cases, make_case(world.north))]
    path = storage.path_of(folder(), files[0].id)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    with time.at(NOW + 400 * DAY):
        with unit_of_work():  # … and then it is killed, before the file went
            delete_some(Run(C.DRAFTS, 366, SYSTEM), [cases[0].id])
        assert (path.exists(), records()) == (True, [("drafts", 1)])
        gone = ran()
    assert (gone["drafts"], gone["files"], path.exists()) == (1, 1, False)
    assert records() == [("drafts", 1), ("drafts", 1)]
    assert [one["count"] for one in entries("retention.deleted")] == [1, 1]
    assert entries("retention.files_swept") == [{"count": 1}]
    assert db.session.scalars(select(DeletionRecord).where(DeletionRecord.ended_at.is_(None))).all() == []


def test_two_runs_at_once_are_one(world: World) -> None:
    with unit_of_work():
        take(jobs.LEASE, owner="another", duration=jobs.LEASE_DURATION)
    with pytest.raises(DomainError, match="Another run is under way"):
        ran()
    with time.at(NOW + 6 * MINUTE):
        ran()
        ran()


def test_a_row_that_cannot_go_keeps_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with unit_of_work():
        rows = [add(KnownDevice(person_id=world.nurse.id, token_hash=bytes([number]), first_seen_at=NOW, seen_at=NOW))
                for number in range(3)]  # fmt: skip
        db.session.flush()
        kind = KnownDevice.__table__.c.id.type.compile(db.engine.dialect)
        db.session.execute(text(f"CREATE TABLE clinging (device {kind} REFERENCES known_device (id))"))
        db.session.execute(
            text("INSERT INTO clinging SELECT id FROM known_device WHERE token_hash = :hash"), {"hash": bytes([1])}
        )
    with time.at(NOW + 400 * DAY):
        assert ran()["devices"] == 2
    assert db.session.scalars(select(KnownDevice.id)).all() == [rows[1].id]
    assert [f"devices row {rows[1].id} was not deleted" in message for message in caplog.messages] == [True]


def test_files_of_another_database_are_left_alone(world: World) -> None:
    with unit_of_work():
        paths = [storage.path_of(folder(), a_file(world, a_decided(world)).id) for _ in range(3)]
        db.session.flush()
        db.session.execute(text("DELETE FROM attachment"))
    assert [one.exists() for one in paths] == [True, True, True]
    with time.at(datetime.now(UTC) + 2 * DAY):
        assert ran()["files"] == 0
    assert [one.exists() for one in paths] == [True, True, True]


def lost_files(world: World, count: int) -> list[Path]:
    """Old files whose rows are gone."""
    with unit_of_work():
        case = a_draft(world)
        first = a_file(world, case)
    source, found = storage.path_of(folder(), first.id), []
    for _number in range(count):
        path = storage.path_of(folder(), new_id())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        found.append(path)
    return found


@pytest.mark.parametrize(("count", "swept"), [(5, 5), (6, 0)])
def test_a_handful_of_lost_files_is_swept_and_more_are_told_of(
    ctx: Flask, world: World, caplog: pytest.LogCaptureFixture, count: int, swept: int
) -> None:
    paths = lost_files(world, count)
    with unit_of_work():
        a_file(world, a_draft(world))
    with time.at(NOW + 2 * DAY):
        planned = ctx.test_cli_runner().invoke(retention, ["plan"]).output.splitlines()[-1]
        assert ran()["files"] == swept
    rest = "" if swept else ", too many to be swept: see whether this is the folder of this database"
    assert planned == f"files without a row: {count}{rest}"
    assert [path.exists() for path in paths] == [not swept] * count
    told = [] if swept else [f"{count} files have no row, 2 have one: none was swept"]
    assert [said for said in caplog.messages if "was swept" in said] == told


def test_a_file_newer_than_every_row_is_never_swept(world: World) -> None:
    paths = lost_files(world, 2)
    with time.at(NOW + 2 * DAY):
        assert ran()["files"] == 0
    assert [path.exists() for path in paths] == [True, True]


def test_unfinished_files_and_strange_names_are_swept_once_they_are_a_day_old(world: World) -> None:
    with unit_of_work():
        known = [a_file(world, a_decided(world)) for _ in range(3)]
    first = storage.path_of(folder(), known[0].id)
    odd = [first.with_suffix(".unfinished"), first.with_name("odd.sealed"), first.with_name("new.sealed")]
    for path in odd:
        path.write_bytes(b"-")
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    os.utime(odd[2], ((NOW + DAY).timestamp(),) * 2)
    with time.at(NOW + DAY + MINUTE):
        assert ran()["files"] == 2
    assert [path.exists() for path in (first, *odd)] == [True, False, False, True]
    odd[2].unlink()


def test_the_plan_says_what_would_go_and_changes_nothing(ctx: Flask, world: World) -> None:
    with unit_of_work():
        case = a_draft(world, question="Marker question")
        a_draft(world, changed_at=NOW + 399 * DAY)
        a_file(world, case)
    gone = case.id
    with time.at(NOW + 400 * DAY):
        planned = ctx.test_cli_runner().invoke(retention, ["plan"])
        assert db.session.scalar(select(func.count()).select_from(Case)) == 2
        done = ctx.test_cli_runner().invoke(retention, ["run"])
        again = ctx.test_cli_runner().invoke(retention, ["run"])
    lines = planned.output.splitlines()
    assert lines[:3] == ["drafts: 1 of 2 after 366 days", f"  {gone}", "attachments: 0 of 0 after 732 days"]
    assert ("Marker" in planned.output, len(lines)) == (False, len(C) + 2)
    assert (done.output, again.output) == ("drafts: 1 deleted\nDone.\n", "Done.\n")
    row = db.session.scalars(select(DeletionRecord)).one()
    assert row.via == "command"


def test_the_scheduler_runs_it_once_a_day(world: World) -> None:
    due = registered()["retention.delete_what_is_over"]
    with unit_of_work():
        a_sign_in(world)
    with time.at(NOW + 31 * DAY):
        assert (due.every, due.run(), due.run()) == (DAY, 1, 0)
