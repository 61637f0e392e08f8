"""The data of an organization as one file that its key alone opens: all of its cases and nothing of anybody else."""

import csv
import hashlib
import io
import logging
import os
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from eboard import access
from eboard.access import Permission, returning
from eboard.audit.models import AuditSight
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind, CaseState
from eboard.cases.files import storage
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.queries.attachments import content_of, folder
from eboard.core import time
from eboard.core.age import encrypt, recipient_of
from eboard.core.db import db, unit_of_work
from eboard.core.errors import BusyError, DomainError, StaleError
from eboard.membership.enums import AgreementKind
from eboard.membership.models import Agreement
from eboard.people.actions.affiliations import end_role
from eboard.people.data_keys import DestroyedError, key_of
from eboard.retention.enums import HoldKind
from eboard.retention.models import LegalHold
from eboard.retention.packing import Package, Shelf
from eboard.retention.returns import last_return
from eboard.review.seeing import every, who_saw
from eboard.review.wording import lines
from tests.access.planted import MARKERS, plant_world
from tests.cases.test_file_contents import FILES
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by
from tests.retention.returned import KEY, PUBLIC, entries, opened, returned
from tests.retention.test_patient import fill, made
from tests.world import World, make_case, save

NO_KEY = (
    "That is no public key. One begins with “age1”, “ssh-ed25519” or “ssh-rsa” (2048 bits or more) and is copied whole."
)


def sealed_case(world: World, name: str = "Ada Marker", *files: str) -> tuple[Case, list[Attachment]]:
    with unit_of_work():
        case = make_case(world.north, world.board)
        seal_identity(actor=by(world.nurse), case=case, identity=Identity(name=name, record_number="=47-11"))
        made = [
            attach_file(actor=by(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name=one) for one in files
        ]
    return case, made


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_case_has_the_files_of_its_patients_access_file(
    ctx: Flask, world: World, client: Client, tmp_path: Path
) -> None:
    case = fill(world)
    with unit_of_work():
        draft = make_case(world.north, state=CaseState.DRAFT)
    access.load(by(world.radiologist), Case, case.id, Permission.CASE_READ)
    theirs = made(client.sign_in(world.nurse), case)
    done = returned(ctx, tmp_path / "north.age")
    files, manifest = opened(tmp_path / "north.age")
    assert list(files) == [
        *(f"{case.number}/{name}" for name in ("who-saw-it.csv", "letter-1.txt", "file-1.pdf", "case.txt")),
        *(f"{draft.number}/{name}" for name in ("who-saw-it.csv", "case.txt")),
        "people.csv", "agreements.csv", "cases.csv",
    ]  # fmt: skip
    for name in ("letter-1.txt", "file-1.pdf", "case.txt"):
        assert files[f"{case.number}/{name}"] == theirs[f"{case.number}/{name}"]
    assert files[f"{case.number}/file-1.pdf"] == content_of(case.attachments[0])
    seen = files[f"{case.number}/who-saw-it.csv"].decode()
    assert ("Rita Radiologist" in seen, "the system" in seen) == (True, True)
    digest = hashlib.sha256((tmp_path / "north.age").read_bytes()).hexdigest()
    assert done.output.splitlines() == [
        f"2 cases, 9 files, sealed for {PUBLIC}.",
        f"SHA-256 {digest}",
        "Let the organization open it before anything is destroyed.",
    ]
    assert {name: manifest[name] for name in ("organization", "begun_at", "not_opened")} == {
        "organization": {"code": "NORTH", "name": "North Hospital"},
        "begun_at": "2026-03-02T15:00:00+00:00",
        "not_opened": [],
    }


def test_the_tables_hold_cases_people_and_agreements_and_no_formula(ctx: Flask, world: World, tmp_path: Path) -> None:
    case, _files = sealed_case(world, "@SUM(1+1)")
    with unit_of_work():
        for organization, who in ((world.north, "=cmd()"), (world.south, "Sue South")):
            db.session.add(
                Agreement(
                    organization_id=organization.id, kind=AgreementKind.PARTICIPATION, reference="N-1", signed_by=who,
                    signed_on=NOW.date(), expires_on=NOW.date(),
                )
            )  # fmt: skip
        end_role(actor=by(world.north_admin), affiliation=world.physician.affiliations[0])
    with time.at(NOW + timedelta(days=1)):
        returned(ctx, tmp_path / "north.age")
    files, _manifest = opened(tmp_path / "north.age")
    assert table(files["cases.csv"]) == [
        ["Case", "State", "Board", "Begun", "Submitted", "Record number", "Patient", "Born on"],
        [case.number, str(case.state.label), world.board.name, "2026-03-02T15:00:00+00:00", "", "'=47-11",
         "'@SUM(1+1)", ""],
    ]  # fmt: skip
    heads, *people = table(files["people.csv"])
    assert heads == ["Name", "E-mail", "Role", "First day", "Last day", "Approved"]
    assert [line[0] for line in people] == ["Ana Admin", "Nora Nurse", "Pablo Physician"]
    assert [bool(line[4]) for line in people] == [False, False, True]
    assert [bool(line[1]) for line in people] == [True, True, False]
    assert table(files["agreements.csv"])[1:] == [
        ["Participation agreement", "N-1", "'=cmd()", "2026-03-02", "2026-03-02", ""]
    ]


def test_nothing_of_another_organization_is_in_it(ctx: Flask, world: World, tmp_path: Path) -> None:
    planted = plant_world(world)
    with unit_of_work():
        own = make_case(world.south, world.board)
        seal_identity(actor=by(world.stranger), case=own, identity=Identity(name="Sven South"))
    returned(ctx, tmp_path / "south.age", code="SOUTH")
    south, _manifest = opened(tmp_path / "south.age")
    assert {name.split("/")[0] for name in south if "/" in name} == {own.number}
    said = b"".join([*south.values(), *(name.encode() for name in south)]).lower()
    assert (b"sven south" in said, [one for one in MARKERS if one.lower().encode() in said]) == (True, [])
    returned(ctx, tmp_path / "north.age")
    north, _manifest = opened(tmp_path / "north.age")
    assert {name.split("/")[0] for name in north if "/" in name} == {one.number for one in planted.cases.values()}
    said = b"".join(north.values()).lower()
    assert ([one for one in MARKERS if one.lower().encode() not in said], b"sven south" in said) == ([], False)


_written: list[str] | None = None


def _note_opened(event: str, arguments: tuple[Any, ...]) -> None:
    if _written is not None and event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        _written.append(str(arguments[0]))


sys.addaudithook(_note_opened)  # it can never be taken away again


def test_nothing_of_a_patient_is_said_outside_and_nothing_lies_open_on_a_disk(
    ctx: Flask, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    plant_world(world)
    place = tmp_path / "out"
    place.mkdir()
    monkeypatch.setattr(sys.modules[__name__], "_written", [])
    done = returned(ctx, place / "north.age")
    written = list(_written or ())
    monkeypatch.setattr(sys.modules[__name__], "_written", None)
    assert [Path(one).suffix for one in written if not one.isdigit()] == [".unfinished"]
    assert [one.name for one in place.iterdir()] == ["north.age"]
    names = [f"{row.event} {row.details}" for row in entries("retention.returned")]
    said = "\n".join([done.output, done.stderr, caplog.text, *names, *written]).lower()
    assert (len(names), [one for one in MARKERS if one.lower() in said]) == (1, [])
    raw = (place / "north.age").read_bytes().lower()
    assert [one for one in (*MARKERS, "case.txt", "manifest") if one.lower().encode() in raw] == []


def test_the_audit_tells_that_it_was_made_and_everyone_that_each_case_was_taken_along(
    ctx: Flask, world: World, tmp_path: Path
) -> None:
    case = fill(world)
    other, _files = sealed_case(world, "Bea Marker", "Scan.pdf")
    theirs = pyrage.x25519.Identity.generate()
    keys = (PUBLIC, str(theirs.to_public()))
    before = len(entries("access.read"))
    returned(ctx, tmp_path / "north.age", keys=keys)
    assert opened(tmp_path / "north.age") == opened(tmp_path / "north.age", theirs)
    (entry,) = entries("retention.returned")
    assert (entry.chain_id, entry.subject_kind, entry.subject_id) == (world.north.id, "organization", world.north.id)
    assert (entry.actor_id, entry.via) == (None, "command")
    digest = hashlib.sha256((tmp_path / "north.age").read_bytes()).hexdigest()
    assert entry.details == {
        "begun_at": NOW.isoformat(), "recipients": list(keys), "cases": 2, "files": 10, "not_opened": 0,
        "sha256": digest,
    }  # fmt: skip
    exported = entries("access.exported")
    assert [(row.chain_id, row.via, row.details["ids"]) for row in exported] == [
        (world.north.id, "command", [str(one.id)]) for one in (case, other)
    ]
    opened_there = [row.details["permission"] for row in entries("access.read")[before:]]
    assert sorted(opened_there) == [*["attachment.read"] * 2, *["identity.read"] * 2, "letter.read"]
    for one in (case, other):
        said = lines(every(who_saw(one.id)), one.board_id, world.north.zone)
        assert ("the system", "Took it along as a file", "command") in [(line.who, line.how, line.via) for line in said]
    assert set(db.session.scalars(select(AuditSight.case_id).where(AuditSight.person_id.is_(None)))) == {
        case.id, other.id,
    }  # fmt: skip


def test_it_works_before_and_after_leaving_and_a_hold_hinders_nothing(ctx: Flask, world: World, tmp_path: Path) -> None:
    sealed_case(world)
    save(
        LegalHold(
            kind=HoldKind.ORGANIZATION,
            subject_id=world.north.id,
            label="NORTH",
            reason="",
            placed_by_id=world.auditor.id,
        )
    )
    assert returned(ctx, tmp_path / "before.age").exit_code == 0
    with unit_of_work():
        world.north.left_on = NOW.date()
    assert returned(ctx, tmp_path / "after.age").exit_code == 0
    assert opened(tmp_path / "before.age")[0].keys() == opened(tmp_path / "after.age")[0].keys()


def test_an_organization_of_which_nothing_was_ever_sealed_gets_its_tables(
    ctx: Flask, world: World, tmp_path: Path
) -> None:
    assert returned(ctx, tmp_path / "south.age", code="SOUTH").exit_code == 0
    assert list(opened(tmp_path / "south.age")[0]) == ["people.csv", "agreements.csv", "cases.csv"]


def destroy(world: World) -> None:
    with unit_of_work():
        key = key_of(world.north.id)
        assert key is not None
        key.sealed_key, key.destroyed_at = None, NOW


@pytest.mark.parametrize("wrong", ["destroyed", "unknown", "key", "private", "there", "nowhere"])
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    ctx: Flask, world: World, tmp_path: Path, wrong: str
) -> None:
    sealed_case(world)
    path, code, keys = tmp_path / "north.age", "north", (PUBLIC,)
    if wrong == "destroyed":
        destroy(world)
    elif wrong == "there":
        path.write_bytes(b"another file")
    code = "WEST" if wrong == "unknown" else code
    keys = (PUBLIC, {"key": "age1wrong", "private": str(KEY)}.get(wrong, PUBLIC))
    path = tmp_path / "none" / "north.age" if wrong == "nowhere" else path
    done = returned(ctx, path, code=code, keys=keys)
    assert isinstance(done.exception, DomainError)
    assert done.exception.message == {
        "destroyed": "The key of North Hospital is destroyed. "
        "Nothing that was sealed with it can be read or returned any more.",
        "unknown": "There is no organization with the code WEST.",
        "there": "There is a file of this name already. Nothing was written over it.",
        "nowhere": "The file cannot be written: No such file or directory.",
    }.get(
        wrong,
        NO_KEY,
    )
    assert [one.name for one in tmp_path.iterdir() if one.name != "attachments"] == (
        ["north.age"] if wrong == "there" else []
    )
    assert wrong != "there" or path.read_bytes() == b"another file"
    assert (entries("retention.returned"), entries("access.exported"), last_return(world.north.id)) == ([], [], None)


@pytest.mark.parametrize("damage", ["lost", "damaged", "folder", "identity", "name"])
def test_what_cannot_be_opened_is_named_and_keeps_nothing_else_back(
    ctx: Flask, world: World, tmp_path: Path, damage: str
) -> None:
    case, (first, _second) = sealed_case(world, "Ada Marker", "Lost.pdf", "There.pdf")
    other, _files = sealed_case(world, "Bea Marker")
    path = storage.path_of(folder(), first.id)
    if damage in {"lost", "folder"}:
        path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage == "damaged":
        path.write_bytes(path.read_bytes()[:-1])
    elif damage == "identity":
        with unit_of_work():
            row = db.session.scalars(select(PatientIdentity).where(PatientIdentity.case_id == case.id)).one()
            row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    elif damage == "name":
        with unit_of_work():
            first.sealed_name = first.sealed_name[:-1] + bytes([first.sealed_name[-1] ^ 1])
    done = returned(ctx, tmp_path / "north.age")
    assert (done.exit_code, done.stderr) == (1, "1 could not be opened: manifest.json in the file names them.\n")
    files, manifest = opened(tmp_path / "north.age")
    lost = {"identity": "identity", "name": "file-1.pdf, its name"}.get(damage, "file-1.pdf")
    assert manifest["not_opened"] == [f"{case.number}/{lost}"]
    assert (f"{case.number}/file-2.pdf" in files, f"{other.number}/case.txt" in files) == (True, True)
    text = files[f"{case.number}/case.txt"].decode()
    said = {"identity": "WHO THE PATIENT IS\nIt could not be opened.", "name": "its name could not be opened"}
    assert said.get(damage, "not there: it could not be opened") in text
    (entry,) = entries("retention.returned")
    assert entry.details["not_opened"] == 1


def test_a_case_that_cannot_be_told_never_holds_up_the_others(
    ctx: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [sealed_case(world, f"Person{number} Marker")[0] for number in range(3)]
    files_of = returning.files_of

    def failing(held: Any) -> Any:
        yield from files_of(held)
        if held.case.id == cases[1].id:
            raise KeyError("Ada Marker")

    monkeypatch.setattr(returning, "files_of", failing)
    done = returned(ctx, tmp_path / "north.age")
    files, manifest = opened(tmp_path / "north.age")
    assert (done.exit_code, manifest["not_opened"]) == (1, [f"{cases[1].number}/"])
    assert [f"{one.number}/case.txt" in files for one in cases] == [True] * 3
    assert (f"case {cases[1].id} could not be packed whole: KeyError" in caplog.text, "Marker" in caplog.text) == (
        True, False,
    )  # fmt: skip


@pytest.mark.parametrize("error", [KeyboardInterrupt, BusyError("busy"), "destroyed", "commit"])
def test_a_crash_midway_leaves_nothing_but_that_cases_were_looked_at(
    ctx: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    cases = [sealed_case(world, f"Person{number} Marker")[0] for number in range(2)]
    path, files_of, note = tmp_path / "out" / "north.age", returning.files_of, returning.note_returned
    path.parent.mkdir()

    def failing(held: Any) -> Any:
        yield from files_of(held)
        if error == "destroyed":
            destroy(world)
        elif error != "commit":
            assert [one.suffix for one in path.parent.iterdir()] == [".unfinished"]
            raise error

    def noted(**values: Any) -> None:
        note(**values)
        db.session.add(LegalHold(kind=HoldKind.CASE, subject_id=world.north.id, label="", reason="", placed_by_id=None))

    monkeypatch.setattr(returning, "files_of", failing)
    if error == "commit":  # the entry cannot be saved, and the file is there already
        monkeypatch.setattr(returning, "note_returned", noted)
    done = returned(ctx, path)
    wanted = {"destroyed": DestroyedError, "commit": StaleError}.get(error if isinstance(error, str) else "")
    assert isinstance(done.exception, wanted or (SystemExit, BusyError))
    assert (list(path.parent.iterdir()), entries("retention.returned")) == ([], [])
    assert {row.details["ids"][0] for row in entries("access.exported")} <= {str(one.id) for one in cases}
    assert entries("access.exported") != []


@pytest.mark.parametrize("can_tell", [True, False])
def test_an_entry_that_was_saved_keeps_its_file(
    ctx: Flask,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    can_tell: bool,  # noqa: FBT001
) -> None:
    """The answer to the commit is lost, and perhaps the database with it."""
    sealed_case(world)
    work = returning.unit_of_work

    @contextmanager
    def unheard() -> Iterator[Any]:
        with work() as session:
            yield session
        if not can_tell:
            monkeypatch.setattr(returning, "last_return", fail)
        raise BusyError("busy")

    def fail(_id: Any) -> None:
        raise BusyError("busy")

    monkeypatch.setattr(returning, "unit_of_work", unheard)
    assert isinstance(returned(ctx, tmp_path / "north.age").exception, BusyError)
    assert (len(entries("retention.returned")), (tmp_path / "north.age").exists()) == (1, True)


def test_cases_are_read_page_by_page_and_one_that_goes_meanwhile_is_left_out(
    ctx: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "PAGE", 2)
    with unit_of_work():
        cases = [make_case(world.north, world.board) for _ in range(5)]
    ids = returning._cases_of

    def with_one_gone(organization_id: Any) -> Any:
        yield from ids(organization_id)
        yield world.nurse.id, "EB-2026-9999"

    monkeypatch.setattr(returning, "_cases_of", with_one_gone)
    returned(ctx, tmp_path / "north.age")
    files, _manifest = opened(tmp_path / "north.age")
    assert [name.split("/")[0] for name in files if name.endswith("case.txt")] == [one.number for one in cases]


@given(
    files=st.dictionaries(
        st.text("abc/.-", min_size=1, max_size=8).filter(lambda name: name != "SHA256SUMS"), st.binary(max_size=300)
    )
)
def test_whatever_is_packed_and_sealed_comes_out_the_same(files: dict[str, bytes]) -> None:
    shelf, file = Shelf(), io.BytesIO()
    package = Package(shelf)

    def pieces() -> Any:
        for name, content in files.items():
            package.add(name, content)
            yield shelf.taken()
        package.close()
        yield shelf.taken()

    encrypt(pieces(), file, [recipient_of(PUBLIC)])
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(file.getvalue(), [KEY]))) as packed:
        found = {one.filename: packed.read(one) for one in packed.infolist()}
    sums = found.pop("SHA256SUMS").decode()
    assert found == files
    assert sums == "".join(f"{one.sha256}  {one.name}\n" for one in package.packed)
