"""A patient asks for a correction: answered in time, and heard when he or she disagrees."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.mail.models import OutboxMessage
from eboard.people.models import Affiliation
from eboard.recommendations.chart import chart_text
from eboard.recommendations.letter import letter_of
from eboard.retention.actions.corrections import (
    accept_correction,
    add_statement,
    record_correction,
    refuse_correction,
    remind_of_correction,
)
from eboard.retention.enums import CorrectionState
from eboard.retention.jobs import remind_of_corrections
from eboard.retention.models import CorrectionRequest
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by, make_scene, record, sign, text_of
from tests.retention.running import ran
from tests.retention.test_running import a_draft
from tests.world import World, make_case

DAY = timedelta(days=1)
WHAT, WHY, SAYS = "I never smoked.", "The record of 2020 says so.", "That record is about my brother."


def asked(world: World, case: Case | None = None) -> CorrectionRequest:
    with unit_of_work():
        case = case or make_case(world.north, world.board, nominated_by_id=world.nurse.id)
        case.created_at = NOW - 30 * DAY
        return record_correction(actor=by(world.nurse), case=case, asked_on=date(2026, 3, 1), what=WHAT)


def refuse(world: World, row: CorrectionRequest) -> None:
    with unit_of_work():
        refuse_correction(actor=by(world.nurse), correction=row, reason=WHY, version=row.row_version)


def disagree(world: World, row: CorrectionRequest) -> None:
    with unit_of_work():
        add_statement(actor=by(world.nurse), correction=row, statement=SAYS, version=row.row_version)


def refused(call: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as error, unit_of_work():
        call()
    return error.value.message, error.value.field


def test_a_refusal_with_its_statement_stands_in_every_letter_from_then_on(world: World, client: Client) -> None:
    scene = make_scene(world)
    record(scene)
    version = sign(scene)
    row = asked(world, scene.case)
    refuse(world, row)
    assert SAYS not in chart_text(letter_of(version))
    disagree(world, row)
    said = f"On Sun 1 Mar 2026 the patient asked for a correction, which was refused: {WHAT} The patient says: {SAYS}"
    letter = letter_of(version)
    assert (letter.statements, letter.warnings, said in chart_text(letter)) == ((said,), (said,), True)
    page = client.sign_in(world.radiologist).get(f"/letters/{version.id}").text
    assert ("The patient disagrees." in page, SAYS in page) == (True, True)
    other = make_scene(world)
    record(other)
    assert letter_of(sign(other)).statements == ()


def test_each_step_is_recorded_without_what_was_said(world: World) -> None:
    row = asked(world)
    refuse(world, row)
    disagree(world, row)
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.event.like("correction.%")).order_by(AuditEntry.seq))
    entries = [(one.event, one.chain_id, one.details) for one in rows]
    mine = {"case_id": str(row.case_id)}
    assert entries == [
        ("correction.asked", world.north.id, mine),
        ("correction.answered", world.north.id, {**mine, "state": "refused"}),
        ("correction.statement_kept", world.north.id, mine),
    ]
    assert (row.due_on, row.state, row.answered_by_id) == (date(2026, 4, 30), CorrectionState.REFUSED, world.nurse.id)


def test_what_cannot_be_is_refused(world: World) -> None:
    row, actor = asked(world), by(world.nurse)
    case = row.case

    def ask(day: date, what: str) -> tuple[str, str | None]:
        return refused(lambda: record_correction(actor=actor, case=case, asked_on=day, what=what))

    assert ask(date(2026, 3, 3), WHAT) == ("Choose the day on which the patient asked.", "asked_on")
    assert ask(date(2026, 1, 30), WHAT) == (
        "The case is here since Sat 31 Jan 2026. Choose that day or a later one.", "asked_on",
    )  # fmt: skip
    assert ask(date(2026, 3, 1), " ") == ("Say what is to be corrected.", "what")
    assert ask(date(2026, 3, 1), "x" * 2001) == ("Say it in 2000 characters at most.", "what")
    assert refused(lambda: refuse_correction(actor=actor, correction=row, reason="", version=1))[1] == "reason"
    early = refused(lambda: add_statement(actor=actor, correction=row, statement=SAYS, version=1))
    with pytest.raises(StaleError), unit_of_work():
        accept_correction(actor=actor, correction=row, version=9)
    refuse(world, row)
    assert refused(lambda: accept_correction(actor=actor, correction=row, version=2))[0] == (
        "Somebody has answered this already."
    )
    disagree(world, row)
    again = refused(lambda: add_statement(actor=actor, correction=row, statement=SAYS, version=3))
    assert early == again == ("A statement is kept once, and only after a refusal.", None)


def test_the_care_team_is_reminded_two_weeks_before_and_each_week_until_it_answers(world: World) -> None:
    row = asked(world)
    due = NOW.replace(month=4, day=30)
    counts = []
    for days in (-15, -14, -8, -7, 0, 30):
        with time.at(due + days * DAY):
            counts.append(remind_of_corrections())
    assert counts == [0, 1, 0, 1, 1, 1]
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert {(mail.person_id, mail.subject) for mail in mails} == {
        (world.nurse.id, f"Case {row.case.number}: a patient waits for an answer")
    }
    text = text_of(mails[0])
    assert (WHAT in text, f"/cases/{row.case_id}/corrections/{row.id}" in text) == (False, True)
    with unit_of_work():
        accept_correction(actor=by(world.nurse), correction=row, version=row.row_version)
    with time.at(due + 60 * DAY):
        assert remind_of_corrections() == 0
        with unit_of_work():
            remind_of_correction(row.id)
    assert len(db.session.scalars(select(OutboxMessage)).all()) == len(mails)


def test_a_draft_stays_while_its_patient_waits_and_goes_with_what_was_answered(world: World) -> None:
    with unit_of_work():
        draft = a_draft(world)
    row = asked(world, draft)
    with time.at(NOW + 400 * DAY):
        assert ran()["drafts"] == 0
        refuse(world, row)
        assert ran()["drafts"] == 0
    with time.at(NOW + 800 * DAY):
        assert ran()["drafts"] == 1
    assert db.session.scalars(select(CorrectionRequest)).all() == []


@pytest.mark.parametrize(
    ("state", "late", "count"),
    [
        (CaseState.RECOMMENDED, 56, 1),
        (CaseState.RECOMMENDED, 57, 0),
        (CaseState.CLOSED, 0, 1),
        (CaseState.CLOSED, 1, 0),
        (CaseState.ENTERED_IN_ERROR, 0, 0),
    ],
)
def test_reminders_end(world: World, state: CaseState, late: int, count: int) -> None:
    row = asked(world)
    with unit_of_work():
        row.case.state = state
    with time.at(NOW.replace(month=4, day=30) + late * DAY):
        assert remind_of_corrections() == count


def test_a_reminder_that_reaches_nobody_is_not_noted(world: World) -> None:
    row = asked(world)
    with unit_of_work():
        for role in db.session.scalars(select(Affiliation).where(Affiliation.organization_id == world.north.id)):
            role.ends_on = NOW.date()
    with time.at(NOW.replace(month=4, day=30)):
        assert (remind_of_corrections(), remind_of_corrections()) == (1, 0)
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == row.id)).all()
    assert (events, db.session.scalars(select(OutboxMessage)).all()) == (["correction.asked"], [])


def test_the_pages_from_the_request_to_the_statement(world: World, client: Client) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, created_at=NOW - 30 * DAY)
    client.sign_in(world.nurse)
    new = f"/cases/{case.id}/corrections/new"
    assert "60 days (45 CFR 164.526)" in client.get(new).text
    bad = client.post(new, data={"asked_on": "2026-03-09", "what": WHAT})
    assert (bad.status_code, WHAT in bad.text) == (422, True)
    assert client.post(new, data={"asked_on": "rubbish", "what": WHAT}).status_code == 422
    assert client.post(new, data={"asked_on": "2026-03-01", "what": WHAT}).status_code == 303
    row = db.session.scalars(select(CorrectionRequest)).one()
    place = f"/cases/{case.id}/corrections/{row.id}"
    looks = select(func.count()).where(AuditEntry.event == "access.read", AuditEntry.subject_id == case.id)
    before = db.session.scalar(looks) or 0
    assert (client.get(place).status_code, db.session.scalar(looks)) == (200, before + 1)
    assert "Thu 30 Apr 2026" in client.get(f"/cases/{case.id}").text
    assert client.post(place, data={"version": "1"}).status_code == 422
    missing = client.post(place, data={"answer": "refused", "reason": "", "version": "1"})
    assert (missing.status_code, "Say why, in words for the patient." in missing.text) == (422, True)
    assert client.post(place, data={"answer": "refused", "reason": WHY, "version": "7"}).status_code == 409
    assert client.post(place, data={"answer": "refused", "reason": WHY, "version": "1"}).status_code == 303
    assert WHY in client.get(place).text
    assert client.post(f"{place}/statement", data={"statement": "", "version": "2"}).status_code == 422
    assert client.post(f"{place}/statement", data={"statement": SAYS, "version": "2"}).status_code == 303
    page = client.get(place).text
    assert (SAYS in page, "Keep the statement" in page) == (True, False)
    elsewhere = make_case(world.north)
    assert client.get(f"/cases/{elsewhere.id}/corrections/{row.id}").status_code == 404


def test_an_accepted_one_leads_to_the_edit_or_to_the_board(world: World, client: Client) -> None:
    open_, decided = asked(world), asked(world, make_scene(world, state="recommended").case)
    client.sign_in(world.nurse)
    for row, said in ((open_, "Correct the case now."), (decided, "The board corrects it.")):
        place = f"/cases/{row.case_id}/corrections/{row.id}"
        assert client.post(place, data={"answer": "accepted", "version": "1"}).status_code == 303
        assert said in client.get(place).text
    client.sign_in(world.chair)
    page = client.get(f"/cases/{decided.case_id}").text
    assert (WHAT in page, "/corrections/" in page) == (True, False)


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("north_admin", 403), ("auditor", 404), ("coordinator", 403)]
)
def test_nobody_but_the_care_team_reaches_them(world: World, client: Client, who: str, status: int) -> None:
    row = asked(world)
    client.sign_in(getattr(world, who))
    place = f"/cases/{row.case_id}/corrections"
    assert {client.get(f"{place}/{end}").status_code for end in ("new", row.id)} == {status}
    assert {client.post(f"{place}/{end}").status_code for end in ("new", row.id, f"{row.id}/statement")} == {status}
