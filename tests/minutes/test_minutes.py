"""Minutes: what they say, who reads them, and that what was kept stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.recusals import recuse
from eboard.cases.identity import Identity
from eboard.cases.models import CaseNamedPerson
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.typesetting import MissingGlyphError
from eboard.meetings.enums import ItemState, MeetingState, Presence
from eboard.meetings.models import Attendance
from eboard.minutes import views
from eboard.minutes.actions import keep_minutes
from eboard.minutes.models import Minutes
from eboard.minutes.wording import as_plain, minutes_of, read_back
from eboard.recommendations.actions import mark_entered_in_error
from eboard.recommendations.draft import Disagreement
from tests.client import Client
from tests.recommendations.outcomes import Scene, by, make_scene, record, sign
from tests.world import World, add, make_case, make_item, save

MARKER = Identity(name="Zebulon Marker-Patient", record_number="MRN-4711-X")
START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)  # 14:00 in Chicago


def attend(scene: Scene, name: str, minutes: int = 60) -> None:
    person = getattr(scene.world, name)
    with unit_of_work():
        add(
            Attendance(
                meeting_id=scene.meeting.id,
                person_id=person.id,
                person=person,
                presence=Presence.VIDEO,
                from_at=START,
                to_at=START + timedelta(minutes=minutes),
            )
        )
    db.session.expire_all()


def held(world: World) -> Scene:
    """A concluded meeting with a signed case and one that was not discussed."""
    pack = world.board.rule_pack.versions[0]
    pack.rules = {"required": {"surgery": 1, "pathology": 1}}
    save(pack)
    scene = make_scene(world, presenter_id=world.physician.id)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
        scene.item.presenter_id = world.physician.id
        recuse(actor=by(world.pathologist), case=scene.case, person=world.pathologist, reason="A relative")
        other = make_case(world.south, world.board)
        make_item(scene.meeting, other, 2, state=ItemState.NOT_DISCUSSED)
    attend(scene, "chair")
    attend(scene, "radiologist", 25)
    record(scene, dissents=(Disagreement(person_id=world.radiologist.id, opinion="Would wait."),))
    conclude(scene)
    return scene


def conclude(scene: Scene) -> None:
    with unit_of_work():
        scene.meeting.state = MeetingState.CONCLUDED
        scene.meeting.live_at = scene.meeting.starts_at
        scene.meeting.concluded_at = scene.meeting.starts_at + timedelta(minutes=25)
    db.session.expire_all()


def keep(scene: Scene, reason: str = "") -> Minutes:
    with unit_of_work():
        return keep_minutes(actor=by(scene.world.coordinator), meeting=scene.meeting, reason=reason)


def url(scene: Scene, tail: str = "") -> str:
    return f"/meetings/{scene.meeting.id}/minutes{tail}"


def test_they_say_who_was_there_and_what_came_of_each_case(world: World, client: Client) -> None:
    scene = held(world)
    said = [
        "Charles Chair",
        "HUB Hospital".title(),
        "By video, 14:00–14:25",
        "not met: Pathology (0 / 1)",
        f"Case {scene.case.number}",
        "presented by Pablo Physician",
        "not signed",
        "Resect the sigmoid colon.",
        "Would wait.",
        "Paul Pathologist",
        "Not discussed",
    ]
    client.sign_in(world.coordinator)
    page = client.get(url(scene)).text
    assert [one for one in said if one not in page] == []
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(client.get(url(scene, ".pdf")).data)).pages)
    flat = " ".join(text.split())
    assert [one for one in said if one not in flat] == []
    for secret in ("Zebulon", "4711", "A relative"):
        assert (secret in page, secret in text) == (False, False)


def test_after_the_signature_they_name_the_signer(world: World) -> None:
    scene = held(world)
    sign(scene)
    line = minutes_of(scene.meeting).lines[0]
    assert (line.signed, line.outcome.advice[0].kind) == ("Version 1, signed by Charles Chair", "Surgery")
    assert line.outcome.recused == ("Paul Pathologist",)
    with unit_of_work():
        mark_entered_in_error(actor=by(world.chair), version=scene.discussion.versions[0], reason="Wrong case")
    assert minutes_of(scene.meeting).lines[0].signed == "signed in error, and not signed again"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("chair", 200),
        ("deputy", 200),
        ("radiologist", 403),
        ("observer", 403),
        ("physician", 403),
        ("nurse", 404),
        ("stranger", 404),
        ("network_admin", 404),
        ("auditor", 404),
    ],
)
def test_only_the_staff_of_the_board_reads_and_keeps_them(world: World, client: Client, who: str, status: int) -> None:
    scene = held(world)
    client.sign_in(getattr(world, who))
    assert client.get(url(scene)).status_code == status
    assert client.get(url(scene, ".pdf")).status_code == status
    assert client.post(url(scene)).status_code == (303 if status == 200 else status)


def test_every_case_in_them_counts_as_opened(world: World, client: Client) -> None:
    scene = held(world)
    client.sign_in(world.chair).get(url(scene))
    read = select(AuditEntry.subject_id).where(
        AuditEntry.event == "access.read", AuditEntry.subject_kind == "case_", AuditEntry.actor_id == world.chair.id
    )
    assert set(db.session.scalars(read)) == {item.case_id for item in scene.meeting.items}


def test_a_restricted_case_is_a_line_without_a_name(world: World, client: Client) -> None:
    scene = held(world)
    keep(scene)
    scene.case.is_restricted = True
    save(scene.case)
    with unit_of_work():
        add(CaseNamedPerson(case_id=scene.case.id, person_id=world.chair.id))
    hidden = client.sign_in(world.coordinator).get(url(scene)).text
    assert ("A restricted case" in hidden, scene.case.number in hidden, "Resect" in hidden) == (True, False, False)
    raw = client.get(url(scene, ".pdf")).data
    assert "Resect" not in "".join(one.extract_text() for one in PdfReader(BytesIO(raw)).pages)
    assert "Resect" in client.sign_in(world.chair).get(url(scene)).text


def test_a_version_stays_and_a_correction_needs_its_reason(world: World, client: Client) -> None:
    scene = held(world)
    client.sign_in(world.coordinator)
    assert client.post(url(scene)).status_code == 303
    first = db.session.scalars(select(Minutes)).one()
    assert (first.number, first.reason, first.kept_by_id) == (1, "", world.coordinator.id)
    same = client.post(url(scene), data={"reason": "Again"})
    assert (same.status_code, "Nothing changed since version 1." in same.text) == (422, True)
    sign(scene)
    page = client.get(url(scene)).text
    assert ("Something changed since" in page, "not signed" in page) == (True, True)
    without = client.post(url(scene))
    assert (without.status_code, "Say why they are corrected" in without.text) == (422, True)
    assert client.post(url(scene), data={"reason": "x" * 1001}).status_code == 422
    assert client.post(url(scene), data={"reason": "The outcome was signed."}).status_code == 303
    newest, old = client.get(url(scene)).text, client.get(url(scene, "?version=1")).text
    assert ("The outcome was signed." in newest, "signed by Charles Chair" in newest) == (True, True)
    assert ("Something changed since" in newest, "not signed" in old) == (False, True)
    assert client.get(url(scene, "?version=3")).status_code == 404
    assert client.get(url(scene, ".pdf?version=1")).status_code == 200
    events = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "minutes.kept").order_by(AuditEntry.seq))
    assert [(entry.details["number"], entry.actor_id) for entry in events] == [
        (1, world.coordinator.id),
        (2, world.coordinator.id),
    ]


def test_what_was_kept_reads_back_as_it_was_and_never_changes(world: World) -> None:
    scene = held(world)
    row = keep(scene)
    assert read_back(row.content) == minutes_of(scene.meeting)
    assert as_plain(read_back(row.content)) == as_plain(minutes_of(scene.meeting))
    row.reason = "Something else"
    with pytest.raises(TypeError), unit_of_work():
        db.session.add(row)
    db.session.rollback()
    with pytest.raises(TypeError), unit_of_work():
        db.session.delete(row)


def test_they_are_kept_once_the_meeting_is_concluded(world: World, client: Client) -> None:
    scene = make_scene(world)
    with pytest.raises(DomainError):
        keep(scene)
    page = client.sign_in(world.chair).get(url(scene)).text
    assert ("Nobody was noted." in page, "Listed" in page, "Keep as version 1" in page) == (True, True, False)
    conclude(scene)
    keep(scene)
    attend(scene, "chair")
    with pytest.raises(DomainError, match="at most"):
        keep(scene, "x" * 1001)


@pytest.mark.parametrize("lack", ["IS_AVAILABLE", "pdf_of"])
def test_where_no_pdf_can_be_made_the_page_stands(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, lack: str
) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> bytes:
        raise MissingGlyphError

    scene = held(world)
    keep(scene)
    monkeypatch.setattr(views, lack, False if lack == "IS_AVAILABLE" else refuse)
    answered = client.sign_in(world.chair).get(url(scene, ".pdf"), follow_redirects=True)
    assert answered.status_code == 200
    assert ("PDF is not installed" in answered.text, "lack characters" in answered.text) == (
        lack == "IS_AVAILABLE",
        lack == "pdf_of",
    )


def test_a_fixed_number_of_queries(world: World, client: Client, count_queries: Callable[..., int]) -> None:
    scene = held(world)
    client.sign_in(world.chair).get(url(scene))
    before = count_queries(lambda: client.get(url(scene)))
    with unit_of_work():
        for number in (3, 4):
            make_item(scene.meeting, make_case(world.south, world.board), number, state=ItemState.DISCUSSED)
    attend(scene, "deputy")
    assert count_queries(lambda: client.get(url(scene))) == before
