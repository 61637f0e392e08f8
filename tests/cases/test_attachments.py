"""Files of a case: sealed on disk, shown to the board once confirmed, gone when removed."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.attachments import attach_file
from eboard.cases.enums import AttachmentKind, CaseState
from eboard.cases.files import storage
from eboard.cases.files.stripping import strip_metadata
from eboard.cases.jobs import purge_files
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import folder
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, TooLargeError
from tests.cases.nominating import actor_of
from tests.cases.test_file_contents import FILES
from tests.client import Client
from tests.world import World, make_case

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def a_case(world: World, **values: Any) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, **values)


def a_file(world: World, case: Case, kind: AttachmentKind = AttachmentKind.PDF) -> Attachment:
    with unit_of_work():
        return attach_file(actor=actor_of(world.nurse), case=case, content=FILES[kind], name="Marker scan.pdf")


def upload(client: Client, case: Case, content: bytes, name: str) -> Any:
    return client.post(f"/cases/{case.id}/attachments/new", data={"file": (io.BytesIO(content), name)})


def test_a_file_travels_in_its_own_request_and_comes_back_without_metadata(client: Client, world: World) -> None:
    case = a_case(world)
    client.sign_in(world.nurse)
    assert "up to 50 MB" in client.get(f"/cases/{case.id}/attachments/new").text
    assert upload(client, case, FILES[AttachmentKind.PDF], "Marker scan.pdf").status_code == 303
    row = db.session.scalars(select(Attachment)).one()
    assert "Marker scan.pdf" in client.get(f"/cases/{case.id}").text
    answer = client.get(f"/attachments/{row.id}")
    assert answer.data == strip_metadata(FILES[AttachmentKind.PDF], AttachmentKind.PDF)
    assert {
        name: answer.headers[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="{case.number}-{row.id.hex[-6:]}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_lies_on_the_disk_is_sealed(ctx: object, world: World) -> None:
    row = a_file(world, a_case(world))
    sealed = storage.path_of(folder(), row.id).read_bytes()
    assert b"%PDF" not in sealed
    assert b"Marker" not in row.sealed_name


@pytest.mark.parametrize("content", [SVG, b"", b"\x89PNG\r\n\x1a\n broken"])
def test_an_svg_posing_as_png_an_empty_and_a_damaged_file_are_refused(
    client: Client, world: World, content: bytes
) -> None:
    case = a_case(world)
    client.sign_in(world.nurse)
    answer = upload(client, case, content, "scan.png")
    assert answer.status_code == 422
    assert db.session.scalars(select(Attachment)).all() == []


def test_a_request_without_a_file_is_refused(client: Client, world: World) -> None:
    case = a_case(world)
    client.sign_in(world.nurse)
    assert client.post(f"/cases/{case.id}/attachments/new", data={}).status_code == 422


def test_a_file_over_the_limit_is_refused_with_the_limit(ctx: object, world: World) -> None:
    case = a_case(world)
    with pytest.raises(TooLargeError, match="50 MB"), unit_of_work():
        attach_file(actor=actor_of(world.nurse), case=case, content=bytes(50 * 1024 * 1024 + 1), name="x")


def test_a_request_over_the_limit_is_413(client: Client, world: World) -> None:
    case = a_case(world)
    client.sign_in(world.nurse)
    answer = client.post(
        f"/cases/{case.id}/attachments/new",
        environ_overrides={"CONTENT_LENGTH": str(53 * 1024 * 1024)},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "larger than the limit" in answer.text


def test_the_board_sees_a_file_once_somebody_confirmed_it(client: Client, world: World) -> None:
    case = a_case(world)
    row = a_file(world, case)
    board = client.application.test_client().sign_in(world.coordinator)
    nurse = client.sign_in(world.nurse)
    assert board.get(f"/attachments/{row.id}").status_code == 404
    assert board.post(f"/attachments/{row.id}/no-identity").status_code == 404
    assert nurse.post(f"/attachments/{row.id}/no-identity").status_code == 422
    assert nurse.post(f"/attachments/{row.id}/no-identity", data={"is_confirmed": "y"}).status_code == 303
    assert board.get(f"/attachments/{row.id}").status_code == 200
    page = board.get(f"/cases/{case.id}").text
    assert "PDF of" in page
    assert "Marker scan" not in page


def test_a_removed_file_is_gone_from_page_download_and_disk(client: Client, world: World) -> None:
    case = a_case(world)
    row = a_file(world, case)
    client.sign_in(world.nurse)
    assert client.post(f"/attachments/{row.id}/remove").status_code == 303
    assert "Marker scan.pdf" not in client.get(f"/cases/{case.id}").text
    assert client.get(f"/attachments/{row.id}").status_code == 410
    assert purge_files() == 1
    assert not storage.path_of(folder(), row.id).exists()
    assert purge_files() == 0


def test_another_organization_finds_no_file(client: Client, world: World) -> None:
    case = a_case(world, state=CaseState.DRAFT)
    row = a_file(world, case)
    client.sign_in(world.stranger)
    answers = [
        client.get(f"/attachments/{row.id}"),
        client.get(f"/cases/{case.id}/attachments/new"),
        upload(client, case, FILES[AttachmentKind.PDF], "x.pdf"),
        client.post(f"/attachments/{row.id}/no-identity"),
        client.post(f"/attachments/{row.id}/remove"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


def test_every_look_at_a_file_is_recorded(client: Client, world: World) -> None:
    row = a_file(world, a_case(world))
    client.sign_in(world.nurse).get(f"/attachments/{row.id}")
    events = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.subject_id == row.id).order_by(AuditEntry.seq)
    ).all()
    assert events == ["attachment.added", "access.read"]


def test_a_locked_word_file_says_how_to_mend_it(ctx: object, world: World) -> None:
    case = a_case(world)
    with pytest.raises(DomainError) as caught, unit_of_work():
        attach_file(actor=actor_of(world.nurse), case=case, content=b"%PDF-1.7 nothing", name="x.pdf")
    assert (caught.value.field, "without one" in caught.value.message) == ("file", True)


def test_nothing_is_attached_once_the_case_was_discussed(client: Client, world: World) -> None:
    case = a_case(world, state=CaseState.RECOMMENDED)
    file = {"file": (io.BytesIO(FILES[AttachmentKind.PDF]), "late.pdf")}
    answer = client.sign_in(world.nurse).post(f"/cases/{case.id}/attachments/new", data=file)
    sentence = "The case is Recommended. No file can be attached any more."
    assert (answer.status_code, sentence in answer.text, db.session.scalars(select(Attachment)).all()) == (
        422, True, [],
    )  # fmt: skip
