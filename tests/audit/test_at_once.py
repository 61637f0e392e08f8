"""Two processes with two threads each open cases of one organization: its chain has every look, one after another."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

from flask import current_app
from sqlalchemy import select

from config import Config
from eboard import access
from eboard.access import Permission
from eboard.app import create_app
from eboard.audit import Actor
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.audit.queries import verify
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from tests.conftest import close_connections, migrate
from tests.world import make_case, make_world

PROCESSES, THREADS, LOOKS = 2, 2, 25
PROGRAM = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from uuid import UUID
from eboard import access
from eboard.app import create_app
from eboard.audit import Actor
from eboard.cases.models import Case
from eboard.core.db import db
app = create_app()
mark, begin, person, *cases = sys.argv[1:]
def look(case):
    with app.app_context():
        for _time in range({LOOKS}):
            access.load(Actor(person_id=UUID(person)), Case, UUID(case), access.Permission.CASE_READ)
            db.session.remove()
Path(mark).touch()
while not Path(begin).exists():
    sleep(0.01)
with ThreadPoolExecutor({THREADS}) as pool:
    list(pool.map(look, cases))
"""


def test_no_look_is_lost_and_the_chain_does_not_fork(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], checkout: Path, tmp_path: Path
) -> None:
    url = empty_database("looks_at_once")
    keys = tmp_path / "keys"
    app = create_app(config_for(url, keys_file=keys))
    migrate(app)
    with app.app_context():
        world = make_world()
        with unit_of_work():
            cases = [make_case(world.north, world.board).id for _ in range(THREADS)]
        nurse, north = world.nurse.id, world.north.id
        access.load(Actor(person_id=nurse), Case, cases[0], Permission.CASE_READ)  # begins the chain
        close_connections()
    environment = {
        **os.environ,
        "EBOARD_ENVIRONMENT": "test",
        "EBOARD_DATABASE_URL": url,
        "EBOARD_KEYS_FILE": str(keys),
        "EBOARD_SECRET_KEY": "a-secret-of-the-tests-that-is-long",
    }
    begin = tmp_path / "begin"
    ready = [tmp_path / f"ready-{number}" for number in range(PROCESSES)]
    said = [str(begin), str(nurse), *map(str, cases)]
    running = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(mark), *said], cwd=checkout, env=environment)
        for mark in ready
    ]
    try:
        while not all(mark.exists() for mark in ready):
            assert [process.poll() for process in running] == [None, None]
            sleep(0.01)
        begin.touch()
        assert [process.wait(timeout=120) for process in running] == [0, 0]
    finally:
        for process in running:
            process.kill()
            process.wait()
    with app.app_context():
        looks = select(AuditEntry.seq).where(AuditEntry.chain_id == north, AuditEntry.event == AccessEvent.READ)
        numbers = list(db.session.scalars(looks.order_by(AuditEntry.seq)))
        findings = list(verify(current_app.extensions["keyring"], {}))
        close_connections()
    assert numbers == [*range(1, PROCESSES * THREADS * LOOKS + 2)]
    assert findings == []
