"""What preparation keeps from those who may not know it, and from those who take no part."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from sqlalchemy import delete, select

from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.cases.models import Recusal
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.meetings.agenda import shown
from eboard.preparation.jobs import close_lists
from eboard.preparation.jobs.copying import renew_copies
from tests.client import Client
from tests.preparation.scenes import RADIOLOGY, by, make_scene, named, need, restrict, seat
from tests.preparation.test_lists import path, post_note
from tests.world import World


def test_a_list_does_not_tell_whom_a_restricted_case_names(world: World, client: Client) -> None:
    meeting = make_scene(world)
    [item] = shown(meeting)
    second = seat(world, "Remo Second", RADIOLOGY)
    restrict(item.case, second)
    client.sign_in(world.coordinator).post(f"/meetings/{meeting.id}/preparation")
    assert named(meeting, RADIOLOGY) == {1: second}
    page = client.sign_in(world.radiologist).get(path(meeting)).text
    assert ("A restricted case" in page, "Remo Second" in page) == (True, False)
    client.sign_in(world.coordinator)
    for person in (world.radiologist, second):
        sent = client.post(f"{path(meeting)}/items/{item.id}/preparer", data={"person_id": str(person.id)})
        assert sent.status_code == 404


def test_whoever_is_recused_writes_no_note(world: World, client: Client) -> None:
    meeting = make_scene(world)
    with unit_of_work():
        db.session.add(Recusal(case_id=shown(meeting)[0].case_id, person_id=world.radiologist.id))
    status, page = post_note(client.sign_in(world.radiologist), meeting, "Measured again.")
    assert (status, "You take no part in the decision on this case." in page) == (422, True)


def test_a_copy_of_a_board_without_a_coordinator_calls_no_case_restricted(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world, 2)
    with unit_of_work():
        db.session.execute(delete(BoardMembership).where(BoardMembership.role == BoardRole.COORDINATOR))
    with time.at(meeting.starts_at - timedelta(days=1)):
        renew_copies(actor=by(world.network_admin), folder=tmp_path, hours=48)
    [copy] = tmp_path.glob("*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(copy.read_bytes())).pages)
    assert ("Case 1" in text, "restricted" in text, "Marker question" in text) == (True, False, False)


def test_what_restricted_cases_lack_is_not_mailed_to_coordinators(world: World) -> None:
    meeting = make_scene(world)
    [item] = shown(meeting)
    restrict(item.case, world.radiologist, world.pathologist)
    need(item.case, "CT", MaterialKind.IMAGING, MaterialState.REQUESTED)
    with time.at(meeting.starts_at - timedelta(hours=meeting.board.cutoff_hours - 1)):
        close_lists()
    keys = db.session.scalars(select(OutboxMessage.dedupe_key).where(OutboxMessage.person_id == world.coordinator.id))
    assert [key for key in keys if "missing" in key] == []
    assert db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == world.radiologist.id)).all()
