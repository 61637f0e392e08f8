"""Backup and restore: what was committed comes back, a damaged copy does not, and the keys stay out of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask, current_app
from flask.cli import ScriptInfo
from sqlalchemy import select, update

from config import Config
from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.audit.queries import verify
from eboard.backup.commands import backup, restore
from eboard.core.db import db, unit_of_work
from eboard.mail.queries import hold_in_force
from eboard.people.models import Organization
from tests.backup.conftest import Make
from tests.conftest import migrate
from tests.world import make_organization


def run(app: Flask, command: object, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(command, list(arguments), obj=ScriptInfo(create_app=lambda: app))  # type: ignore[arg-type]


@pytest.fixture
def saved(make_app: Make, tmp_path: Path) -> Path:
    """The folder of a backup of a system with one organization, one audit entry and one attachment."""
    app = make_app(tmp_path / "attachments")
    migrate(app)
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "file").write_bytes(b"sealed")
    with app.app_context(), unit_of_work():
        make_organization("NORTH")
        record(actor=Actor(), event=AccessEvent.READ)
    result = run(app, backup, str(tmp_path / "backups"))
    assert result.exit_code == 0, result.output
    return next((tmp_path / "backups").iterdir())


def test_a_backup_comes_back_whole_in_an_empty_system(make_app: Make, saved: Path, tmp_path: Path) -> None:
    app = make_app(tmp_path / "restored")
    result = run(app, restore, str(saved))
    assert result.output.splitlines()[-1] == "Restored; every audit chain is whole."
    with app.app_context():
        assert list(db.session.scalars(select(Organization.code))) == ["NORTH"]
        assert list(verify(current_app.extensions["keyring"], {})) == []
    assert (tmp_path / "restored" / "file").read_bytes() == b"sealed"


def test_a_backup_holds_no_key(saved: Path, config_for: Callable[..., Config]) -> None:
    key = config_for("sqlite://").keys_file.read_text().strip().split(":")[1].encode()
    assert [path.name for path in saved.rglob("*") if path.is_file() and key in path.read_bytes()] == []


def test_a_damaged_backup_is_refused_before_anything_is_written(make_app: Make, saved: Path, tmp_path: Path) -> None:
    (saved / "attachments" / "file").write_bytes(b"changed")
    result = run(make_app(tmp_path / "restored"), restore, str(saved))
    assert (result.exit_code, "The backup is damaged: attachments/file." in result.output) == (1, True)


def test_a_system_with_data_and_a_folder_without_a_manifest_are_refused(
    make_app: Make, saved: Path, tmp_path: Path
) -> None:
    app = make_app(tmp_path / "restored")
    migrate(app)
    assert "The database is not empty." in run(app, restore, str(saved)).output
    (tmp_path / "nothing").mkdir()
    assert "is not a backup" in run(app, restore, str(tmp_path / "nothing")).output


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
