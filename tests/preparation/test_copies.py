"""The downtime copies: the packets of the next meetings in a folder, as their coordinators may read them."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from pypdf import PdfReader
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core import time, typesetting
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.jobs import registered
from eboard.meetings.agenda import shown
from eboard.meetings.commands import meetings
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.preparation.actions.notes import save_note
from eboard.preparation.jobs import copy_packets
from eboard.preparation.jobs.copying import Copies, renew_copies
from tests.preparation.scenes import QUESTION, RADIOLOGY, by, make_scene, restrict
from tests.preparation.test_packet import whole_scene
from tests.world import World, save

DAY = timedelta(days=1)
NAME = re.compile(r"[0-9a-f-]{36}-[0-9a-f]{16}\.pdf")


def renew(world: World, folder: Path) -> Copies:
    return renew_copies(actor=by(world.network_admin), folder=folder, hours=48)


def text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages)


def note(world: World, meeting: Meeting, words: str, version: int = 0) -> None:
    with unit_of_work():
        save_note(actor=by(world.radiologist), item=shown(meeting)[0], specialty=RADIOLOGY, version=version, text=words)


def test_a_copy_is_written_once_renewed_and_removed(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world, 2)
    other = tmp_path / "readme.txt"
    other.write_text("left alone")
    with time.at(meeting.starts_at - 3 * DAY):
        assert renew(world, tmp_path) == Copies()
    with time.at(meeting.starts_at - DAY):
        assert renew(world, tmp_path) == Copies(written=1)
        (first,) = tmp_path.glob("*.pdf")
        assert renew(world, tmp_path) == Copies()
        note(world, meeting, "Segment V is free")
        assert renew(world, tmp_path) == Copies(written=1, removed=1)
        (second,) = tmp_path.glob("*.pdf")
    assert (first != second, "Segment V is free" in text(second), QUESTION in text(second)) == (True, True, True)
    assert second.name.startswith(f"{meeting.id}-")
    assert NAME.fullmatch(second.name)
    assert second.stat().st_mode & 0o777 == 0o600
    meeting.state = MeetingState.LIVE
    save(meeting)
    with time.at(meeting.starts_at + timedelta(minutes=30)):
        assert renew(world, tmp_path) == Copies()
    with time.at(meeting.ends_at + timedelta(minutes=1)):
        assert renew(world, tmp_path) == Copies(removed=1)
    assert list(tmp_path.iterdir()) == [other]


def test_it_holds_what_its_coordinator_may_read_and_never_who_the_patient_is(world: World, tmp_path: Path) -> None:
    meeting = whole_scene(world)
    case = shown(meeting)[1].case
    restrict(case, world.chair)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
    (path,) = tmp_path.glob("*.pdf")
    said = text(path)
    assert ("Segment V is free" in said, "A restricted case" in said, case.number in said) == (True, True, False)
    assert "Made for Cora Coordinator" in said
    assert [words for words in ("Marker Patient", "MRN-4711", "1961") if words in said] == []
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.exported")).all()
    assert [(one.chain_id, one.details["ids"]) for one in exported] == [
        (world.north.id, [str(shown(meeting)[0].case_id)])
    ]
    copied = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "preparation.copied")).one()
    assert (copied.subject_id, copied.chain_id, copied.details["cases"]) == (meeting.id, world.hub.id, 1)


def test_drafts_and_cancelled_meetings_are_not_copied(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
        meeting.state = MeetingState.CANCELLED
        save(meeting)
        assert renew(world, tmp_path) == Copies(removed=1)
        meeting.state = MeetingState.PLANNED
        save(meeting)
        assert renew(world, tmp_path) == Copies()


def test_a_file_that_was_not_finished_is_made_anew(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
        (path,) = tmp_path.glob("*.pdf")
        path.rename(path.with_suffix(".unfinished"))
        assert renew(world, tmp_path) == Copies(written=1)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_the_command_says_what_it_did(world: World, app: Flask, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        ran = FlaskCliRunner(app).invoke(meetings, ["packets", "--directory", str(tmp_path / "new"), "--hours", "48"])
    assert (ran.exit_code, ran.output) == (0, "1 written, 0 removed, 0 failed.\n")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert len(list((tmp_path / "new").glob("*.pdf"))) == 1


def test_the_job_does_nothing_without_a_folder(world: World) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        assert copy_packets() == 0
    assert {"preparation.copy_packets", "preparation.close_lists"} <= registered().keys()
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event == "preparation.copied")).all() == []


def test_the_job_keeps_the_folder_that_is_configured(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_scene(world)
    monkeypatch.setitem(app.config, "EBOARD", replace(app.config["EBOARD"], downtime_dir=tmp_path, downtime_hours=24))
    with time.at(meeting.starts_at - timedelta(hours=25)):
        assert copy_packets() == 0
    with time.at(meeting.starts_at - timedelta(hours=23)):
        assert (copy_packets(), copy_packets()) == (1, 0)
    assert [path.name[:36] for path in tmp_path.iterdir()] == [str(meeting.id)]


def test_what_a_broken_off_run_left_is_cleared_away(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
        left = tmp_path / f"{meeting.id}-{'0' * 16}.pdf"
        left.write_bytes(b"old")
        assert renew(world, tmp_path) == Copies(removed=1)
    assert (left.exists(), len(list(tmp_path.iterdir()))) == (False, 1)


def test_without_the_library_it_says_what_to_install(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "IS_AVAILABLE", False)
    with pytest.raises(DomainError, match="PDF is not installed"):
        renew(world, tmp_path)


def test_what_only_has_the_name_of_a_copy_is_none(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
        (path,) = tmp_path.glob("*.pdf")
        path.write_bytes(b"")
        assert renew(world, tmp_path) == Copies(written=1)
        elsewhere = tmp_path / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
        assert renew(world, tmp_path) == Copies(written=1)
        assert (path.is_symlink(), path.read_bytes()[:5]) == (False, b"%PDF-")
        (tmp_path / path.name.replace(str(meeting.id), str(world.board.id))).mkdir()
        assert renew(world, tmp_path) == Copies()


def test_a_copy_names_who_answers_for_it_today(world: World, tmp_path: Path) -> None:
    meeting = make_scene(world)
    with time.at(meeting.starts_at - DAY):
        renew(world, tmp_path)
        world.coordinator.family_name = "Successor"
        save(world.coordinator)
        assert renew(world, tmp_path) == Copies(written=1, removed=1)
