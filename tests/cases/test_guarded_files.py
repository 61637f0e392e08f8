"""The guard on attached files: shown to the care team, kept from everybody else until confirmed, never recorded."""

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from benchmarks.planted_files import pdf
from eboard.audit.models import AuditEntry
from eboard.cases.actions.attachments import attach_file, confirm_no_identity, remove_attachment, take_note
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind, CaseState, Guarded, Harmless, Trace, Unread
from eboard.cases.files import storage
from eboard.cases.files.reading.pieces import Reading
from eboard.cases.identity import Identity
from eboard.cases.jobs import read_files
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import folder
from eboard.cases.queries.guarding import Look, look_at, reading_of
from eboard.cases.queries.identities import row_of
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.people.models import OrganizationKey
from tests.cases.nominating import actor_of
from tests.cases.test_file_contents import FILES
from tests.client import Client
from tests.conftest import NOW
from tests.live.scenes import lay
from tests.world import World, make_case

NAME = "Zelda Quist"
TEXT = "Adenocarcinoma. Talked with Quist, Zelda; copy to Dr. Berg, fax 312-555-0199."
ANSWERS = {"is_confirmed": "y", "patient_name": "needed", "telephone": "staff"}


def a_case(world: World, name: str = NAME, **values: Any) -> Case:
    with unit_of_work():
        case = make_case(world.north, world.board, **values)
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name=name, record_number="QX-4711"))
    return case


def a_file(world: World, case: Case, content: bytes | None = None) -> Attachment:
    with unit_of_work():
        return attach_file(
            actor=actor_of(world.nurse), case=case, content=content or pdf(TEXT), name="Quist report.pdf"
        )


def an_old_file(world: World, case: Case, *, is_confirmed: bool = True) -> Attachment:
    """A file as it was stored before the guard read any."""
    file = a_file(world, case)
    with unit_of_work():
        file.guard, file.guarded_at, file.found, file.lacking = Guarded.UNREAD, None, {}, []
        if is_confirmed:
            file.no_identity_at, file.no_identity_by_id = time.now(), world.nurse.id
    return file


def look_of(world: World, file: Attachment) -> Look:
    with unit_of_work():
        return look_at(actor_of(world.nurse), file.case, reading_of(file))


def page_of(client: Client, file: Attachment) -> Any:
    return client.get(f"/attachments/{file.id}/no-identity")


def test_what_was_found_is_shown_after_the_upload_with_its_place(client: Client, world: World) -> None:
    case = a_case(world)
    client.sign_in(world.nurse)
    answer = client.post(f"/cases/{case.id}/attachments/new", data={"file": (io.BytesIO(pdf(TEXT)), "Quist.pdf")})
    [file] = db.session.scalars(select(Attachment))
    assert (answer.status_code, answer.location) == (303, f"/attachments/{file.id}/no-identity")
    page = page_of(client, file).text
    for words in ("Looks like the patient&#39;s name", "Talked with <mark>Quist, Zelda</mark>; copy", "page 1"):
        assert words in page
    assert ("Looks like a telephone number" in page, "<mark>312-555-0199</mark>" in page) == (True, True)


def test_it_is_confirmed_once_every_kind_has_a_reason_and_somebody_looked(client: Client, world: World) -> None:
    case = a_case(world)
    file = a_file(world, case)
    client.sign_in(world.nurse)
    url = f"/attachments/{file.id}/no-identity"
    tries = [
        client.post(url, data={}),
        client.post(url, data={"is_confirmed": "y"}),
        client.post(url, data={**ANSWERS, "telephone": "forged"}),
        client.post(url, data={**ANSWERS, "telephone": ""}),
        client.post(url, data={"patient_name": "needed", "telephone": "staff"}),
    ]
    assert [answer.status_code for answer in tries] == [422] * 5
    assert tries[1].text.count('class="error"') == 2
    assert "Say why it does no harm, or replace the file." in tries[1].text
    assert "Look through the file first" in tries[4].text
    assert tries[4].text.count(" checked") == 2  # what was chosen is not lost
    assert (file.no_identity_at, client.post(url, data=ANSWERS).status_code) == (None, 303)
    assert (file.no_identity_at, file.no_identity_by_id) == (NOW, world.nurse.id)


def test_the_audit_has_kinds_and_reasons_and_nothing_has_the_words(client: Client, world: World) -> None:
    file = a_file(world, a_case(world))
    client.sign_in(world.nurse)
    page_of(client, file)
    client.post(f"/attachments/{file.id}/no-identity", data=ANSWERS)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    said = {entry.event: entry.details for entry in entries if entry.subject_id == file.id}
    assert said["attachment.added"] == {
        "kind": "pdf", "guard": "found", "found": ["patient_name: 1", "telephone: 1"], "lacking": [],
    }  # fmt: skip
    assert said["attachment.confirmed"] == {
        "kind": "pdf", "guard": "found", "reasons": ["patient_name: needed", "telephone: staff"],
    }  # fmt: skip
    looks = [entry.details for entry in entries if entry.event == "access.read"]
    assert sum(details.get("purpose") == "privacy_guard" for details in looks) >= 2
    everything = " ".join(f"{entry.event} {entry.details}" for entry in entries)
    stored = " ".join(str(row) for row in db.session.execute(select(Attachment.__table__)).all())
    for word in ("Quist", "Zelda", "555-0199"):
        assert (word in everything, word in stored) == (False, False)


@pytest.mark.parametrize("kind", [AttachmentKind.PNG, AttachmentKind.DICOM])
def test_what_cannot_be_read_says_so_and_waits_for_the_same_confirmation(
    client: Client, world: World, kind: AttachmentKind
) -> None:
    content = FILES[kind] if kind is AttachmentKind.PNG else b""
    file = a_file(world, a_case(world), content or FILES[AttachmentKind.DICOM])
    client.sign_in(world.nurse)
    page = page_of(client, file).text
    if kind is AttachmentKind.PNG:
        assert file.guard is Guarded.UNREADABLE
        assert ("could not be read by the guard" in page, "Look through it yourself." in page) == (True, True)
    else:
        assert file.guard is Guarded.CLEAN
    assert client.post(f"/attachments/{file.id}/no-identity", data={}).status_code == 422
    assert client.post(f"/attachments/{file.id}/no-identity", data={"is_confirmed": "y"}).status_code == 303


def test_no_door_shows_it_before_it_is_confirmed_and_each_does_after(client: Client, world: World) -> None:
    """The page, the file, the live room, preparing, the packet as page and as PDF, and a case taken on."""
    table = lay(world)
    case = table.case
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name=NAME))
    file = a_file(world, case)
    panelist = client.application.test_client().sign_in(world.radiologist)
    places = {
        "page": f"/cases/{case.id}",
        "live": table.url,
        "preparing": "/prepare/",
        "packet": f"/meetings/{table.meeting.id}/packet",
    }

    def shown() -> dict[str, bool]:
        return {name: f"/attachments/{file.id}" in panelist.get(url).text for name, url in places.items()}

    def opened() -> tuple[int, int]:
        return panelist.get(f"/attachments/{file.id}").status_code, page_of(panelist, file).status_code

    assert (shown(), opened()) == (dict.fromkeys(places, False), (404, 404))
    with unit_of_work():
        confirm_no_identity(
            actor=actor_of(world.nurse),
            attachment=file,
            look=look_of(world, file),
            reasons={Trace.PATIENT_NAME: Harmless.NEEDED, Trace.TELEPHONE: Harmless.STAFF},
        )
    assert opened() == (200, 403)
    assert shown() == {"page": True, "live": True, "preparing": True, "packet": False}  # a packet holds no files
    packet = panelist.get(f"/meetings/{table.meeting.id}/packet.pdf").data
    assert "Quist" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(packet)).pages)


def test_a_case_is_not_ready_while_a_file_waits_but_may_be_saved(client: Client, world: World) -> None:
    case = a_case(world)
    file = a_file(world, case)
    assert "files" in case.missing
    client.sign_in(world.nurse)
    assert "Look through the attached files" in client.get(f"/cases/{case.id}").text
    assert client.post(f"/attachments/{file.id}/no-identity", data=ANSWERS).status_code == 303
    assert "files" not in case.missing
    other = a_file(world, case)
    assert "files" in case.missing
    with unit_of_work():
        remove_attachment(actor=actor_of(world.nurse), attachment=other)
    assert "files" not in case.missing


def test_it_is_replaced_in_one_step(client: Client, world: World) -> None:
    case = a_case(world)
    file = a_file(world, case)
    answer = client.sign_in(world.nurse).post(f"/attachments/{file.id}/remove", data={"replace": "1"})
    assert (answer.location, file.removed_at, page_of(client, file).status_code) == (
        f"/cases/{case.id}/attachments/new", NOW, 410,
    )  # fmt: skip


def test_files_of_before_are_read_and_listed_but_stay_where_they_are(client: Client, world: World) -> None:
    case = a_case(world)
    confirmed, waiting = an_old_file(world, case), an_old_file(world, case, is_confirmed=False)
    gone = an_old_file(world, case)
    with unit_of_work():
        remove_attachment(actor=actor_of(world.nurse), attachment=gone)
    board = client.application.test_client().sign_in(world.coordinator)
    with time.at(NOW + timedelta(minutes=1)):
        assert (read_files(), read_files()) == (2, 0)
    assert [file.guard for file in (confirmed, waiting, gone)] == [Guarded.FOUND, Guarded.FOUND, Guarded.UNREAD]
    assert board.get(f"/attachments/{confirmed.id}").status_code == 200
    nurse = client.sign_in(world.nurse)
    assert "2 files to look through" in nurse.get("/cases/").text
    listed = nurse.get("/attachments").text
    assert (listed.count("/no-identity"), listed.count("the board sees it")) == (2, 1)
    with time.at(NOW + timedelta(minutes=2)):
        assert nurse.post(f"/attachments/{confirmed.id}/no-identity", data=ANSWERS).status_code == 303
    assert nurse.get("/attachments").text.count("/no-identity") == 1
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == confirmed.id)).all()
    assert events.count("attachment.read_by_guard") == 1


def test_another_organization_and_the_board_get_an_empty_list(client: Client, world: World) -> None:
    a_file(world, a_case(world))
    for person in (world.stranger, world.coordinator, world.chair):
        page = client.sign_in(person).get("/attachments")
        assert (page.status_code, page.text.count("/no-identity")) == (200, 0)


def test_three_files_cost_as_many_queries_as_one(
    client: Client, world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    a_file(world, a_case(world))
    client.sign_in(world.nurse).get("/attachments")
    one = count_queries(lambda: client.get("/attachments"))
    for _number in range(2):
        a_file(world, a_case(world, state=CaseState.DRAFT))
    assert count_queries(lambda: client.get("/attachments")) == one


def test_files_are_compared_again_once_the_patient_is_known(client: Client, world: World) -> None:
    case = a_case(world, name="Somebody Else")
    file = a_file(world, case, pdf("Talked with Quist."))
    assert (file.guard, file.found) == (Guarded.CLEAN, {})
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name=NAME))
    assert file.guard is Guarded.UNREAD
    look = look_of(world, file)
    with pytest.raises(DomainError) as caught, unit_of_work():
        confirm_no_identity(actor=actor_of(world.nurse), attachment=file, look=look)
    assert caught.value.field == "patient_name"
    assert read_files() == 1
    assert (file.guard, file.found) == (Guarded.FOUND, {"patient_name": 1})


def test_a_file_that_does_not_open_says_so_and_stops_no_other(client: Client, world: World) -> None:
    case = a_case(world)
    lost, fine = an_old_file(world, case), an_old_file(world, case)
    storage.delete(row_id=lost.id, folder=folder())
    assert read_files() == 2
    assert (lost.guard, lost.lacking, fine.guard) == (Guarded.UNREADABLE, [Unread.GONE], Guarded.FOUND)


def test_a_shredded_identity_is_compared_with_nothing(ctx: object, world: World) -> None:
    case = a_case(world)
    file = an_old_file(world, case)
    with unit_of_work():
        for key in db.session.scalars(select(OrganizationKey)):
            key.sealed_key, key.destroyed_at = None, NOW
    assert read_files() == 1
    assert (file.guard, file.lacking) == (Guarded.UNREADABLE, [Unread.GONE])


def test_what_somebody_read_meanwhile_is_not_read_again(ctx: object, world: World) -> None:
    file = a_file(world, a_case(world))
    with unit_of_work():
        take_note(file.id, Reading([], []))
    assert file.guard is Guarded.FOUND


def test_an_identity_that_does_not_open_is_said_and_stops_no_other_file(ctx: object, world: World) -> None:
    broken, fine = an_old_file(world, a_case(world)), an_old_file(world, a_case(world))
    row = row_of(broken.case_id)
    assert row is not None
    with unit_of_work():
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    assert (read_files(), read_files()) == (2, 0)
    assert [(file.found, file.lacking) for file in (broken, fine)] == [
        ({"telephone": 1}, [Unread.SEALED]),
        ({"patient_name": 1, "telephone": 1}, []),
    ]


def test_no_transaction_is_open_while_the_job_has_a_file_read(
    ctx: object, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = an_old_file(world, a_case(world))
    is_open: list[bool] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            is_open.append(db.session.registry.has() and db.session().in_transaction())
            super().__init__(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert (read_files(), file.guard, is_open) == (1, Guarded.FOUND, [False])
