"""A live room with 200 people: what saving a pause of typing costs, and how soon everybody sees it; beside a bare page.

Run: python -m benchmarks.live
"""

import json
import os
import statistics
import tempfile
import threading
import time as clock
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from benchmarks.measure import row
from benchmarks.serving import Server, gunicorn
from benchmarks.work_list import make_app
from eboard.boards.enums import BoardRole
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.people import sessions
from tests.client import CSRF
from tests.world import World, make_case, make_item, make_meeting, make_member, make_person, make_world

VIEWERS, SAVES, EVERY = 200, 15, 1.0
GOAL_SAVE, GOAL_SEEN = 50, 2000  # milliseconds
PERCENTILE = 95


def cookie(app: Flask, token: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)
    assert serializer is not None
    return f"eboard={serializer.dumps({'token': token, 'csrf_token': CSRF})}"  # type: ignore[no-untyped-call]


def people(app: Flask, world: World) -> list[str]:
    """The cookies of the coordinator and of everybody who looks."""
    with unit_of_work():
        viewers = [make_person(f"Viewer Number{number}", world.hub) for number in range(VIEWERS)]
        for viewer in viewers:
            make_member(world.board, viewer, BoardRole.PANELIST)
        tokens = [sessions.start(one, address="", browser="")[1] for one in (world.coordinator, *viewers)]
    return [cookie(app, token) for token in tokens]


def meeting(world: World) -> tuple[str, str]:
    with unit_of_work():
        row_ = make_meeting(world.board, time.now().date(), state=MeetingState.LIVE, live_at=time.now())
        items = [
            make_item(row_, make_case(world.north, world.board, state=CaseState.SCHEDULED), n) for n in range(1, 7)
        ]
        items[0].started_at = time.now()
    return f"/meetings/{row_.id}/live", str(items[0].case_id)


class Viewer(threading.Thread):
    """Asks each second, as a page does, and notes when it first saw each text."""

    def __init__(self, server: Server, url: str, cookie_: str, until: list[float]) -> None:
        super().__init__(daemon=True)
        self.server, self.url, self.cookie, self.until = server, url, cookie_, until
        self.seen: dict[int, float] = {}
        self.statuses: set[int] = set()

    def run(self) -> None:
        have, newest = "", 0
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        clock.sleep(EVERY * (hash(self.cookie) % 1000) / 1000)
        while clock.perf_counter() < self.until[0]:
            have, newest = self.look(connection, have, newest)
            clock.sleep(EVERY)

    def look(self, connection: HTTPConnection, have: str, newest: int) -> tuple[str, int]:
        """Ask once; the token of what is known now, and the newest text that was seen."""
        try:
            connection.request("GET", f"{self.url}/state?have={have}", headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            body = answer.read()
        except OSError:
            connection.close()
            return have, newest
        self.statuses.add(answer.status)
        if answer.status != 200:
            return have, newest
        found = json.loads(body)
        for number in range(newest + 1, SAVES + 1):
            if f"word{number}." in found["parts"].get("outcome", ""):
                newest, self.seen[number] = number, clock.perf_counter()
        return found["token"], newest


def measure(
    server: Server, url: str, case_id: str, cookies: list[str], kind: type[Viewer] = Viewer
) -> tuple[list[float], list[float], set[int]]:
    """Milliseconds of each save, and from each answer until each viewer saw it."""
    until = [clock.perf_counter() + 3600]
    viewers = [kind(server, url, one, until) for one in cookies[1:]]
    for viewer in viewers:
        viewer.start()
    clock.sleep(30)  # everybody comes, is recorded and counted as present
    took, saved_at, text = [], {}, ""
    for number in range(1, SAVES + 1):
        typed = f"{text} word{number}.".strip()
        form = {
            "csrf_token": "", "batch": str(uuid4()),
            "changes": json.dumps([{"place": "summary", "was": text, "now": typed}]),
        }  # fmt: skip
        took.append(save(server, f"{url}/cases/{case_id}/save", cookies[0], form))
        saved_at[number], text = clock.perf_counter(), typed
        clock.sleep(2.5)
    until[0] = clock.perf_counter()
    for viewer in viewers:
        viewer.join(timeout=30)
    late = [
        max(0.0, one.seen.get(n, clock.perf_counter()) - at) * 1000 for one in viewers for n, at in saved_at.items()
    ]
    return took, late, set().union(*(viewer.statuses for viewer in viewers))


def save(server: Server, path: str, cookie_: str, form: dict[str, str]) -> float:
    token = URLSafeTimedSerializer(os.environ["EBOARD_SECRET_KEY"], salt="wtf-csrf-token").dumps(CSRF)
    body = urlencode({**form, "csrf_token": token})
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    begin = clock.perf_counter()
    connection.request("POST", path, body, {"Cookie": cookie_, "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    answer.read()
    return (clock.perf_counter() - begin) * 1000


def alone(server: Server, url: str, case_id: str, cookie_: str) -> list[float]:
    """Milliseconds of each save while nobody looks."""
    took, text = [], ""
    for number in range(2 * SAVES):
        typed = f"{text} typed{number}.".strip()
        sent = json.dumps([{"place": "agreed_diagnosis", "was": text, "now": typed}])
        form = {"batch": str(uuid4()), "changes": sent}
        took.append(save(server, f"{url}/cases/{case_id}/save", cookie_, form))
        text = typed
    return took[SAVES:]


def share(found: list[float]) -> str:
    ordered = sorted(found)
    return f"{ordered[min(len(ordered) - 1, len(ordered) * PERCENTILE // 100)]:,.0f}"


def floor(server: Server) -> list[float]:
    """A page that does nothing, asked a hundred times."""
    found = []
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(100):
        begin = clock.perf_counter()
        connection.request("GET", "/")
        connection.getresponse().read()
        found.append((clock.perf_counter() - begin) * 1000)
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/benchmark.sqlite"
        app = make_app(url, folder)
        with app.app_context():
            world = make_world()
            cookies, (place, case_id) = people(app, world), meeting(world)
            db.session.remove()
            db.engine.dispose()
        os.environ.update(settings_of(app, url, folder))
        with gunicorn("benchmarks.floors:hello") as bare:
            nothing = floor(bare)
        with gunicorn("wsgi:app") as server:
            quiet = alone(server, place, case_id, cookies[0])
            before = server.seconds_of_processor()
            took, late, statuses = measure(server, place, case_id, cookies)
            used = server.seconds_of_processor() - before
        row(f"{VIEWERS} people, one process of 8 threads", "median ms", f"p{PERCENTILE} ms")
        row("a page that does nothing, alone (floor)", f"{statistics.median(nothing):.1f}", share(nothing))
        row(f"saving a pause of typing (goal: {GOAL_SAVE})", f"{statistics.median(quiet):.1f}", share(quiet))
        row("the same while all of them look", f"{statistics.median(took):.1f}", share(took))
        row(f"until everybody sees it (goal: {GOAL_SEEN})", f"{statistics.median(late):,.0f}", share(late))
        row("seconds of processor in all", f"{used:.1f}", f"answers: {sorted(statuses)}")


def settings_of(app: Flask, url: str, folder: Path) -> dict[str, str]:
    config = app.config["EBOARD"]
    return {
        "EBOARD_ENVIRONMENT": "test",
        "EBOARD_DATABASE_URL": url,
        "EBOARD_SECRET_KEY": config.secret_key,
        "EBOARD_KEYS_FILE": str(config.keys_file),
        "EBOARD_CHECKPOINT_FILE": str(folder / "checkpoints"),
        "EBOARD_REVOCATION_FILE": str(folder / "revocations"),
        "EBOARD_BASE_URL": "http://localhost:8000",
    }


if __name__ == "__main__":
    main()
