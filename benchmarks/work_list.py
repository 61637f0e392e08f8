"""A coordinator's work list with 1,000, 10,000 and 50,000 waiting cases, beside the page that does nothing.

Medians of the clock (the database's work in it), of this process's CPU time (SQLite's work in it), and the queries.

Run: python -m benchmarks.work_list   (SQLite; PostgreSQL too where the tests can start one)
"""

import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from alembic import command
from flask import Flask
from sqlalchemy import event, insert

from benchmarks.measure import median, row
from config import Config, Environment
from eboard.app import create_app
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board
from eboard.cases.enums import CaseState, Urgency
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import db, unit_of_work
from eboard.core.web.paging import PER_PAGE
from eboard.people.models import Organization
from tests.client import Client
from tests.postgres import Postgres
from tests.world import make_board, make_meeting, make_member, make_organization, make_world

SIZES = (1_000, 10_000, 50_000)
WAITING = (CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.DEFERRED, CaseState.NOT_DISCUSSED)
PAGES = {
    "as it opens": "/work-list",
    "by urgency": "/work-list?sort=urgency",
    "by age": "/work-list?sort=age",
    "by readiness": "/work-list?sort=readiness",
    "ready ones": "/work-list?ready=yes",
    "search": "/work-list?q=carcinoma+17",
    "search in vain": "/work-list?q=melanoma",
    "last page": "/work-list?waiting=anything&page={last}",
}


def make_app(url: str, folder: Path) -> Flask:
    app = create_app(
        Config(
            environment=Environment.TEST,
            database_url=url,
            secret_key="a-secret-of-the-benchmark-that-is-long",
            keys_file=folder / "keys",
            checkpoint_file=folder / "checkpoints",
        )
    )
    app.test_client_class = Client
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    return app


def make_network(client: Client) -> tuple[list[Board], list[Organization]]:
    world = make_world()
    with unit_of_work():
        boards = [world.board, *(make_board(world.hub, code) for code in ("LUNG", "BREAST"))]
        for board in boards:
            make_meeting(board, time.now().date() + timedelta(days=5))
        for board in boards[1:]:
            make_member(board, world.coordinator, BoardRole.COORDINATOR)
        members = [make_organization(f"M{number:02d}") for number in range(40)]
    db.session.expunge_all()  # each request has a session of its own
    client.sign_in(world.coordinator)
    return boards, members


def cases(first: int, last: int, boards: list[Board], members: list[Organization]) -> Iterator[dict[str, object]]:
    chance, moment = random.Random(first), time.now()
    for number in range(first, last):
        yield {
            "number": f"EB-{number:06d}",
            "organization_id": chance.choice(members).id,
            "board_id": chance.choice(boards).id,
            "state": chance.choice(WAITING),
            "state_since": moment,
            "submitted_at": moment - timedelta(days=chance.randrange(60)),
            "target_date": moment.date() + timedelta(days=chance.randrange(-10, 90)),
            "urgency": chance.choice([*Urgency]),
            "is_ready": chance.random() < 0.5,
            "missing": [],
            "diagnosis": f"Carcinoma {number % 100}",
            "question": "Surgery first, or chemotherapy first?",
            "search_text": f"eb-{number:06d} carcinoma {number % 100} surgery first, or chemotherapy first?",
        }


def measure(name: str, app: Flask) -> None:
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: statements.append(statement))
        client = app.test_client()
        boards, members = make_network(client)
        made = 0
        for size in SIZES:
            with unit_of_work():
                db.session.execute(insert(Case), list(cases(made, size, boards, members)))
            made = size
            tidy()
            row(f"{name}, {size:,} cases", "wall ms", "CPU ms", "x floor", "queries")
            floor = median(lambda: client.get("/health/live"))
            row("health.live (the floor)", f"{floor.wall:.1f}", f"{floor.cpu:.1f}", "1")
            for label, template in PAGES.items():
                address = template.format(last=size // PER_PAGE)
                taken = median(lambda address=address: client.get(address))
                statements.clear()
                client.get(address)
                ratio = f"{taken.wall / floor.wall:.0f}"
                row(label, f"{taken.wall:.0f}", f"{taken.cpu:.0f}", ratio, len(statements))


def tidy() -> None:
    """What PostgreSQL does by itself before long."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        for statement in ("VACUUM", "ANALYZE"):
            driver.execute(statement)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", make_app(f"sqlite:///{folder}/benchmark.sqlite", Path(folder)))
        server = Postgres()
        try:
            measure("PostgreSQL", make_app(server.create("benchmark"), Path(folder)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
