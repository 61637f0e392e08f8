"""Publishing a meeting with 300 people, telling them, and delivering the mail with one and with several dispatchers.

Run: python -m benchmarks.publishing   (SQLite; PostgreSQL too where the tests can start one)
The floor is a loop of smtplib that sends the same bytes to the same server and notes nothing.
"""

import multiprocessing
import smtplib
import statistics
import tempfile
import time as stopwatch
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from alembic import command
from flask import Flask
from sqlalchemy import delete, event, insert, select, text, update

from benchmarks import smtp_sink
from benchmarks.measure import row
from config import Config, Environment
from eboard.app import create_app
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board, BoardMembership
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.invitations.jobs import tell_due
from eboard.mail.enums import MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.people.enums import PersonState
from eboard.people.models import Person
from tests.client import Client
from tests.postgres import Postgres
from tests.world import LONG_AGO, World, make_meeting, make_world

INVITED, RUNS, DISPATCHERS = 300, 5, 3
LIMIT_MS, LEAST_PER_SECOND = 200, 200


def config(url: str, folder: Path, port: int) -> Config:
    return Config(
        environment=Environment.TEST,
        database_url=url,
        secret_key="a-secret-of-the-benchmark-that-is-long",
        keys_file=folder / "keys",
        checkpoint_file=folder / "checkpoints",
        mail_dir=None,
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_tls="none",
        hold_seconds=0,
    )


def seconds(call: Callable[[], object]) -> float:
    begin = stopwatch.perf_counter()
    call()
    return stopwatch.perf_counter() - begin


def worked(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and those that this process had a processor: a busy machine lengthens the first alone."""
    begin = stopwatch.process_time()
    spent = seconds(call)
    return spent, stopwatch.process_time() - begin


def make_panel(board: Board) -> None:
    ids = [new_id() for _ in range(INVITED - 5)]
    people = [
        {
            "id": row_id,
            "email": f"panelist{number}@example.org",
            "given_name": "Pat",
            "family_name": f"Panelist{number:03d}",
            "zone": "Europe/London" if number % 2 else "America/Chicago",
            "state": PersonState.ACTIVE,
        }
        for number, row_id in enumerate(ids)
    ]
    seats = [
        {"id": new_id(), "board_id": board.id, "person_id": one, "role": BoardRole.PANELIST, "starts_on": LONG_AGO}
        for one in ids
    ]
    with unit_of_work():
        db.session.execute(insert(Person), people)
        db.session.execute(insert(BoardMembership), seats)
    with unit_of_work():
        db.session.execute(text("ANALYZE"))


def publish(client: Client, world: World, number: int) -> tuple[float, float]:
    with unit_of_work():
        day = time.now().date() + timedelta(days=30 + number)
        meeting_id = make_meeting(world.board, day, state=MeetingState.PLANNED, published_at=None).id
    db.session.expunge_all()  # each request has a session of its own

    def post() -> None:
        answer = client.post(f"/meetings/{meeting_id}/publish")
        assert answer.status_code == 302, answer.text

    return worked(post)


def dispatch(settings: Config, ready: Barrier) -> None:
    app = create_app(settings)
    with app.app_context():
        db.session.scalar(select(OutboxMessage.id).limit(1))
        db.session.rollback()
        ready.wait()
        deliver()
        ready.wait()


def together(settings: Config) -> float:
    """Seconds that several processes take to empty the outbox."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(DISPATCHERS + 1)
    processes = [context.Process(target=dispatch, args=(settings, ready)) for _ in range(DISPATCHERS)]
    for process in processes:
        process.start()
    ready.wait()
    spent = seconds(ready.wait)
    for process in processes:
        process.join()
    return spent


def floor(port: int) -> float:
    rows = db.session.execute(select(OutboxMessage.recipient, OutboxMessage.body).limit(INVITED)).all()

    def loop() -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            for recipient, body in rows:
                client.sendmail("eboard@example.org", [recipient], body)

    return INVITED / statistics.median(seconds(loop) for _ in range(3))


def queue_again() -> None:
    with unit_of_work():
        db.session.execute(update(OutboxMessage).values(state=MailState.QUEUED, sent_at=None, attempts=0))


def measure(name: str, app: Flask, server: smtp_sink.Server) -> None:
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: statements.append(statement))
        client = app.test_client()
        assert isinstance(client, Client)
        world = make_world()
        make_panel(world.board)
        db.session.expunge_all()
        client.sign_in(world.coordinator)
        publish(client, world, 0)
        statements.clear()
        times = [publish(client, world, number) for number in range(1, RUNS + 1)]
        spent, busy = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
        row(f"{name}: publish for {INVITED}", f"{spent:.0f} ms", f"{busy:.0f} ms CPU", f"limit {LIMIT_MS} ms")
        row(f"{name}: statements of one publishing", len(statements) // RUNS)
        statements.clear()
        spent, busy = worked(tell_due)
        told = INVITED * (RUNS + 1)
        each = f"{busy / told * 1000:.1f} ms CPU and {len(statements) / told:.1f} statements each"
        row(f"{name}: tell", f"{told / spent:.0f}/s", each)
        with unit_of_work():
            ids = db.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id).offset(INVITED * 2)).all()
            db.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(ids)))
        raw = floor(server.port)
        row(f"{name}: floor, smtplib alone", f"{raw:.0f}/s")
        db.session.rollback()
        server.take()
        count = INVITED * 2
        spent, busy = worked(deliver)
        report(f"{name}: deliver, one dispatcher", count / spent, raw, server, count)
        row(f"{name}: the same without waiting", f"{count / busy:.0f}/s")
        queue_again()
        db.session.remove()
        rate = count / together(app.config["EBOARD"])
        report(f"{name}: deliver, {DISPATCHERS} dispatchers", rate, raw, server, count)


def report(label: str, rate: float, raw: float, server: smtp_sink.Server, count: int) -> None:
    taken = server.take()
    assert taken == (count, 0), taken
    row(label, f"{rate:.0f}/s", f"{raw / rate:.1f} x floor", f"goal {LEAST_PER_SECOND}/s", widths=(44, 14, 24, 14))


def run(name: str, url: str, folder: Path) -> None:
    with smtp_sink.running() as server:
        app = create_app(config(url, folder, server.port))
        app.test_client_class = Client
        with app.app_context():
            command.upgrade(alembic_config(), "head")
        measure(name, app, server)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run("SQLite", f"sqlite:///{folder}/benchmark.sqlite", Path(folder))
        server = Postgres()
        try:
            run("PostgreSQL", server.create("benchmark"), Path(folder))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
