"""Letters: who reads what, what is recorded, and where the patient's name is shown."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.identity import Identity
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.recommendations.actions import acknowledge_letter, mark_entered_in_error
from eboard.recommendations.models import Reading
from eboard.recommendations.snapshot import canonical
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by, make_letter, make_scene, record, sign, text_of
from tests.world import World

MARKER = Identity(name="Zebulon Marker-Patient", record_number="MRN-4711-X")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nurse", 200),
        ("physician", 200),
        ("coordinator", 200),
        ("chair", 200),
        ("radiologist", 200),
        ("north_admin", 403),
        ("stranger", 404),
        ("observer", 404),
        ("network_admin", 404),
        ("auditor", 404),
    ],
)
def test_who_may_read_a_letter(world: World, client: Client, who: str, status: int) -> None:
    _scene, version = make_letter(world)
    client.sign_in(getattr(world, who))
    assert client.get(f"/letters/{version.id}").status_code == status
    read = db.session.scalars(select(Reading.person_id)).all()
    assert read == ([getattr(world, who).id] if status == 200 else [])


def test_the_panel_reads_while_its_access_lasts(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    with time.at(scene.meeting.panel_access_until + timedelta(seconds=1)):
        assert client.sign_in(world.radiologist).get(f"/letters/{version.id}").status_code == 403
        assert client.sign_in(world.nurse).get(f"/letters/{version.id}").status_code == 200


def test_the_first_reading_counts_and_every_look_is_audited(world: World, client: Client) -> None:
    _scene, version = make_letter(world)
    client.sign_in(world.nurse)
    client.get(f"/letters/{version.id}")
    with time.at(NOW + timedelta(minutes=1)):
        client.get(f"/letters/{version.id}")
    reading = db.session.scalars(select(Reading)).one()
    assert (reading.read_at, reading.acknowledged_at) == (NOW, None)
    events = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.subject_id == version.id).order_by(AuditEntry.seq)
    ).all()
    assert list(events) == ["outcome.signed", "access.read", "letter.read", "access.read"]


def test_acknowledging_is_kept_once_and_shown(world: World, client: Client) -> None:
    _scene, version = make_letter(world)
    client.sign_in(world.physician)
    for minutes in (1, 2):
        with time.at(NOW + timedelta(minutes=minutes)):
            response = client.post(f"/letters/{version.id}/acknowledge")
            assert (response.status_code, response.location) == (303, f"/letters/{version.id}")
    reading = db.session.scalars(select(Reading)).one()
    assert reading.acknowledged_at == NOW + timedelta(minutes=1)
    assert "Acknowledged by Pablo Physician" in client.get(f"/letters/{version.id}").text
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "letter.acknowledged")).all()
    assert len(events) == 1


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("radiologist", 403), ("stranger", 404)])
def test_only_the_care_team_acknowledges(world: World, client: Client, who: str, status: int) -> None:
    _scene, version = make_letter(world)
    client.sign_in(getattr(world, who))
    assert client.post(f"/letters/{version.id}/acknowledge").status_code == status
    assert db.session.scalars(select(Reading)).all() == []


def test_a_version_set_aside_is_not_acknowledged(world: World) -> None:
    _scene, version = make_letter(world)
    with unit_of_work():
        mark_entered_in_error(actor=by(world.chair), version=version, reason="Wrong case")
    with pytest.raises(DomainError, match="no longer counts"), unit_of_work():
        acknowledge_letter(actor=by(world.nurse), version=version)


def test_an_old_version_leads_to_the_new_one(world: World, client: Client) -> None:
    scene, first = make_letter(world)
    with unit_of_work():
        mark_entered_in_error(actor=by(world.chair), version=first, reason="Wrong case")
    record(scene)
    page = client.sign_in(world.nurse).get(f"/letters/{first.id}").text
    assert "A newer version says that this letter must not be used." in page
    third = sign(scene)
    page = client.get(f"/letters/{first.id}").text
    assert "A newer version replaces this letter." in page
    assert f'<a href="/letters/{third.id}">Read version 3</a>' in page


def test_the_patient_is_named_to_the_nominating_side_alone(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A patient with a name that occurs nowhere else, through the whole way."""
    caplog.set_level(logging.DEBUG)
    scene = make_scene(world)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
    record(scene)
    version = sign(scene)
    client.sign_in(world.nurse)
    named = client.post(f"/letters/{version.id}/identity")
    assert named.status_code == 200
    assert (MARKER.name in named.text, MARKER.record_number in named.text) == (True, True)
    shown = [client.get(f"/letters/{version.id}").text]
    for who in (world.chair, world.coordinator, world.radiologist, world.stranger):
        client.sign_in(who)
        shown += [client.get(f"/letters/{version.id}").text, client.post(f"/letters/{version.id}/identity").text]
        shown += [client.get("/outcomes").text, client.get("/outcomes/unread").text, client.get("/letters/").text]
    shown += [text_of(mail) for mail in db.session.scalars(select(OutboxMessage))]
    shown += [str(entry.details) for entry in db.session.scalars(select(AuditEntry))]
    shown += [canonical(version.content).decode(), caplog.text]
    for secret in ("Zebulon", "Marker-Patient", "4711"):
        assert [text for text in shown if secret in text] == []


@pytest.mark.parametrize(
    ("who", "status"), [("chair", 403), ("coordinator", 403), ("radiologist", 403), ("stranger", 404)]
)
def test_nobody_else_opens_the_identity(world: World, client: Client, who: str, status: int) -> None:
    scene, version = make_letter(world)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
    client.sign_in(getattr(world, who))
    assert client.post(f"/letters/{version.id}/identity").status_code == status


def test_opening_the_identity_is_audited(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    client.sign_in(world.nurse)
    assert client.post(f"/letters/{version.id}/identity").status_code == 404
    with unit_of_work():
        row = seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
    assert row is not None
    client.post(f"/letters/{version.id}/identity")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == row.id, AuditEntry.event == "access.read")
    ).one()
    assert (entry.actor_id, entry.details) == (
        world.nurse.id,
        {"permission": "identity.read", "seen": [str(row.case_id)]},
    )


def test_the_case_page_shows_its_letters_to_those_who_may_read_them(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    client.sign_in(world.nurse)
    page = client.get(f"/cases/{scene.case.id}").text
    assert f'href="/letters/{version.id}"' in page
    assert "Resect the sigmoid colon." in page
    waiting = make_scene(world)
    assert "/letters/0" not in client.get(f"/cases/{waiting.case.id}").text
