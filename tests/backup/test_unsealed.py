"""Whatever ends a backup or a restore half-way: nothing lies open, no half file looks whole, and it can be repeated."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.backup.archive import PIECE, pack, unpack
from eboard.backup.commands import backup, restore
from eboard.backup.unsealed import unsealed
from eboard.core.crypto import Keyring
from eboard.core.db import db
from eboard.mail.queries import hold_in_force
from eboard.people.models import Organization
from tests.backup.conftest import Make, run


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow over a megabyte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (PIECE, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def is_whole(restored: Flask, attachments: Path) -> bool:
    with restored.app_context():
        codes = list(db.session.scalars(select(Organization.code)))
        return (codes, hold_in_force() is not None, (attachments / "file").read_bytes()) == (["NORTH"], True, b"sealed")


def test_a_backup_that_was_written_as_a_folder_comes_back(
    filled: Flask, make_app: Make, saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "2026-01-02T150000Z"
    unpack(saved, folder, filled.extensions["keyring"])
    before = sorted(folder.rglob("*"))
    restored = make_app(tmp_path / "restored")
    assert run(restored, restore, str(folder)).output.splitlines()[-1] == "Restored; every audit chain is whole."
    assert is_whole(restored, tmp_path / "restored")
    assert sorted(folder.rglob("*")) == before
    (folder / "attachments" / "file").write_bytes(b"changed")
    other = make_app(tmp_path / "other")
    assert "The backup is damaged: attachments/file." in run(other, restore, str(folder)).output
    assert "is not a backup" in run(other, restore, str(tmp_path)).output


@pytest.mark.usefixtures("full_disk")
def test_of_a_backup_that_fails_no_file_is_left(tmp_path: Path) -> None:
    content, kept = tmp_path / "content", tmp_path / "kept"
    content.mkdir()
    kept.mkdir()
    for number in range(3):
        (content / str(number)).write_bytes(bytes(PIECE // 2))
    with pytest.raises(OSError, match="File too large"):
        pack(content, kept / "a.eboard", Keyring({"k0001": bytes(32)}, "k0001"))
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_open(tmp_path: Path, number: signal.Signals) -> None:
    def work() -> None:
        with unsealed(tmp_path) as content:
            (content / "database.dump").write_bytes(b"Maria Marker")
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as ended:
            work()
        assert (ended.value.code, list(tmp_path.iterdir())) == (128 + number, [])
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)


def test_what_a_killed_backup_left_goes_with_the_next(filled: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    (folder / ".unsealed-abc" / "attachments").mkdir(parents=True)
    (folder / ".unsealed-abc" / "database.dump").write_bytes(b"Maria Marker")
    (folder / ".unsealed.lock").touch()
    (folder / "2026-01-02T150000Z.eboard.unfinished").touch()
    assert run(filled, backup, str(folder)).exit_code == 0
    assert [path.suffix for path in folder.iterdir()] == [".eboard"]


def test_two_do_not_work_in_one_folder(filled: Flask, make_app: Make, saved: Path, tmp_path: Path) -> None:
    with unsealed(saved.parent) as content:
        (content / "database.dump").touch()
        refused = [run(filled, backup, str(saved.parent)), run(make_app(tmp_path / "restored"), restore, str(saved))]
        assert [one.exit_code for one in refused] == [1, 1]
        assert ["Another backup or restore works in " in one.output for one in refused] == [True, True]
        assert (content / "database.dump").exists()
    assert list(saved.parent.iterdir()) == [saved]


def test_a_restore_opens_a_file_beside_itself(make_app: Make, saved: Path, tmp_path: Path) -> None:
    """Not in a common folder for temporary files, which a kill would leave it in; it clears what such a one left."""
    (saved.parent / ".unsealed-abc").mkdir()
    assert run(make_app(tmp_path / "restored"), restore, str(saved)).exit_code == 0
    assert list(saved.parent.iterdir()) == [saved]


def test_a_restore_whose_attachments_fail_can_be_done_again(make_app: Make, saved: Path, tmp_path: Path) -> None:
    attachments = tmp_path / "restored"
    attachments.write_bytes(b"a file where the folder should be")
    restored = make_app(attachments)
    failed = run(restored, restore, str(saved))
    assert (failed.exit_code, "File exists" in failed.output) == (1, True)
    attachments.unlink()
    assert run(restored, restore, str(saved)).exit_code == 0
    assert is_whole(restored, attachments)
