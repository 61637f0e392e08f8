"""A patient's access file: all that is held about one patient and nothing about anybody else."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from eboard import access
from eboard.access import Permission
from eboard.access.withdrawing import withdraw_consent
from eboard.audit.models import AuditEntry
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.consents import record_consent
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind, Consent, ConsentPurpose, MaterialKind
from eboard.cases.files import storage
from eboard.cases.identity import Identity
from eboard.cases.models import Case, CaseNamedPerson, CaseVersion, Material, PreparationNote
from eboard.cases.queries.attachments import content_of, folder
from eboard.core.db import db, unit_of_work
from eboard.retention import patient
from eboard.retention.actions.corrections import record_correction
from eboard.retention.patient import is_surely
from tests.cases.test_file_contents import FILES
from tests.client import Client
from tests.conftest import NOW
from tests.outside.test_outside import give
from tests.recommendations.outcomes import by, make_scene, record, sign
from tests.world import World, make_case

ADA = Identity(name="Ada Marker", record_number="MRN 47-11", born_on=date(1961, 5, 4))


def fill(world: World) -> Case:
    scene = make_scene(world)
    case, nurse = scene.case, by(world.nurse)
    with unit_of_work():
        seal_identity(actor=nurse, case=case, identity=ADA)
        attach_file(actor=nurse, case=case, content=FILES[AttachmentKind.PDF], name="Scan of March.pdf")
        record_consent(
            actor=nurse,
            case=case,
            kind=Consent.GIVEN,
            purposes=[ConsentPurpose.BOARD],
            on=NOW.date(),
            form_version="2026-01",
        )
        db.session.add_all(
            [
                Material(case_id=case.id, kind=MaterialKind.IMAGING, what="CT of the chest", place="Archive"),
                CaseVersion(
                    case_id=case.id, number=1, at=NOW, by_id=world.nurse.id, before={"question": "Old question"}
                ),
                PreparationNote(case_id=case.id, person_id=world.radiologist.id, text="Secret note of a colleague"),
            ]
        )
        record_correction(actor=nurse, case=case, asked_on=NOW.date(), what="I never smoked.")
    record(scene)
    give(world, sign(scene))
    return case


def made(client: Client, case: Case, **ticked: str) -> dict[str, bytes]:
    answer = client.post(f"/cases/{case.id}/patient-file", data=ticked)
    assert (answer.status_code, answer.content_type, answer.headers["Cache-Control"]) == (
        200, "application/zip", "no-store",
    )  # fmt: skip
    assert answer.headers["Content-Disposition"] == f'attachment; filename="patient-file-{case.number}.zip"'
    assert answer.content_length == len(answer.data)
    answer.close()
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "retention.access_file").order_by(AuditEntry.seq.desc())
    ).first()
    assert entry is not None
    assert (entry.subject_id, entry.details["sha256"]) == (case.id, hashlib.sha256(answer.data).hexdigest())
    return files


def test_the_file_holds_everything_in_plain_words(world: World, client: Client) -> None:
    case = fill(world)
    for person in (world.radiologist, world.nurse):
        access.load(by(person), Case, case.id, Permission.CASE_READ)
    client.sign_in(world.nurse)
    files = made(client, case)
    names = ("who-saw-it.csv", "letter-1.txt", "file-1.pdf", "case.txt")
    assert list(files) == [f"{case.number}/{name}" for name in names]
    text = files[f"{case.number}/case.txt"].decode()
    for said in (
        "Ada Marker · record number MRN 47-11 · born Thu 4 May 1961",
        "Question to the board: Surgery first, or chemotherapy first?",
        "Question to the board: Old question → Surgery first, or chemotherapy first?",
        "Imaging · CT of the chest · Archive · Needed",
        "file-1.pdf: Scan of March.pdf",
        "Consent given · Discussion by a tumor board · form 2026-01",
        "Mon 2 Mar 2026 · I never smoked. · To be answered",
        "Dr. Olga Outside · not read",
        "Recommended",
    ):
        assert said in text
    letter = files[f"{case.number}/letter-1.txt"].decode()
    assert ("Ada Marker" in letter, "Resect the sigmoid colon." in letter) == (True, True)
    seen = files[f"{case.number}/who-saw-it.csv"].decode()
    assert ("Rita Radiologist" in seen, "Nora Nurse" in seen) == (True, True)
    assert [name for name, content in files.items() if b"Secret note" in content] == []


def test_the_other_cases_of_the_patient_are_in_it_but_no_other_patients(world: World, client: Client) -> None:
    case, nurse = fill(world), by(world.nurse)
    with unit_of_work():
        same, restricted, other, elsewhere = (
            make_case(organization, world.board, **values)
            for organization, values in (
                (world.north, {}), (world.north, {"is_restricted": True}), (world.north, {}), (world.south, {}),
            )
        )  # fmt: skip
        for one in (same, restricted):
            again = Identity(name="ADA  Márker", record_number="mrn4711", born_on=ADA.born_on)
            seal_identity(actor=nurse, case=one, identity=again)
        seal_identity(actor=nurse, case=other, identity=Identity(name="Bob Other", record_number="4712"))
        seal_identity(actor=by(world.stranger), case=elsewhere, identity=ADA)
        db.session.add(CaseNamedPerson(case_id=restricted.id, person_id=world.physician.id))
    files = made(client.sign_in(world.nurse), case)
    assert {name.split("/")[0] for name in files} == {case.number, same.number}
    assert b"Bob" not in b"".join(files.values())
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.exported")).one()
    assert set(exported.details["ids"]) == {str(case.id), str(same.id)}


@pytest.mark.parametrize(
    "mistyped",
    [
        Identity(name="Bob Other", record_number="4711", born_on=ADA.born_on),
        Identity(name="Ada Marker", record_number="4711", born_on=date(1962, 5, 4)),
        Identity(name="Ada Marker", record_number="4711"),
        Identity(record_number="4711"),
    ],
)
def test_a_case_with_the_number_alone_goes_in_only_when_ticked(
    world: World, client: Client, mistyped: Identity
) -> None:
    number = "MRN " + mistyped.record_number
    with unit_of_work():
        case, other = (make_case(world.north, world.board) for _ in range(2))
        seal_identity(actor=by(world.nurse), case=case, identity=ADA)
        seal_identity(actor=by(world.nurse), case=other, identity=replace(mistyped, record_number=number))
    place = f"/cases/{case.id}/patient-file"
    page = client.sign_in(world.nurse).get(place).text
    assert (f'value="{other.id}"' in page, f"{other.number} · " in page) == (True, True)
    assert {name.split("/")[0] for name in made(client, case)} == {case.number}
    forged = [client.post(place, data={"others": value}).status_code for value in (str(case.id), "rubbish", "\x00")]
    assert forged[:2] == [422, 422]
    assert forged[2] in {400, 422}
    both = made(client, case, others=str(other.id))
    assert {name.split("/")[0] for name in both} == {case.number, other.number}


def test_patients_of_whom_too_little_is_known_are_never_surely_the_same() -> None:
    assert (is_surely(Identity(), Identity()), is_surely(ADA, ADA)) == (False, True)
    assert is_surely(replace(ADA, name=""), replace(ADA, name="")) is False
    assert is_surely(replace(ADA, born_on=None), replace(ADA, born_on=None)) is False


@pytest.mark.parametrize("damage", ["lost", "damaged", "name"])
def test_a_file_that_is_not_there_is_said_and_keeps_no_other(world: World, client: Client, damage: str) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
        seal_identity(actor=by(world.nurse), case=case, identity=ADA)
        first, _second = (
            attach_file(actor=by(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name=name)
            for name in ("Lost.pdf", "There.pdf")
        )
    path = storage.path_of(folder(), first.id)
    if damage == "lost":
        path.unlink()
    elif damage == "damaged":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        with unit_of_work():
            first.sealed_name = first.sealed_name[:-1] + bytes([first.sealed_name[-1] ^ 1])
    files = made(client.sign_in(world.nurse), case)
    text = files[f"{case.number}/case.txt"].decode()
    gone = damage != "name"
    said = "Lost.pdf · not there: it could not be opened" if gone else "its name could not be opened"
    assert f"\nfile-1.pdf: {said}\nfile-2.pdf: There.pdf\n" in text
    assert (f"{case.number}/file-1.pdf" in files, f"{case.number}/file-2.pdf" in files) == (not gone, True)


def test_a_large_file_goes_over_the_disk_and_is_the_same(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient, "IN_MEMORY", 100)
    case = fill(world)
    files = made(client.sign_in(world.nurse), case)
    assert files[f"{case.number}/file-1.pdf"] == content_of(case.attachments[0])


def test_a_withdrawn_case_and_one_without_identity_are_handed_over_too(world: World, client: Client) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board)
    with unit_of_work():
        withdraw_consent(actor=by(world.nurse), case=case, on=NOW.date(), reason="Changed her mind")
    files = made(client.sign_in(world.nurse), case)
    text = files[f"{case.number}/case.txt"].decode()
    assert ("Withdrawn · Changed her mind" in text, "WHO THE PATIENT IS\nnot given" in text) == (True, True)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 404),
        ("north_admin", 403),
        ("network_admin", 404),
        ("auditor", 404),
        ("chair", 403),
        ("radiologist", 403),
    ],
)
def test_nobody_but_the_nominating_care_team_makes_it(world: World, client: Client, who: str, status: int) -> None:
    place = f"/cases/{fill(world).id}/patient-file"
    client.sign_in(getattr(world, who))
    assert [client.get(place).status_code, client.post(place).status_code] == [status, status]
    client.sign_in(world.physician)
    assert "30 days (45 CFR 164.524)" in client.get(place).text
    client.sign_in(world.physician, on_behalf_of=world.nurse)
    assert client.post(place).status_code == 403
