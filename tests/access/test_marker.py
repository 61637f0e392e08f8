"""A patient whose every text holds a marker: no mail, calendar, address, log, error page, file name or PDF tells it."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from eboard.access.withdrawing import withdraw_consent
from eboard.audit.models import AuditEntry
from eboard.cases.actions.triage import triage_case
from eboard.cases.enums import TriageResult
from eboard.cli import COMMANDS
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.jobs import registered
from eboard.feeds.actions.subscribing import NewFeed, create
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.actions.plans import publish_meeting
from eboard.meetings.actions.removals import take_off
from eboard.meetings.enums import MeetingState
from eboard.outside.actions import give_link
from tests.access.planted import LISTED, MARKERS, NARROW, WAITING, Planted, arguments, plant_world
from tests.cases.nominating import actor_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import run
from tests.world import World, make_meeting

__all__ = ["run"]

# Commands that print, with what they are given here; the others need a database, a server or a file of their own.
PRINTING = {
    "audit": ("verify",), "check": (), "demo": (), "end-sign-ins": ("nobody@example.org",), "jobs": ("list",),
    "mail": ("deliver",), "meetings": ("packets",), "outcomes": ("verify",), "retention": ("plan",), "settings": (),
    "people": ("approve", "nobody@example.org"),
}  # fmt: skip
APART = {
    "backup", "busy", "calendar", "conference", "create-admin", "db", "import-cases", "import-people", "keys",
    "restore", "rule-packs", "scheduler", "serve",
}  # fmt: skip
LINK = re.compile(r'(?:href|src|action|formaction|hx-get|hx-post)="([^"]*)"')
PDFS = ("packet.pdf", "agenda.pdf", "minutes.pdf")
PAGES = (
    "/", "/cases/", "/work-list", "/calendar", "/prepare/", "/confirmations", "/outcomes", "/outcomes/unread",
    "/letters/", "/follow-up/", "/reports/", "/health/live", "/health/ready", "/cases/withdrawn",
)  # fmt: skip


def sightings(where: str, text: str) -> list[str]:
    """The markers in a text, however its address or header writes them."""
    plain = (text + unquote_plus(text)).lower()
    return [f"{where}: {marker}" for marker in MARKERS if marker.lower() in plain]


@pytest.fixture
def planted(world: World) -> Planted:
    return plant_world(world)


def go_every_way(planted: Planted) -> None:
    """Triage, list, publish, give away, take off, withdraw: each tells somebody something."""
    world = planted.world
    staff = actor_of(world.coordinator)
    with unit_of_work():
        triage_case(actor=staff, case=planted.waiting, result=TriageResult.DISCUSS, reason=WAITING)
    with unit_of_work():
        meeting = make_meeting(world.board, date(2026, 3, 20), state=MeetingState.PLANNED, published_at=None)
        item = list_case(actor=staff, meeting=meeting, case=planted.waiting)
    with unit_of_work():
        publish_meeting(actor=staff, meeting=meeting)
    with unit_of_work():
        give_link(
            actor=actor_of(world.nurse),
            version=planted.letter,
            name="Otto Outside",
            email="otto@elsewhere.example",
            days=3,
            names_patient=True,
        )
    run_jobs(0, 1, 4)
    with unit_of_work():
        take_off(actor=staff, item=item, reason=WAITING)
    with unit_of_work():
        withdraw_consent(actor=actor_of(world.nurse), case=planted.waiting, on=NOW.date(), reason=WAITING)
    run_jobs(5, 9, 31, 95)


def run_jobs(*days: int) -> None:
    for day in days:
        with time.at(NOW + timedelta(days=day)):
            for job in registered().values():
                job.run()


def parts_of(message: EmailMessage) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        yield str(part.get_filename())
        content = None if part.is_multipart() else part.get_payload(decode=True)
        yield content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def test_no_mail_and_no_audit_entry_has_it(app: Flask, planted: Planted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    go_every_way(planted)
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert len(mails) > 20
    found = [
        hit for mail in mails for hit in sightings(mail.dedupe_key, f"{mail.subject} {mail.thread_key} {mail.error}")
    ]
    bodies = [message_from_bytes(mail.body, policy=default) for mail in mails if mail.body]
    folder = Path(app.config["EBOARD"].mail_dir)
    bodies += [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.rglob("*.eml"))]
    found += [hit for body in bodies for text in parts_of(body) for hit in sightings(str(body["Subject"]), text)]
    found += [
        hit for entry in db.session.scalars(select(AuditEntry)) for hit in sightings(entry.event, str(entry.details))
    ]
    assert found + sightings("log", caplog.text) == []


def test_no_calendar_has_it(planted: Planted, client: Client) -> None:
    world = planted.world
    addresses = []
    for person, kind, target in (
        (world.chair, FeedKind.PERSON, world.chair.id),
        (world.physician, FeedKind.PERSON, world.physician.id),
        (world.coordinator, FeedKind.BOARD, world.board.id),
    ):
        with unit_of_work():
            wish = NewFeed(kind=kind, target_id=target, name="Mine", variant=Variant.FULL, extent=Extent.MEETING)
            addresses.append(create(actor=actor_of(person), person=person, wish=wish)[1])
    bodies = [client.get(f"/cal/{token}/eboard.ics") for token in addresses]
    bodies += [client.get(f"/fb/{token}.ifb") for token in addresses]
    assert {body.status_code for body in bodies} <= {200, 404}
    assert sum("BEGIN:VEVENT" in body.text for body in bodies) == len(addresses)
    assert [
        hit for body in bodies for hit in sightings("feed", body.text.replace("\r\n ", "") + str(body.headers))
    ] == []


def visited(planted: Planted, client: Client) -> Iterator[tuple[str, Any]]:
    """Every page of the case's ways, as those who may see it, with the address of each."""
    case, meeting, letter = planted.listed.id, planted.meeting.id, planted.letter.id
    pages = ("live", "packet", "minutes", f"cases/{case}/outcome", *PDFS)
    report = f"/reports/boards/{planted.world.board.id}"
    places = [
        *PAGES,
        *(f"/cases/{case}{end}" for end in ("", "/edit", "/consent", "/no")),
        *(f"/meetings/{meeting}/{page}" for page in pages),
        f"/meetings/{meeting}",
        f"/cases/{planted.waiting.id}/triage",
        f"/letters/{letter}",
        f"/letters/{letter}/outside",
        report,
        f"{report}/report.pdf",
        f"/boards/{planted.world.board.id}/proposal",
        f"/cases/?q={case}",
        f"/cases/{UUID(int=0)}",
        "/attachments",
        f"/attachments/{arguments(planted)['attachment_id']}",
        f"/attachments/{arguments(planted)['attachment_id']}/no-identity",
    ]
    for name in ("nurse", "coordinator", "chair"):
        client.sign_in(planted.people[name])
        for place in places:
            yield f"{name} {place}", client.get(place)
        for place in ("letter.pdf", "chart.pdf", "chart.txt"):
            yield f"{name} {place}", client.post(f"/letters/{letter}/{place}")


def test_no_address_file_name_metadata_or_log_has_it(
    planted: Planted, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found, shown, papers = [], 0, 0
    for place, answer in visited(planted, client):
        found += sightings(place, f"{answer.location} {answer.headers}")
        if answer.status_code >= 400:
            found += sightings(f"{place} {answer.status_code}", answer.text)
        elif answer.mimetype == "text/html":
            shown += LISTED in answer.text
            found += [hit for link in LINK.findall(answer.text) for hit in sightings(f"link on {place}", link)]
        elif answer.mimetype == "application/pdf":
            papers += 1
            reader = PdfReader(BytesIO(answer.data))
            packet = reader.xmp_metadata
            found += sightings(
                place, str(dict(reader.metadata or {})) + (str(packet.stream.get_data()) if packet else "")
            )
    assert (found + sightings("log", caplog.text), shown > 10, papers > 6) == ([], True, True)


def test_no_error_page_repeats_it(
    planted: Planted, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.sign_in(planted.world.nurse)

    def fail(case_id: UUID) -> str:
        raise RuntimeError(f"{LISTED} of {planted.listed.diagnosis} {case_id}")

    def fail_in_sql(case_id: UUID) -> str:
        with unit_of_work():
            db.session.add(type(planted.listed)(number=planted.listed.number, question=NARROW))
        return str(case_id)

    answers = [
        client.post(f"/cases/{planted.listed.id}/withdraw", data={"withdraw-reason": f"{LISTED}\0"}),
        client.post(f"/cases/{UUID(int=0)}/withdraw", data={"withdraw-reason": LISTED}),
        client.post(f"/cases/{planted.listed.id}", data={"question": LISTED}),
        client.sign_in(planted.world.stranger).post(f"/cases/{planted.listed.id}/edit", data={"question": LISTED}),
        client.post("/cases/new", data={"name": LISTED}, headers={"X-CSRFToken": "forged"}),
    ]
    client.sign_in(planted.world.nurse)
    for broken in (fail, fail_in_sql):
        monkeypatch.setitem(client.application.view_functions, "cases.show", broken)
        answers.append(client.get(f"/cases/{planted.listed.id}"))
    assert [answer.status_code for answer in answers] == [400, 404, 405, 404, 400, 500, 409]
    found = [hit for answer in answers for hit in sightings(str(answer.status_code), answer.text + str(answer.headers))]
    assert found + sightings("log", caplog.text) == []


def test_no_command_prints_it_and_no_copy_is_named_by_it(
    planted: Planted, run: Callable[..., Result], tmp_path: Path
) -> None:
    assert set(COMMANDS) == PRINTING.keys() | APART
    folder = tmp_path / "copies"
    for name, arguments_of in PRINTING.items():
        more = ("--directory", str(folder)) if name == "meetings" else ()
        answer = run(name, *arguments_of, *more)
        assert sightings(name, answer.output + str(answer.exception)) == []
    assert planted.listed.diagnosis.startswith(LISTED)
    assert [hit for path in folder.rglob("*") for hit in sightings("copy", path.name)] == []
