"""A glance: one look at the database without a session, which ends with the truth or with a plain refusal."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, literal, select, text

from config import Config
from eboard.app import create_app
from eboard.core.db import db, glance
from eboard.core.db.glance import NAME, Glances
from eboard.core.errors import BusyError
from eboard.core.tokens import short_tag
from tests.conftest import migrate
from tests.world import make_organization, save

ONE = select(literal(1))


@pytest.fixture
def apart(empty_database: Callable[[str], str], config_for: Callable[..., Config]) -> Iterator[Flask]:
    """An application on a database of its own, without any table."""
    app = create_app(config_for(empty_database(f"glances_{short_tag()}")))
    with app.app_context():
        yield app
        glances(app).drop()
        glances(app).engine.dispose()
        db.session.remove()
        db.engine.dispose()


def glances(app: Flask) -> Glances:
    found: Glances = app.extensions[NAME]
    return found


def test_it_sees_what_was_committed_last(apart: Flask) -> None:
    migrate(apart)
    names = text("SELECT name FROM organization")
    assert glance(names, {}) is None
    with apart.app_context():
        save(make_organization("WEST"))
    row = glance(names, {})
    assert row is not None
    assert list(row) == ["West Hospital"]


def test_a_thread_keeps_its_connection_and_another_has_its_own(apart: Flask) -> None:
    glance(ONE, {})
    mine = glances(apart).connection()
    glance(ONE, {})
    assert glances(apart).connection() is mine
    others = []

    def look() -> None:
        with apart.app_context():
            glance(ONE, {})
            others.append(glances(apart).connection() is mine)
            glances(apart).drop()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert others == [False]
    glances(apart).drop()
    glances(apart).drop()


def test_it_leaves_no_transaction_open(apart: Flask) -> None:
    glance(ONE, {})
    connection = glances(apart).connection().connection.driver_connection
    assert connection is not None
    if apart.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert connection.in_transaction is False
    else:
        assert connection.info.transaction_status.name == "IDLE"


def test_a_connection_that_the_server_closed_is_replaced_unseen(apart: Flask) -> None:
    if apart.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        glance(ONE, {})
        glances(apart).drop()
    else:
        row = glance(select(func.pg_backend_pid()), {})
        assert row is not None
        with db.engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(row[0])))
    row = glance(ONE, {})
    assert row is not None
    assert list(row) == [1]


def test_a_database_that_cannot_answer_is_busy_and_the_next_glance_starts_anew(apart: Flask) -> None:
    with pytest.raises(BusyError):
        glance(text("SELECT name FROM organization"), {})
    assert glance(ONE, {}) is not None


def test_a_feed_of_a_database_that_cannot_answer_is_a_503_and_no_calendar(apart: Flask) -> None:
    response = apart.test_client().get("/cal/anything/eboard.ics")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "VCALENDAR" not in response.text
