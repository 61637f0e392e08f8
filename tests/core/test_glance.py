"""A glance: one look at the database without a session, which ends with the truth or with a plain refusal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, literal_column, select

from config import Config
from eboard.app import create_app
from eboard.core import time
from eboard.core.db import Glance, db
from eboard.core.db.glance import NAME, Glances
from eboard.core.errors import BusyError
from eboard.core.tokens import short_tag
from eboard.people.models import Organization
from tests.conftest import NOW, migrate
from tests.world import make_organization, save

ONE = Glance(select(literal_column("1")))
NAMES = Glance(select(Organization.__table__.c.id, Organization.__table__.c.name, Organization.__table__.c.created_at))


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
    assert NAMES() is None
    with time.at(NOW):
        west = make_organization("WEST")
        save(west)
    assert NAMES() == (west.id, "West Hospital", NOW)


def test_a_thread_keeps_its_connection_and_another_has_its_own(apart: Flask) -> None:
    ONE()
    mine = glances(apart).connection()
    ONE()
    assert glances(apart).connection() is mine
    others = []

    def look() -> None:
        with apart.app_context():
            ONE()
            others.append(glances(apart).connection() is mine)
            glances(apart).drop()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert others == [False]
    glances(apart).drop()
    glances(apart).drop()


def test_any_number_of_threads_may_look_at_once(apart: Flask) -> None:
    ready, answers = Barrier(24), []

    def look() -> None:
        with apart.app_context():
            answers.append(ONE())
            ready.wait(timeout=30)
            glances(apart).drop()

    threads = [Thread(target=look) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(1,)] * 24


def test_a_database_that_is_not_there_is_busy(apart: Flask, tmp_path: Path) -> None:
    nowhere = Glances(f"sqlite:///{tmp_path}/folder/eboard.sqlite")
    (tmp_path / "folder").rmdir()
    kept, apart.extensions[NAME] = apart.extensions[NAME], nowhere
    try:
        with pytest.raises(BusyError):
            ONE()
    finally:
        apart.extensions[NAME] = kept


def test_it_leaves_no_transaction_open(apart: Flask) -> None:
    ONE()
    connection = glances(apart).connection().driver_connection
    assert connection is not None
    if apart.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert connection.in_transaction is False
    else:
        assert connection.info.transaction_status.name == "IDLE"


def test_a_session_that_lost_what_was_prepared_prepares_it_again(apart: Flask) -> None:
    assert ONE() == (1,)
    if not apart.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        driver: Any = glances(apart).connection().driver_connection
        driver.execute("DEALLOCATE ALL")
    assert ONE() == (1,)


def test_what_the_server_refuses_is_busy_and_the_next_look_works(apart: Flask) -> None:
    with pytest.raises(BusyError):
        NAMES()  # there is no such table yet
    assert ONE() == (1,)


def test_a_connection_that_the_server_closed_is_replaced_unseen(apart: Flask) -> None:
    if apart.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        ONE()
        glances(apart).drop()
    else:
        row = Glance(select(func.pg_backend_pid()))()
        assert row is not None
        with db.engine.connect() as other:
            other.execute(select(func.pg_terminate_backend(row[0])))
    row = ONE()
    assert row == (1,)


def test_a_database_that_cannot_answer_is_busy_and_the_next_glance_starts_anew(apart: Flask) -> None:
    with pytest.raises(BusyError):
        NAMES()
    assert ONE() == (1,)


def test_a_feed_of_a_database_that_cannot_answer_is_a_503_and_no_calendar(apart: Flask) -> None:
    response = apart.test_client().get("/cal/anything/eboard.ics")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "VCALENDAR" not in response.text
