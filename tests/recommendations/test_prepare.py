"""Preparing: the cases of my coming meetings, the files I may see, and notes that nobody else reads."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import AttachmentKind, CaseState, MaterialKind, MaterialState
from eboard.cases.models import Attachment, Material, PreparationNote
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import StaleError
from eboard.meetings.enums import MeetingState
from eboard.recommendations.actions import save_note
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import Scene, by, make_scene
from tests.world import World, make_case, make_item, make_meeting, save


@pytest.fixture
def scene(world: World) -> Scene:
    made = make_scene(world)
    made.meeting.state = MeetingState.PUBLISHED
    save(made.meeting)
    return made


def post_note(client: Client, scene: Scene, text: str, version: int = 0, extra: str = "") -> tuple[int, str]:
    response = client.post(f"/prepare/{scene.case.id}/note{extra}", data={"text": text, "version": version})
    return response.status_code, response.text


def test_the_page_shows_cases_materials_and_files_i_may_see(world: World, client: Client, scene: Scene) -> None:
    with unit_of_work():
        material = Material(kind=MaterialKind.IMAGING, what="MRI pelvis", state=MaterialState.RECEIVED)
        material.case_id = scene.case.id
        files = [attach(scene), attach(scene)]
        files[0].no_identity_at = NOW
        db.session.add_all([material, *files])
    page = client.sign_in(world.radiologist).get("/prepare/").text
    assert (scene.case.number in page, "MRI pelvis" in page) == (True, True)
    assert (f"/attachments/{files[0].id}" in page, f"/attachments/{files[1].id}" in page) == (True, False)


def attach(scene: Scene) -> Attachment:
    return Attachment(case_id=scene.case.id, kind=AttachmentKind.PDF, size=1, sha256=b"1", sealed_name=b"1")


def test_only_coming_published_meetings_count(world: World, client: Client, scene: Scene) -> None:
    with unit_of_work():
        numbers = {}
        for name, values in {
            "planned": {"state": MeetingState.PLANNED, "published_at": None},
            "cancelled": {"state": MeetingState.CANCELLED},
            "far": {"day": date(2026, 4, 20)},
            "past": {"day": date(2026, 2, 23)},
        }.items():
            case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
            make_item(make_meeting(world.board, **values), case)
            numbers[name] = case.number
    page = client.sign_in(world.radiologist).get("/prepare/").text
    assert [name for name, number in numbers.items() if number in page] == []
    assert scene.case.number in page


def test_the_look_is_recorded_with_the_cases(world: World, client: Client, scene: Scene) -> None:
    client.sign_in(world.pathologist).get("/prepare/")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    assert (entry.chain_id, entry.details["ids"]) == (world.north.id, [str(scene.case.id)])


def test_a_note_is_saved_changed_and_private(world: World, client: Client, scene: Scene) -> None:
    client.sign_in(world.radiologist)
    assert post_note(client, scene, "Look at segment IVb")[0] == 303
    assert post_note(client, scene, "Look at segment V", 1, "/autosave") == (200, '{"fields":{"version":"2"}}\n')
    note = db.session.scalars(select(PreparationNote)).one()
    assert (note.text, note.person_id) == ("Look at segment V", world.radiologist.id)
    assert "Look at segment V" in client.get("/prepare/").text
    for other in (world.pathologist, world.chair, world.coordinator):
        assert "segment" not in client.sign_in(other).get("/prepare/").text
    assert "segment" not in client.sign_in(world.chair, on_behalf_of=world.radiologist).get("/prepare/").text


def test_two_windows_do_not_overwrite_each_other(world: World, client: Client, scene: Scene) -> None:
    client.sign_in(world.radiologist)
    post_note(client, scene, "First window")
    status, page = post_note(client, scene, "Second window")
    assert status == 409
    assert ("First window" in page, "Second window" in page) == (True, True)
    assert post_note(client, scene, "Second window", 0, "/autosave")[0] == 409
    assert db.session.scalars(select(PreparationNote.text)).all() == ["First window"]


def test_the_same_note_again_changes_nothing_and_a_long_one_is_refused(
    world: World, client: Client, scene: Scene
) -> None:
    client.sign_in(world.radiologist)
    post_note(client, scene, "Short")
    assert post_note(client, scene, "Short", 1)[0] == 303
    assert db.session.scalars(select(PreparationNote.row_version)).all() == [1]
    assert post_note(client, scene, "x" * 10_001, 1)[0] == 422
    assert post_note(client, scene, "x" * 10_001, 1, "/autosave")[0] == 422


def test_a_note_is_audited_without_its_text(world: World, scene: Scene) -> None:
    with unit_of_work():
        note = save_note(actor=by(world.radiologist), case=scene.case, version=0, text="Secret thought")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "note.saved")).one()
    assert (entry.subject_id, entry.chain_id, entry.details) == (note.id, world.north.id, {})
    with pytest.raises(StaleError), unit_of_work():
        save_note(actor=by(world.radiologist), case=scene.case, version=9, text="Other")


@pytest.mark.parametrize(("who", "status"), [("nurse", 403), ("stranger", 404), ("observer", 404)])
def test_others_take_no_notes(world: World, client: Client, scene: Scene, who: str, status: int) -> None:
    client.sign_in(getattr(world, who))
    assert post_note(client, scene, "Mine")[0] == status


def test_after_the_meeting_nothing_is_left_to_prepare(world: World, client: Client, scene: Scene) -> None:
    with time.at(scene.meeting.ends_at + timedelta(seconds=1)):
        assert "Nothing to prepare" in client.sign_in(world.radiologist).get("/prepare/").text
