"""The guard on files while others work on the same case: nothing is lost, and the look that was shown counts."""

import pytest
from sqlalchemy import delete, update

from benchmarks.planted_files import pdf
from eboard.cases.actions.attachments import attach_file, confirm_no_identity, take_note
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import Guarded
from eboard.cases.files.reading.pieces import TOO_LONG, Piece, Reading
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.guarding import Look
from eboard.cases.queries.identities import opened, row_of
from eboard.core.db import db, unit_of_work
from eboard.core.errors import GoneError, StaleError
from tests.cases.nominating import actor_of
from tests.cases.test_file_contents import FILES, Kind
from tests.cases.test_guarded_files import a_case, a_file, an_old_file
from tests.client import Client
from tests.world import World

NAMED = Reading([Piece("page", "1", "Talked with Quist, Zelda.")], [])


def save_elsewhere(case: Case, title: str) -> None:
    """What a colleague saves meanwhile, unseen by the session."""
    values = {"diagnosis": title, "row_version": Case.row_version + 1}
    db.session.execute(
        update(Case).where(Case.id == case.id).values(values).execution_options(synchronize_session=False)
    )


def test_an_upload_is_not_lost_to_what_a_colleague_saves_meanwhile(ctx: object, world: World) -> None:
    case = a_case(world)
    with unit_of_work():
        save_elsewhere(case, "Melanoma")
        attach_file(actor=actor_of(world.nurse), case=case, content=FILES[Kind.DOCX], name="a.docx")
    assert (len(case.attachments), case.diagnosis, "files" in case.missing) == (1, "Melanoma", True)


def test_a_note_of_the_job_is_not_lost_to_what_a_colleague_saves_meanwhile(ctx: object, world: World) -> None:
    file = an_old_file(world, a_case(world))
    with unit_of_work():
        save_elsewhere(file.case, "Melanoma")
        take_note(file.id, NAMED)
    assert (file.guard, file.case.diagnosis) == (Guarded.FOUND, "Melanoma")


def test_a_confirmation_is_not_lost_to_what_a_colleague_saves_meanwhile(ctx: object, world: World) -> None:
    file = a_file(world, a_case(world), FILES[Kind.DOCX])
    with unit_of_work():
        save_elsewhere(file.case, "Melanoma")
        confirm_no_identity(actor=actor_of(world.nurse), attachment=file, look=Look([], []))
    assert (file.no_identity_at is None, file.case.diagnosis) == (False, "Melanoma")


def test_a_look_from_before_the_patient_was_changed_confirms_nothing(ctx: object, world: World) -> None:
    file = a_file(world, a_case(world), FILES[Kind.DOCX])
    with pytest.raises(StaleError), unit_of_work():
        changed = update(Attachment).values(guard=Guarded.UNREAD)
        db.session.execute(changed.execution_options(synchronize_session=False))
        confirm_no_identity(actor=actor_of(world.nurse), attachment=file, look=Look([], []))
    db.session.expire_all()
    assert file.no_identity_at is None


def test_a_file_that_was_deleted_meanwhile_is_gone(ctx: object, world: World) -> None:
    file = a_file(world, a_case(world), FILES[Kind.DOCX])
    with pytest.raises(GoneError), unit_of_work():
        db.session.execute(
            delete(Attachment).where(Attachment.id == file.id).execution_options(synchronize_session=False)
        )
        confirm_no_identity(actor=actor_of(world.nurse), attachment=file, look=Look([], []))


def test_what_the_page_could_not_show_is_not_asked_for(client: Client, world: World) -> None:
    """A stored finding whose file does not open any more asks for no reason that the page has no field for."""
    file = a_file(world, a_case(world), FILES[Kind.PDF])
    with unit_of_work():
        file.guard, file.found = Guarded.FOUND, {"telephone": 1}
    answer = client.sign_in(world.nurse).post(f"/attachments/{file.id}/no-identity", data={"is_confirmed": "y"})
    assert (answer.status_code, file.found, file.guard) == (303, {}, Guarded.CLEAN)


def test_a_reason_for_what_only_the_fresh_look_found_is_kept(client: Client, world: World) -> None:
    file = a_file(world, a_case(world), pdf("Talked with Quist, Zelda."))
    with unit_of_work():
        file.guard, file.found, file.lacking = Guarded.UNREADABLE, {}, [TOO_LONG]
    client.sign_in(world.nurse)
    url = f"/attachments/{file.id}/no-identity"
    assert client.post(url, data={"is_confirmed": "y"}).status_code == 422
    db.session.expire_all()
    assert (file.guard, file.no_identity_at) == (Guarded.UNREADABLE, None)
    assert client.post(url, data={"is_confirmed": "y", "patient_name": "needed"}).status_code == 303
    assert (file.guard, file.found, file.lacking) == (Guarded.FOUND, {"patient_name": 1}, [])


def seal(world: World, case: Case, identity: Identity) -> None:
    with unit_of_work():
        seal_identity(actor=actor_of(world.nurse), case=case, identity=identity)


def test_the_same_identity_sealed_again_leaves_the_files_as_they_are(ctx: object, world: World) -> None:
    case = a_case(world)
    file, row = a_file(world, case, FILES[Kind.PDF]), row_of(case.id)
    assert row is not None
    sealed, same = row.sealed, opened(row)
    seal(world, case, same)
    db.session.expire_all()
    assert (file.guard, row.sealed == sealed) == (Guarded.CLEAN, True)
    seal(world, case, Identity(name=same.name, record_number="QX-4712"))
    assert (file.guard, row.sealed == sealed) == (Guarded.UNREAD, False)


def test_a_file_that_is_noted_as_read_meanwhile_is_read_again_too(ctx: object, world: World) -> None:
    case = a_case(world)
    file = an_old_file(world, case)
    with unit_of_work():
        read = update(Attachment).values(guard=Guarded.CLEAN)
        db.session.execute(read.execution_options(synchronize_session=False))
        assert (file.guard, len(case.attachments)) == (Guarded.UNREAD, 1)
        seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Ada Other"))
    db.session.expire_all()
    assert file.guard is Guarded.UNREAD


def test_an_identity_that_does_not_open_is_sealed_anew(ctx: object, world: World) -> None:
    case = a_case(world)
    row = row_of(case.id)
    assert row is not None
    with unit_of_work():
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    seal(world, case, Identity(name="Ada Other"))
    assert opened(row) == Identity(name="Ada Other")
