"""Applications on databases of their own, which commands of a real system work on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import Result
from flask import Flask
from flask.cli import ScriptInfo

from config import Config
from eboard.app import create_app
from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.backup.commands import backup
from eboard.core.db import unit_of_work
from eboard.core.tokens import short_tag
from tests.client import Client
from tests.conftest import close_connections, migrate
from tests.postgres import find_binaries
from tests.world import make_organization


class Make(Protocol):
    """Makes an application with a folder for attachments, and settings of its own."""

    def __call__(self, attachments: Path, **settings: Any) -> Flask: ...


@pytest.fixture
def make_app(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    """The PostgreSQL programs are on the path."""
    monkeypatch.setenv("PATH", f"{find_binaries()}:/usr/bin:/bin")
    apps: list[Flask] = []

    def make(attachments: Path, **settings: Any) -> Flask:
        url = empty_database(f"backup_{short_tag()}")
        apps.append(create_app(config_for(url, attachment_dir=attachments, **settings)))
        apps[-1].test_client_class = Client
        return apps[-1]

    yield make
    for app in apps:
        with app.app_context():
            close_connections()


def run(app: Flask, command: object, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(command, list(arguments), obj=ScriptInfo(create_app=lambda: app))  # type: ignore[arg-type]


@pytest.fixture
def filled(make_app: Make, tmp_path: Path) -> Flask:
    """A system with one organization, one audit entry and one attachment."""
    app = make_app(tmp_path / "attachments")
    migrate(app)
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "file").write_bytes(b"sealed")
    with app.app_context(), unit_of_work():
        make_organization("NORTH")
        record(actor=Actor(), event=AccessEvent.READ)
    return app


@pytest.fixture
def saved(filled: Flask, tmp_path: Path) -> Path:
    """The file of its backup."""
    result = run(filled, backup, str(tmp_path / "backups"))
    assert result.exit_code == 0, result.output
    return next((tmp_path / "backups").iterdir())
