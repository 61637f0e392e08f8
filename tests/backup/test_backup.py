"""Backup and restore: what was committed comes back, a damaged copy does not, and the keys stay out of it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest
from flask import current_app
from sqlalchemy import select, update

from config import Config
from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.audit.queries import verify
from eboard.backup.archive import FORMAT, PIECE, SALT_BYTES, TAG_BYTES, pack, unpack
from eboard.backup.commands import backup, restore
from eboard.cases.files.storage import read, store
from eboard.core.crypto import Keyring
from eboard.core.db import db, unit_of_work
from eboard.core.keys import add_key, read_keyring
from eboard.mail.queries import hold_in_force
from eboard.people.models import Organization
from tests.backup.conftest import Make, run
from tests.conftest import migrate
from tests.world import make_organization


def test_a_backup_comes_back_whole_in_an_empty_system(make_app: Make, saved: Path, tmp_path: Path) -> None:
    app = make_app(tmp_path / "restored")
    result = run(app, restore, str(saved))
    assert result.output.splitlines()[-1] == "Restored; every audit chain is whole."
    with app.app_context():
        assert list(db.session.scalars(select(Organization.code))) == ["NORTH"]
        assert list(verify(current_app.extensions["keyring"], {})) == []
    assert (tmp_path / "restored" / "file").read_bytes() == b"sealed"


def test_a_backup_holds_no_key_and_is_sealed_whole(
    saved: Path, config_for: Callable[..., Config], tmp_path: Path
) -> None:
    keys = config_for("sqlite://").keys_file
    unpack(saved, tmp_path / "open", read_keyring(keys))
    inside = [path for path in (tmp_path / "open").rglob("*") if path.is_file()]
    assert len(inside) == 3  # database, attachment, manifest
    key = keys.read_text().strip().split(":")[1].encode()
    assert [path.name for path in inside if key in path.read_bytes()] == []
    assert saved.stat().st_mode & 0o777 == 0o600
    assert [word for word in (b"NORTH", b"sealed", b"SQLite", b"PGDMP") if word in saved.read_bytes()] == []


def test_a_file_of_several_pieces_comes_back_and_none_can_be_cut_moved_or_changed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    content = b"".join(number.to_bytes(8, "big") for number in range(400_000))  # 3 MB
    (tmp_path / "in" / "large").write_bytes(content)
    ring, archive, out = Keyring({"k0001": bytes(32)}, "k0001"), tmp_path / "archive", tmp_path / "out"
    pack(tmp_path / "in", archive, ring)
    unpack(archive, out, ring)
    assert (out / "large").read_bytes() == content
    whole, piece, head = archive.read_bytes(), PIECE + TAG_BYTES, len(FORMAT) + 6 + SALT_BYTES
    first, second = whole[head : head + piece], whole[head + piece : head + 2 * piece]
    for broken in (
        whole[:-1],
        whole[: head + 2 * piece],
        whole[:head],
        whole[: head + 5] + b"x" + whole[head + 6 :],
        whole[:head] + second + first + whole[head + 2 * piece :],
        whole[:head] + whole[head + piece :],
        whole + whole[-40:],
    ):
        archive.write_bytes(broken)
        with pytest.raises(ValueError, match=r"^The backup (was changed|is damaged)"):
            unpack(archive, tmp_path / "broken", ring)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: content[: len(content) // 2], "The backup was changed, cut off, or sealed with another key."),
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), "The backup was changed, cut off, or sealed"),
        (lambda content: content.replace(b"k0001", b"k0009", 1), "The key of this backup is not in the key file."),
        (lambda content: b"PK" + content, "is not a backup."),
        (lambda _content: b"", "is not a backup."),
    ],
    ids=["cut", "changed", "other key", "other file", "empty"],
)
def test_a_broken_backup_is_refused_in_a_sentence_and_harms_nothing(
    make_app: Make, saved: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    content = saved.read_bytes()
    saved.write_bytes(spoil(content))
    app = make_app(tmp_path / "restored")
    result = run(app, restore, str(saved))
    assert (result.exit_code, sentence in result.output) == (1, True)
    assert not (tmp_path / "restored").exists()
    saved.write_bytes(content)
    assert run(app, restore, str(saved)).exit_code == 0  # as if nothing had been tried


def test_another_systems_key_opens_nothing(make_app: Make, saved: Path, tmp_path: Path) -> None:
    add_key(tmp_path / "other-keys")
    app = make_app(tmp_path / "restored", keys_file=tmp_path / "other-keys")
    assert "sealed with another key" in run(app, restore, str(saved)).output


def test_a_system_with_data_is_refused(make_app: Make, saved: Path, tmp_path: Path) -> None:
    app = make_app(tmp_path / "restored")
    migrate(app)
    assert "The database is not empty." in run(app, restore, str(saved)).output


def test_the_drill_loses_nothing_that_was_committed_while_others_go_on_writing(make_app: Make, tmp_path: Path) -> None:
    """RPO 0: what was committed before `eboard backup` was called is there after `eboard restore`, files too."""
    stored = tmp_path / "attachments"
    app = make_app(stored)
    migrate(app)
    keyring = app.extensions["keyring"]
    committed: list[str] = []
    is_over = Event()

    def commit(number: int) -> None:
        with app.app_context(), unit_of_work():
            organization = make_organization(f"N{number}")
            store(f"file {number}".encode(), row_id=organization.id, folder=stored, sealer=keyring)
            record(actor=Actor(), event=AccessEvent.READ, subject=organization, organization_id=organization.id)
        committed.append(f"N{number}")

    def go_on() -> None:
        number = 100
        while not is_over.is_set():
            commit(number)
            number += 1

    for number in range(20):
        commit(number)
    writer = Thread(target=go_on)
    writer.start()
    try:
        while len(committed) < 25:
            sleep(0.01)
        before = set(committed)
        result = run(app, backup, str(tmp_path / "backups"))
    finally:
        is_over.set()
        writer.join()
    assert result.exit_code == 0, result.output
    restored = make_app(tmp_path / "restored")
    result = run(restored, restore, str(next((tmp_path / "backups").iterdir())))
    assert result.output.splitlines()[-1] == "Restored; every audit chain is whole."
    with restored.app_context():
        found = list(db.session.scalars(select(Organization)))
        assert {one.code for one in found} >= before
        for one in found:
            content = read(row_id=one.id, folder=tmp_path / "restored", reader=keyring)
            assert content == f"file {one.code.removeprefix('N')}".encode()


def test_a_backup_with_a_forged_audit_is_told_of_and_sends_nothing(make_app: Make, tmp_path: Path) -> None:
    app = make_app(tmp_path / "attachments")
    migrate(app)
    with app.app_context():
        with unit_of_work():
            record(actor=Actor(), event=AccessEvent.READ)
        with unit_of_work():
            db.session.execute(update(AuditEntry).values(event="forged"))
    run(app, backup, str(tmp_path / "backups"))
    restored = make_app(tmp_path / "restored")
    result = run(restored, restore, str(next((tmp_path / "backups").iterdir())))
    assert (result.exit_code, "entry 1: this entry" in result.stderr) == (1, True)
    assert "every audit chain is whole" not in result.output
    with restored.app_context():
        assert hold_in_force() is not None
