"""What every test may use: both databases, the application, a signed-in browser-less client, a small network."""

import ipaddress
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, event
from sqlalchemy.orm import scoped_session, sessionmaker

from config import Config, Environment
from eboard.app import create_app
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import KeptStatement, db
from eboard.core.db.glance import NAME as GLANCES
from tests.client import Client
from tests.postgres import Postgres
from tests.world import Kept, World, make_world

settings.register_profile("eboard", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("eboard")  # a busy machine proves nothing

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday; 09:00 in Chicago


def _stay_on_loopback(name: str, arguments: tuple[Any, ...]) -> None:
    if name == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            pytest.fail(f"A test tried to reach {host}.")


sys.addaudithook(_stay_on_loopback)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database')}/eboard.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.create("eboard_test")


@pytest.fixture(scope="session")
def config_for(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Config]:
    folder = tmp_path_factory.mktemp("var")

    def make(database_url: str, **settings: Any) -> Config:
        return Config(
            **{
                "environment": Environment.TEST,
                "database_url": database_url,
                "secret_key": "a-secret-of-the-tests-that-is-long",
                "keys_file": folder / "keys",
                "checkpoint_file": folder / "checkpoints",
                "revocation_file": folder / "revocations",
                "attachment_dir": folder / "attachments",
                "mail_dir": folder / "mail",
                "base_url": "http://localhost:8000",
                "calendar_domain": "eboard.example.org",
                "mail_from": "eboard@eboard.example.org",
                "invitation_address": "invitation@eboard.example.org",
                **settings,
            }
        )

    return make


def migrate(app: Flask) -> None:
    from alembic import command  # noqa: PLC0415 - slow to import, and few tests migrate

    with app.app_context():
        command.upgrade(alembic_config(), "head")


@pytest.fixture(scope="session")
def migrated_app(database_url: str, config_for: Callable[..., Config]) -> Iterator[Flask]:
    app = create_app(config_for(database_url))
    app.test_client_class = Client
    migrate(app)
    yield app
    with app.app_context():
        close_connections()


class TestSession(scoped_session[Any]):
    """A session that outlives a request, so that a test's rows stay attached and are read afresh afterwards."""

    __test__ = False

    def remove(self) -> None:
        self.rollback()
        self.expire_all()


class SameConnection:
    """Glances look over the connection of the test, so that they see what it wrote; they are counted."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = connection.dialect
        self.kept = connection
        if connection.dialect.name == "postgresql":  # else the driver drops what is prepared at each rollback
            driver: Any = connection.connection.driver_connection
            driver.prepare_threshold = None
        self.count = 0

    def connection(self) -> Any:
        self.count += 1
        return self.kept.connection

    def drop(self) -> None: ...


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application on an empty database; all that a test writes is rolled back."""
    with migrated_app.app_context():
        engine = db.engine
    connection = engine.connect()
    outer = connection.begin()
    factory = sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    original, db.session = db.session, TestSession(factory)  # type: ignore[assignment]
    glances = migrated_app.extensions[GLANCES]
    migrated_app.extensions[GLANCES] = SameConnection(connection)
    with time.at(NOW):
        yield migrated_app
    migrated_app.extensions[GLANCES] = glances
    scoped_session.remove(db.session)
    db.session = original
    outer.rollback()
    connection.close()


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """An application context, for tests that call actions and queries themselves."""
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def kept_worlds() -> dict[str, Kept]:
    return {}


@pytest.fixture
def world(ctx: Flask, database_url: str, kept_worlds: dict[str, Kept]) -> World:
    """A small network with people in every role; see `tests/world.py`."""
    if database_url in kept_worlds:
        return kept_worlds[database_url].store()
    world = make_world()
    kept_worlds[database_url] = Kept.of(world)
    return world


@pytest.fixture
def client(app: Flask) -> Client:
    """A client that nobody is signed in at; `client.sign_in(person)` changes that."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def statements_of(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], object]], list[str]]]:
    """The statements that a call sends to the database, those that are kept, too; without savepoints."""
    with app.app_context():
        engine = db.engine
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            statements.append(statement)

    def note_kept(kept: KeptStatement, connection: Connection) -> Any:
        statements.append(str(kept.statement))
        return asking(kept, connection)

    def heard(call: Callable[[], object]) -> list[str]:
        statements.clear()
        call()
        return list(statements)

    asking = KeptStatement._asking
    monkeypatch.setattr(KeptStatement, "_asking", note_kept)
    event.listen(engine, "before_cursor_execute", note)
    yield heard
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def count_queries(statements_of: Callable[[Callable[[], object]], list[str]]) -> Callable[[Callable[[], object]], int]:
    """Count the statements that a call sends to the database."""
    return lambda call: len(statements_of(call))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Make a database of its own by name, for tests of migrations, of commits and of several processes."""

    def make(name: str) -> str:
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp(name)}/{name}.sqlite"
        server: Postgres = request.getfixturevalue("postgres")
        return server.create(name)

    return make


def close_connections() -> None:
    """Close every connection of the application in whose context this is called."""
    db.session.remove()
    glances = current_app.extensions[GLANCES]
    glances.drop()
    glances.engine.dispose()
    db.engine.dispose()


@pytest.fixture(scope="session")
def checkout() -> Path:
    return Path(__file__).parent.parent
