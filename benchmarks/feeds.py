"""Subscribed calendars under the web server: unchanged, whole, and just after a change; beside floors of the same run.

Run: python -m benchmarks.feeds   (SQLite; PostgreSQL too where the tests can start one)
"""

import random
import shutil
import statistics
import tempfile
import time as clock
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from alembic import command
from flask import Flask
from sqlalchemy import insert, select, text, true

from benchmarks.measure import row
from benchmarks.serving import Client, get, gunicorn, nginx
from config import Config, Environment
from eboard.app import create_app
from eboard.audit import Actor
from eboard.boards.models import Board
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.feeds import actions
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.feeds.lookup import by_token
from eboard.feeds.queries import subscription
from eboard.feeds.rendering import Surroundings, render
from eboard.feeds.window import Window
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person
from tests.postgres import Postgres
from tests.world import make_board, make_case, make_world

SHOWN = 1_000  # meetings in the calendar that is fetched
SIZES = (100, 1_000, 10_000, 100_000)  # meetings in the database
ROUNDS, SECONDS = 11, 0.5
WIDTHS = (46, 12, 12, 28, 8)


def settings_of(url: str, folder: Path) -> dict[str, str]:
    return {
        "EBOARD_ENVIRONMENT": "test",
        "EBOARD_DATABASE_URL": url,
        "EBOARD_SECRET_KEY": "a-secret-of-the-benchmark-that-is-long",
        "EBOARD_KEYS_FILE": str(folder / "keys"),
        "EBOARD_CHECKPOINT_FILE": str(folder / "checkpoints"),
        "EBOARD_MAIL_DIR": str(folder / "mail"),
        "EBOARD_FEED_FETCHES_PER_HOUR": "0",
    }


def make_app(url: str, folder: Path) -> Flask:
    app = create_app(
        Config(
            environment=Environment.TEST,
            database_url=url,
            secret_key="a-secret-of-the-benchmark-that-is-long",
            keys_file=folder / "keys",
            checkpoint_file=folder / "checkpoints",
            mail_dir=folder / "mail",
        )
    )
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    return app


def meetings(board: Board, count: int, days: range) -> Iterator[dict[str, object]]:
    chance = random.Random(count)
    now = time.now().replace(minute=0, second=0, microsecond=0)
    for _ in range(count):
        starts_at = now + timedelta(days=chance.choice(days), hours=chance.randrange(12))
        key = new_id()
        yield {
            "id": key,
            "board_id": board.id,
            "state": MeetingState.PUBLISHED,
            "published_at": now,
            "announced_at": now,
            "day": starts_at.date(),
            "clock": starts_at.time(),
            "zone": board.zone,
            "minutes": 60,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=60),
            "panel_access_until": starts_at + timedelta(days=30),
            "tzdata": "benchmark",
            "conference_room": key.hex,
            "join_code": key.hex,
            "uid": f"{key}@eboard.example.org",
            "room": "Room 4",
        }


def fill(board: Board, cases: list[UUID], count: int, days: range) -> None:
    """Add meetings with an agenda each."""
    if count <= 0:
        return
    with unit_of_work():
        made = list(meetings(board, count, days))
        db.session.execute(insert(Meeting), made)
        db.session.execute(
            insert(AgendaItem),
            [
                {"meeting_id": one["id"], "case_id": case, "state": ItemState.LISTED, "position": n, "minutes": 10}
                for one in made
                for n, case in enumerate(cases, start=1)
            ],
        )


def subscribe(person: Person, extent: Extent = Extent.MEETING) -> str:
    wish = actions.NewFeed(kind=FeedKind.PERSON, target_id=person.id, name="Benchmark", extent=extent)
    with unit_of_work():
        _row, token = actions.create(actor=Actor(), person=person, wish=wish)
    return token


def ratios(name: str, floor: Client, measured: Client) -> None:
    """Print how a rate compares with its floor, and how the processor time of an answer does.

    The two take turns in short rounds, and the median of the ratios counts: so does other work on the machine for both.
    """
    for client in (floor, measured):
        client.rate(SECONDS)
    rates, by_rate, by_processor = [], [], []
    for _ in range(ROUNDS):
        low, rate = floor.rate(SECONDS), measured.rate(SECONDS)
        rates.append(rate)
        by_rate.append(rate / low)
        by_processor.append(floor.processor / measured.processor)
    answers = b" ".join(sorted(measured.statuses)).decode()
    ratio, of_processor = (f"{statistics.median(each):.2f}" for each in (by_rate, by_processor))
    row(name, f"{statistics.median(rates):.0f}/s", ratio, of_processor, answers, widths=WIDTHS)


def first_rendering(name: str, app: Flask, token: str, board_id: UUID) -> None:
    """How long the body takes after one of its meetings changed."""
    spent, processor = [], []
    for number in range(9):
        with app.app_context():
            with unit_of_work():
                meeting = db.session.scalars(select(Meeting).where(Meeting.board_id == board_id).limit(1)).one()
                meeting.room, meeting.announced_at = f"Room {number}", time.now()
            db.session.remove()
            begin, used = clock.perf_counter(), clock.process_time()
            found = by_token(token)
            assert found is not None
            around = Surroundings("http://localhost:8000", "d.example", "a@d.example")
            render(subscription(found.id), Window.at(time.now()), Variant.FULL, around)
            spent.append((clock.perf_counter() - begin) * 1000)
            processor.append((clock.process_time() - used) * 1000)
            db.session.remove()
    anew, of_processor = (f"{statistics.median(each[1:]):.1f} ms" for each in (spent, processor))
    row(f"  {name} anew, 1 of {SHOWN:,} changed", anew, "", f"{of_processor} of it processor", widths=WIDTHS)
    row("  the first time", f"{spent[0]:.0f} ms", "", f"{processor[0]:.0f} ms of it processor", widths=WIDTHS)


def measure(name: str, url: str, folder: Path) -> None:
    app = make_app(url, folder)
    with app.app_context():
        world = make_world()
        with unit_of_work():
            asked = ["radiology"], ["pathology"], ["radiology", "surgery"]
            cases = [make_case(world.north, world.board, specialties=one).id for one in asked]
            other = make_board(world.hub, "OTHER")
        token = subscribe(world.chair)
        minutes = subscribe(world.radiologist, Extent.MINUTES)
        board_id, other_id = world.board.id, other.id
    made = 0
    for size in SIZES:
        with app.app_context():
            mine = min(size, SHOWN)
            fill(db.session.get_one(Board, board_id), cases, mine - min(made, SHOWN), range(-80, 500))
            fill(db.session.get_one(Board, other_id), cases, size - mine - max(0, made - SHOWN), range(-80, 500))
            made = size
            with unit_of_work():
                db.session.execute(text("ANALYZE"))
            raise_all_versions()
            db.session.remove()
        under_load(f"{name}, {size:,} meetings", f"/cal/{token}/eboard.ics", settings_of(url, folder), folder)
        if size >= SHOWN:
            first_rendering("meetings", app, token, board_id)
            first_rendering("minutes", app, minutes, board_id)
    with app.app_context():
        db.engine.dispose()


def raise_all_versions() -> None:
    """What was filled in went past the hooks."""
    with unit_of_work():
        actions.raise_versions(true())


def under_load(name: str, path: str, settings: dict[str, str], folder: Path) -> None:
    """Compare the feed with its floors, each server alone with the client."""
    with ExitStack() as servers:
        eboard = servers.enter_context(gunicorn("wsgi:app", settings))
        headers, body = get(eboard, path)
        (folder / "floor").write_bytes(body)
        hello = servers.enter_context(gunicorn("benchmarks.floors:hello"))
        memory = servers.enter_context(gunicorn("benchmarks.floors:memory", {"FLOOR_FILE": str(folder / "floor")}))
        unchanged = Client(eboard, path, {"If-None-Match": headers["etag"]})
        ratios(f"{name}: 304", Client(hello, "/"), unchanged)
        ratios(f"{name}: 200, {len(body) / 1000:.0f} kB", Client(memory, "/"), Client(eboard, path))
        if shutil.which("nginx"):
            static = servers.enter_context(nginx(folder / "static", body))
            ratios("  the same as a file of nginx", Client(static, "/calendar.ics"), Client(eboard, path))


def main() -> None:
    row("", "eBoard", "x floor", "processor x floor", "status", widths=WIDTHS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "static").mkdir()
        folder.chmod(0o755)
        measure("SQLite", f"sqlite:///{folder}/benchmark.sqlite", folder)
        server = Postgres()
        try:
            measure("PostgreSQL", server.create("benchmark"), folder)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
