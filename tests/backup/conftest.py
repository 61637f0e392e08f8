"""Applications on databases of their own, which commands of a real system work on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask

from config import Config
from eboard.app import create_app
from eboard.core.tokens import short_tag
from tests.client import Client
from tests.conftest import close_connections
from tests.postgres import find_binaries


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
