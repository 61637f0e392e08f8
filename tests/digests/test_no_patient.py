"""A patient whose name stands in every field of a case stands in no mail that time brings."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, String

from eboard.audit import Actor
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState, MaterialKind
from eboard.cases.identity import Identity
from eboard.cases.models import Case, Material
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.db.base import Base
from eboard.digests.jobs import send_summaries
from eboard.invitations.jobs import ask_due, remind_due
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Delegation
from eboard.preparation.jobs import close_lists
from tests.conftest import NOW
from tests.invitations.reading import Mail, change, delivered
from tests.invitations.test_asking import FIRST
from tests.invitations.test_reminders import DUE
from tests.world import World, make_case, make_item, make_meeting

MARKER = "Zebulon Quagmire"
NUMBER = "EB-2026-424242"
SPARED = {"number", "import_key"}  # opaque, or a key
MORNING = timedelta(days=1)


def plant(row: Base) -> None:
    """Write the name of the patient into every text of a row."""
    for column in row.__table__.columns:
        kind = column.type
        is_text = type(kind) is String and not column.foreign_keys and column.key not in SPARED
        if is_text:
            setattr(row, column.key, MARKER)
        elif isinstance(kind, JSON) and column.key in {"missing", "specialties"}:
            setattr(row, column.key, [MARKER])
        elif isinstance(kind, JSON):
            setattr(row, column.key, {"own": MARKER})


def texts(mail: Mail) -> str:
    """Everything in a mail, decoded."""
    parts = [part.get_content() for part in mail.message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail.message["Subject"]), *map(str, parts), str(mail.message)])


def test_a_patient_in_every_field_is_in_no_mail(world: World) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, nominated_by_id=world.nurse.id, number=NUMBER)
        material = Material(case_id=case.id, kind=MaterialKind.IMAGING, what=MARKER)
        db.session.add(material)
        seal_identity(actor=Actor(person_id=world.nurse.id), case=case, identity=Identity(name=MARKER))
        plant(case)
        plant(material)
        case.state, case.referrer_id = CaseState.SCHEDULED, world.physician.id
        meeting = make_meeting(world.board, note=MARKER)
        before = make_item(meeting, make_case(world.north, world.board, state=CaseState.SCHEDULED))
        make_item(meeting, case, position=2, presenter_id=world.deputy.id, late_reason=MARKER)
        db.session.add(
            Delegation(
                principal_id=world.physician.id, delegate_id=world.nurse.id, starts_on=NOW.date(), gets_copies=True
            )
        )
        for person in (world.chair, world.deputy, world.nurse, world.physician, world.radiologist):
            choose(person_id=person.id, choices={NoticeKind.DIGEST: Delivery.AT_ONCE})
    assert planted(case) >= 20
    mails = collect(world, case, meeting, before)
    subjects = {str(mail.message["Subject"]).split(":")[0] for mail in mails}
    assert subjects >= {
        "Invitation",
        "Reminder",
        "Cases to prepare",
        "Not all is prepared",
        "Agenda changed",
        "What changed",
        "For Pablo Physician",
        "Updated",
    }
    assert [mail for mail in mails if mail.message["Subject"].startswith("Will you")] != []
    assert [mail.message["Subject"] for mail in mails if MARKER in texts(mail) or "Quagmire" in texts(mail)] == []
    told_of_number = {mail.to for mail in mails if NUMBER in texts(mail)}
    assert told_of_number == {world.nurse.email, world.physician.email}  # the care team of the case


def planted(case: Case) -> int:
    return sum(MARKER in str(getattr(case, column.key)) for column in case.__table__.columns)


def collect(world: World, case: Case, meeting: Meeting, before: AgendaItem) -> list[Mail]:
    """Invitations, questions, reminders, changes, copies and summaries of a fortnight."""
    mails: list[Mail] = []
    by_staff = Actor(person_id=world.pathologist.id)

    def run(moment: Any) -> None:
        with time.at(moment):
            ask_due()
            remind_due()
            close_lists()
            send_summaries()
            mails.extend(delivered())

    run(NOW + timedelta(seconds=121))
    with time.at(NOW + timedelta(hours=1)), unit_of_work():
        move_case(actor=by_staff, case=case, to=CaseState.ACCEPTED, reason=MARKER)
        move_case(actor=by_staff, case=case, to=CaseState.SUBMITTED, reason=MARKER)
    for day in range(1, 5):
        run(NOW - timedelta(hours=2) + day * MORNING)
    run(FIRST)
    with time.at(FIRST):
        change(meeting, room="Room 4", sequence=1)
    run(FIRST + timedelta(hours=1))
    with time.at(FIRST + timedelta(hours=1)):
        change(before, minutes=25)
    for moment in (FIRST + timedelta(hours=2), DUE):
        run(moment)
    assert meeting.day == date(2026, 3, 9)
    return mails
