"""Tries are counted in the database: two that come first at the same moment both count, and so do several processes."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from config import Config
from eboard.app import create_app
from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import ThrottledError
from tests.conftest import close_connections, migrate

TRY = throttle.Try("knocking", "at the door", 3, timedelta(minutes=15))
PROGRAM = """
import sys
from pathlib import Path
from eboard.app import create_app
from tests.client import CSRF, Client
app = create_app()
app.test_client_class = Client
client = app.test_client()
with client.session_transaction() as session:
    session["csrf_token"] = CSRF
Path(sys.argv[1]).touch()
while not Path(sys.argv[2]).exists():
    pass
typed = {"email": "nobody@example.org", "password": "not the password"}
print(*(client.post("/sign-in", data=typed).status_code for _ in range(8)))
"""


def counts() -> list[int]:
    return list(db.session.scalars(select(throttle.ThrottleCount.count)))


def test_past_the_limit_one_waits_and_a_right_try_forgives(ctx: Flask) -> None:
    for _time in range(3):
        throttle.count_apart(TRY)
    with pytest.raises(ThrottledError):
        throttle.count_apart(TRY)
    with time.at(time.now() + timedelta(minutes=15)):
        throttle.count_apart(TRY)
    with unit_of_work():
        throttle.forgive(TRY.what, TRY.key)
    assert counts() == []


def test_two_first_tries_at_the_same_moment_both_count(ctx: Flask) -> None:
    """A row with the same key is stored between our look and our save; it is taken back with ours, which is redone."""
    session = db.session()

    def collide(*_arguments: object) -> None:
        row = next(iter(session.new))
        values = {name: getattr(row, name) for name in ("key", "window_start", "expires_at")}
        session.connection().execute(insert(throttle.ThrottleCount).values(**values, count=1))

    event.listen(session, "before_flush", collide, once=True)
    throttle.count_apart(TRY)
    assert counts() == [1]


def test_limits_hold_over_two_processes(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], checkout: Path, tmp_path: Path
) -> None:
    url = empty_database("throttle")
    app = create_app(config_for(url))
    migrate(app)
    with app.app_context():
        close_connections()
    environment = {
        **os.environ,
        "EBOARD_ENVIRONMENT": "test",
        "EBOARD_DATABASE_URL": url,
        "EBOARD_KEYS_FILE": str(tmp_path / "keys"),
        "EBOARD_SECRET_KEY": "a-secret-of-the-tests-that-is-long",
    }
    begin = tmp_path / "begin"
    ready = [tmp_path / f"ready-{number}" for number in range(2)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(mark), str(begin)],
            cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True,
        )
        for mark in ready
    ]  # fmt: skip
    while not all(mark.exists() for mark in ready):
        assert [process.poll() for process in running] == [None, None]
    begin.touch()
    answers = [process.communicate(timeout=120)[0].split() for process in running]
    assert [len(one) for one in answers] == [8, 8]
    assert Counter(answers[0] + answers[1]) == {"422": 10, "429": 6}
