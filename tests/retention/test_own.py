"""One's own data: complete, one's own alone, and without anything of a patient or any secret."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.numbers import take_number
from eboard.cases.identity import Identity
from eboard.cases.models import PreparationNote
from eboard.cme.jobs import count_credit
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.invitations.models import Invitation
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Delegation
from eboard.retention.own import PARTS
from tests.cases.nominating import actor_of
from tests.client import Client
from tests.cme.learning import LATER, hold, make_course
from tests.conftest import NOW
from tests.retention.test_running import a_mail, an_absence, an_hour
from tests.world import World, make_case, make_meeting

PLACE = "/account/data.zip"


def fetched(client: Client) -> dict[str, Any]:
    answer = client.get(PLACE)
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.namelist() == ["my-data.json"]
        found: dict[str, Any] = json.loads(packed.read("my-data.json"))
    return found


def fill(world: World) -> None:
    nurse = world.nurse
    with unit_of_work():
        case = make_case(world.north, world.board, nominated_by_id=nurse.id, question="Marker question")
        seal_identity(actor=actor_of(nurse), case=case, identity=Identity(name="Ada Marker", record_number="4711"))
        meeting = make_meeting(world.board)
        a_mail(world)
        a_mail(world, key="case", subject=f"Case {take_number()}: a patient waits")
        an_hour(world)
        an_absence(world)
        invitation = Invitation(meeting_id=meeting.id, person_id=nurse.id, tag="tag-secret", comment="Marker comment")
        feed = Subscription(person_id=nurse.id, kind=FeedKind.PERSON, target_id=nurse.id, name="Mine")
        feed.token_hash = b"token-secret"
        secret = Credential(person_id=nurse.id, kind=CredentialKind.PASSWORD, secret="hash-secret")
        acts = Delegation(principal_id=nurse.id, delegate_id=world.physician.id, starts_on=NOW.date())
        note = PreparationNote(case_id=case.id, person_id=nurse.id, text="Marker note")
        db.session.add_all([invitation, feed, secret, acts, note])


def test_everything_of_ones_own_and_nothing_of_a_patient(world: World, client: Client) -> None:
    fill(world)
    found = fetched(client.sign_in(world.nurse))
    text = json.dumps(found)
    assert [word for word in ("Marker", "4711", "secret", "EB-") if word in text] == []
    assert (found["profile"]["email"], found["profile"]["specialties"]) == ("nora.nurse@example.org", [])
    assert found["affiliations"] == [
        {"organization": "North Hospital", "role": "care_team", "starts_on": "2020-01-01", "ends_on": None,
         "approved_at": "2026-03-02T15:00:00+00:00"}
    ]  # fmt: skip
    assert [found[part][0]["person"] for part in ("acted_for_by",)] == ["pablo.physician@example.org"]
    assert found["calendar_addresses"][0]["name"] == "Mine"
    assert [mail["subject"] for mail in found["mail"]] == ["s", "Case …: a patient waits"]
    assert (found["sign_ins"][0]["address"], found["sign_ins"][0]["proofs"]) == ("127.0.0.1", [])
    assert found["published_calendars"][0]["host"] == "example.org"
    assert (found["absences"][0]["starts_on"], found["invitations"][0]["board"]) == ("2026-03-02", "GI eBoard")
    assert found["credentials"][0]["kind"] == "password"
    assert set(found) == {"made_at", "profile", *PARTS}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.exported")).one()
    assert (entry.actor_id, entry.subject_id) == (world.nurse.id, world.nurse.id)


def test_attendance_and_credit(world: World, client: Client) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    found = fetched(client.sign_in(world.chair))
    assert (len(found["attendance"]), found["credit"][0]["credits"]) == (1, 100)
    assert found["boards"][0]["role"] == "chair"


def test_another_persons_file_holds_none_of_it(world: World, client: Client) -> None:
    fill(world)
    found = fetched(client.sign_in(world.stranger))
    assert {name: len(found[name]) for name in PARTS if found[name]} == {"affiliations": 1, "sign_ins": 1}
    assert world.nurse.email not in json.dumps(found)


def test_it_asks_for_a_fresh_proof_and_for_the_person(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    assert PLACE in client.get("/account/data").text
    with time.at(NOW + timedelta(minutes=5, seconds=1)):
        answer = client.get(PLACE)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/confirm")
    client.sign_in(world.physician, on_behalf_of=world.nurse)
    assert [client.get(place).status_code for place in ("/account/data", PLACE)] == [403, 403]
