"""Event streams instead of asking each second: what decision 18 weighs, measured beside `benchmarks.live`.

A process of its own holds a stream for each of 200 people, looks four times a second whether the room's version rose,
and tells them; each of them then asks the web server, as a page does. It asks nobody's rights: what ends a page whose
access was taken away would come on top.

Run: python -m benchmarks.streams
"""

import asyncio
import os
import sqlite3
import statistics
import sys
import tempfile
import time as clock
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import live
from benchmarks.measure import row
from benchmarks.serving import free_port, gunicorn, running
from benchmarks.work_list import make_app
from eboard.core.db import db
from tests.world import make_world

LOOKS_EVERY = 0.25  # seconds
HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"


async def serve(port: int, database: str) -> None:
    """Hold every connection that comes, and tell all of them when a version rose."""
    listeners: set[asyncio.StreamWriter] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEADER)
        listeners.add(writer)

    async with await asyncio.start_server(welcome, "127.0.0.1", port):
        connection, known = sqlite3.connect(database, isolation_level=None), None
        while True:
            (version,) = connection.execute("SELECT sum(version + people_version) FROM live_room").fetchone()
            if version != known:
                known = version
                for writer in listeners:
                    writer.write(b"data: %d\n\n" % version)
            await asyncio.sleep(LOOKS_EVERY)


class Listener(live.Viewer):
    """Waits to be told, then asks as a page does."""

    stream_port = 0

    def run(self) -> None:
        stream = HTTPConnection("127.0.0.1", self.stream_port, timeout=60)
        stream.request("GET", "/")
        told = stream.getresponse()
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        have, newest = self.look(connection, "", 0)
        while clock.perf_counter() < self.until[0]:
            try:
                line = told.readline()
            except OSError:
                break
            if line.startswith(b"data:"):
                have, newest = self.look(connection, have, newest)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/benchmark.sqlite"
        app = make_app(url, folder)
        with app.app_context():
            world = make_world()
            cookies, (place, case_id) = live.people(app, world), live.meeting(world)
            db.session.remove()
            db.engine.dispose()
        os.environ.update(live.settings_of(app, url, folder))
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.streams", str(port), urlsplit(url).path[1:]]
        with gunicorn("wsgi:app") as server, running(command, port) as streams:
            Listener.stream_port = streams.port
            before = server.seconds_of_processor() + streams.seconds_of_processor()
            took, late, statuses = live.measure(server, place, case_id, cookies, Listener)
            used = server.seconds_of_processor() + streams.seconds_of_processor() - before
        report(took, late, used, statuses)


def report(took: list[float], late: list[float], used: float, statuses: set[int]) -> None:
    """The same lines as `benchmarks.live`."""
    row(f"{live.VIEWERS} streams, one process beside", "median ms", f"p{live.PERCENTILE} ms")
    row("saving a pause of typing while all of them wait", f"{statistics.median(took):.1f}", live.share(took))
    row("until everybody sees it", f"{statistics.median(late):,.0f}", live.share(late))
    row("seconds of processor in all", f"{used:.1f}", f"answers: {sorted(statuses)}")


if __name__ == "__main__":
    if sys.argv[1:]:
        asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
    else:
        main()
