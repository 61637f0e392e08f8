"""Everything that is held about one member of staff, as plain values; nothing of a patient, no token, no secret.

Left out on purpose: free text that could tell of a patient (notes, comments, what somebody wrote about a case), the
work on cases, which belongs to their records, and audit entries, which a chain of their own proves.
"""

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from eboard.availability.models import Absence, PublishedCalendar
from eboard.boards.models import Board, BoardMembership
from eboard.cme.models import CmeActivity, CmeCertificate, CmeDisclosure, CmeEntry, CmeEvaluation
from eboard.core import time
from eboard.core.db import db
from eboard.feeds.models import Subscription
from eboard.invitations.models import Invitation
from eboard.mail.models import NoticeChoice, OutboxMessage
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Affiliation, Credential, Delegation, LoginSession, Organization, Person
from eboard.signin.models import KnownDevice, Recovery

FILE = "my-data.json"
CASE_NUMBER = re.compile(r"\bEB-\d{4}-\d+\b")  # of `cases.actions.numbers`: it stands for a patient
Values = Select[*tuple[Any, ...]]
Rows = Callable[[Person], Values]


def _of(*columns: Any, person: InstrumentedAttribute[Any], order: Any) -> Rows:
    return lambda me: select(*columns).where(person == me.id).order_by(order)


def _meetings(*columns: Any, model: Any) -> Rows:
    return lambda me: (
        select(Board.name.label("board"), Meeting.starts_at.label("meeting_starts_at"), *columns)
        .join_from(model, Meeting, Meeting.id == model.meeting_id)
        .join(Board, Board.id == Meeting.board_id)
        .where(model.person_id == me.id)
        .order_by(Meeting.starts_at, model.id)
    )


def _affiliations(me: Person) -> Values:
    columns = (Affiliation.role, Affiliation.starts_on, Affiliation.ends_on, Affiliation.approved_at)
    return (
        select(Organization.name.label("organization"), *columns)
        .join_from(Affiliation, Organization, Organization.id == Affiliation.organization_id)
        .where(Affiliation.person_id == me.id)
        .order_by(Affiliation.id)
    )


def _seats(me: Person) -> Values:
    columns = (BoardMembership.role, BoardMembership.specialty, BoardMembership.starts_on, BoardMembership.ends_on)
    return (
        select(Board.name.label("board"), *columns, BoardMembership.most_cases)
        .join_from(BoardMembership, Board, Board.id == BoardMembership.board_id)
        .where(BoardMembership.person_id == me.id)
        .order_by(BoardMembership.id)
    )


def _delegations(mine: InstrumentedAttribute[Any], other: InstrumentedAttribute[Any]) -> Rows:
    return lambda me: (
        select(Person.email.label("person"), Delegation.starts_on, Delegation.ends_on, Delegation.revoked_at)
        .join_from(Delegation, Person, Person.id == other)
        .where(mine == me.id)
        .order_by(Delegation.id)
    )


def _credit(*columns: Any, model: Any) -> Rows:
    return lambda me: (
        select(CmeActivity.title.label("activity"), CmeActivity.year, *columns)
        .join_from(model, CmeActivity, CmeActivity.id == model.activity_id)
        .where(model.person_id == me.id)
        .order_by(model.id)
    )


PARTS: Mapping[str, Rows] = {
    "affiliations": _affiliations,
    "boards": _seats,
    "acted_for_by": _delegations(Delegation.principal_id, Delegation.delegate_id),
    "acts_for": _delegations(Delegation.delegate_id, Delegation.principal_id),
    "credentials": _of(
        Credential.kind, Credential.created_at, Credential.last_used_at, Credential.revoked_at,
        person=Credential.person_id, order=Credential.id,
    ),
    "sign_ins": _of(
        LoginSession.started_at, LoginSession.seen_at, LoginSession.ends_at, LoginSession.ended_at,
        LoginSession.address, LoginSession.browser, LoginSession.proofs,
        person=LoginSession.person_id, order=LoginSession.id,
    ),
    "browsers": _of(
        KnownDevice.first_seen_at, KnownDevice.seen_at, person=KnownDevice.person_id, order=KnownDevice.id
    ),
    "recoveries": _of(
        Recovery.started_at, Recovery.used_at, Recovery.stopped_at, person=Recovery.person_id, order=Recovery.id
    ),
    "preferences": _of(
        NoticeChoice.kind, NoticeChoice.delivery, person=NoticeChoice.person_id, order=NoticeChoice.kind
    ),
    "mail": _of(
        OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.state, OutboxMessage.created_at,
        OutboxMessage.sent_at, person=OutboxMessage.person_id, order=OutboxMessage.id,
    ),
    "calendar_addresses": _of(
        Subscription.name, Subscription.kind, Subscription.variant, Subscription.extent, Subscription.created_at,
        Subscription.last_used_at, Subscription.fetches, Subscription.revoked_at,
        person=Subscription.person_id, order=Subscription.id,
    ),
    "published_calendars": _of(
        PublishedCalendar.host, PublishedCalendar.state, PublishedCalendar.created_at, PublishedCalendar.read_at,
        person=PublishedCalendar.person_id, order=PublishedCalendar.id,
    ),
    "absences": _of(Absence.starts_on, Absence.ends_on, Absence.zone, person=Absence.person_id, order=Absence.id),
    "invitations": _meetings(
        Invitation.participation, Invitation.answer, Invitation.answered_at, Invitation.told_at, model=Invitation
    ),
    "attendance": _meetings(Attendance.presence, Attendance.from_at, Attendance.to_at, model=Attendance),
    "credit": _credit(CmeEntry.version, CmeEntry.minutes, CmeEntry.credits, CmeEntry.at, model=CmeEntry),
    "certificates": _credit(
        CmeCertificate.name, CmeCertificate.credits, CmeCertificate.first_day, CmeCertificate.last_day,
        CmeCertificate.issued_at, model=CmeCertificate,
    ),
    "evaluations": _credit(
        CmeEvaluation.made_at, CmeEvaluation.usefulness, CmeEvaluation.is_balanced, model=CmeEvaluation
    ),
    "disclosures": _of(
        CmeDisclosure.made_at, CmeDisclosure.valid_until, CmeDisclosure.relations,
        person=CmeDisclosure.person_id, order=CmeDisclosure.id,
    ),
}  # fmt: skip


def held_about(person: Person) -> dict[str, Any]:
    """What is held about a person, by part; one query a part."""
    found: dict[str, Any] = {"made_at": time.now().isoformat(timespec="seconds"), "profile": _profile(person)}
    for name, rows in PARTS.items():
        found[name] = [_plain(dict(row)) for row in db.session.execute(rows(person)).mappings()]
    for mail in found["mail"]:
        mail["subject"] = CASE_NUMBER.sub("…", mail["subject"])
    return found


def as_zip(held: Mapping[str, Any]) -> bytes:
    """One file of JSON (RFC 8259), packed."""
    content = json.dumps(held, ensure_ascii=False, indent=1)
    entry = zipfile.ZipInfo(FILE, date_time=time.now().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(entry, content)
    return file.getvalue()


def _profile(person: Person) -> dict[str, Any]:
    names = ("email", "title", "given_name", "family_name", "zone", "locale", "told", "reminder_hours", "digest_hour",
             "state", "not_reached_since", "created_at", "changed_at")  # fmt: skip
    profile = _plain({name: getattr(person, name) for name in names})
    return {**profile, "specialties": sorted(str(row.specialty) for row in person.specialties)}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return (
        list(map(str, value)) if isinstance(value, list) else value if isinstance(value, (bool, int)) else _text(value)
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
