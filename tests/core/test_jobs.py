"""Jobs: registered, run a row at a time, ticked by the holder of the lease alone."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from eboard.app import create_app
from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import ThrottledError
from eboard.core.jobs import Job, each, job, registered
from eboard.core.jobs.lease import note_run
from eboard.core.jobs.registry import _jobs
from eboard.core.jobs.scheduler import Ticker
from eboard.core.throttle import ThrottleCount
from eboard.core.tokens import short_tag
from eboard.people.models import Organization
from tests.conftest import close_connections, migrate
from tests.world import make_organization

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def committed_app(empty_database: Callable[[str], str], config_for: Callable[..., Config]) -> Iterator[Flask]:
    """An application on a database of its own, with real commits."""
    app = create_app(config_for(empty_database(f"jobs_{short_tag()}")))
    migrate(app)
    yield app
    with app.app_context():
        close_connections()


def test_a_job_is_registered_under_the_name_of_its_package() -> None:
    def remind() -> int:
        return 0

    remind.__module__ = "eboard.cases.jobs"
    try:
        job(every=MINUTE)(remind)
        assert registered()["cases.remind"] == Job("cases.remind", MINUTE, remind)
    finally:
        del _jobs["cases.remind"]


def test_one_bad_row_never_stops_the_rest(ctx: Flask, caplog: pytest.LogCaptureFixture) -> None:
    rows = [UUID(int=n) for n in (1, 2, 3)]

    def act(row_id: UUID) -> None:
        make_organization(f"ORG{row_id.int}")
        if row_id.int == 2:
            time.zone("Maria Marker")

    assert each(rows, act) == 2
    assert sorted(db.session.scalars(select(Organization.code))) == ["ORG1", "ORG3"]
    assert "Maria" not in caplog.text
    assert f"failed on row {rows[1]}: DomainError at {time.__file__}:" in caplog.text


def test_only_the_holder_of_the_lease_ticks(committed_app: Flask) -> None:
    runs: list[str] = []
    first, second = Ticker(committed_app), Ticker(committed_app)
    first.renew()
    second.renew()
    for name, ticker in (("first", first), ("second", second)):
        ticker.run(Job("count", MINUTE, lambda name=name: runs.append(name) or 1))  # type: ignore[misc]
    assert runs == ["first"]
    with time.at(time.now() + 2 * MINUTE):
        second.renew()
        first.renew()
    assert (first.is_leader, second.is_leader) == (False, True)


@pytest.fixture
def daily() -> Iterator[Event]:
    """The only job there is runs once a day, and says here that it ran."""
    kept, ran = dict(_jobs), Event()

    def run_daily() -> int:
        ran.set()
        return 1

    run_daily.__module__ = "eboard.tests.jobs"
    _jobs.clear()
    job(every=DAY)(run_daily)
    yield ran
    _jobs.clear()
    _jobs.update(kept)


def next_run(ticker: Ticker) -> datetime | None:
    """When the daily job is due in this process; None while the process leaves it to its interval."""
    found = ticker.scheduler.get_job("tests.run_daily")
    moment: datetime | None = getattr(found, "next_run_time", None)
    return moment


def test_a_daily_job_runs_when_the_first_scheduler_starts(committed_app: Flask, daily: Event) -> None:
    ticker = Ticker(committed_app)
    ticker.renew()
    thread = Thread(target=ticker.scheduler.start)
    thread.start()
    try:
        assert daily.wait(timeout=30)
    finally:
        ticker.scheduler.shutdown()
        thread.join()


@pytest.mark.usefixtures("daily")
@pytest.mark.parametrize(("hours", "left"), [(20, 4), (23, 1), (24, 0), (90, 0)])
def test_whoever_takes_the_lease_goes_on_where_the_one_before_stopped(
    committed_app: Flask, hours: int, left: int
) -> None:
    """So that one that is started anew each day runs its daily jobs, and not at each start."""
    moment = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    with time.at(moment - timedelta(hours=hours)), committed_app.app_context(), unit_of_work():
        note_run("tests.run_daily", failure="")
    first, second = Ticker(committed_app), Ticker(committed_app)
    with time.at(moment - 2 * MINUTE):
        first.renew()
        second.renew()
        assert next_run(second) is None
    with time.at(moment):
        second.renew()
    assert next_run(second) == moment + timedelta(hours=left)


def test_a_busy_database_costs_the_lease_and_not_the_scheduler(
    tmp_path: Path, config_for: Callable[..., Config]
) -> None:
    app = create_app(config_for(f"sqlite:///{tmp_path}/busy.sqlite"))
    migrate(app)
    ticker = Ticker(app)
    ticker.renew()
    with closing(sqlite3.connect(tmp_path / "busy.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ticker.is_leader
        ticker.renew()
    assert not ticker.is_leader
    with app.app_context():
        close_connections()


def test_a_failing_job_is_logged_without_its_text(committed_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> int:
        return len(time.zone("Maria Marker").key)

    ticker = Ticker(committed_app)
    ticker.renew()
    ticker.run(Job("fail", MINUTE, fail))
    assert f"fail failed: DomainError at {time.__file__}:" in caplog.text
    assert "Maria" not in caplog.text


def test_a_throttle_lets_its_limit_through_and_opens_again(ctx: Flask) -> None:
    def attempt(key: str = "a") -> None:
        with unit_of_work():
            throttle.count("sign-in", key, limit=3, window=MINUTE)

    for _ in range(3):
        attempt()
    with pytest.raises(ThrottledError) as caught:
        attempt()
    assert 0 < caught.value.retry_after <= 60
    attempt("b")
    with time.at(time.now() + MINUTE):
        attempt()
        with unit_of_work():
            assert throttle.forget_expired() == 2
    assert len(db.session.scalars(select(ThrottleCount)).all()) == 1
