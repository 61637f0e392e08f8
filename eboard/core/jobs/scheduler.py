"""The scheduler process: APScheduler with a memory store; the rows to work on are in the database."""

import logging
import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import BusyError, StaleError
from eboard.core.jobs.lease import last_runs, note_run, take
from eboard.core.jobs.registry import Job, registered
from eboard.core.logs import place_of

logger = logging.getLogger(__name__)

LEASE = "scheduler"
LEASE_DURATION = timedelta(seconds=60)
RENEWAL = timedelta(seconds=15)
NOTED_EVERY = timedelta(minutes=1)
DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}  # late is better than not at all


class Ticker:
    """Runs the jobs of one application while it holds the lease."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.is_leader = False
        self.noted: dict[str, tuple[datetime, str]] = {}
        self.scheduler = BlockingScheduler(
            timezone="UTC", executors={"default": ThreadPoolExecutor(4)}, job_defaults=DEFAULTS
        )
        self.scheduler.add_job(self.renew, "interval", seconds=RENEWAL.total_seconds())
        for due in registered().values():
            seconds = due.every.total_seconds()
            self.scheduler.add_job(self.run, "interval", args=[due], id=due.name, seconds=seconds)

    def renew(self) -> None:
        """Take or keep the lease; whoever takes it goes on where the one before stopped."""
        with self.app.app_context():
            try:
                with unit_of_work():
                    is_leader = take(LEASE, owner=self.owner, duration=LEASE_DURATION)
                    begins = is_leader and not self.is_leader
                    ran = last_runs() if begins else {}
                self.is_leader = is_leader
                if begins:
                    self.go_on(ran)
            except (BusyError, StaleError):  # the database is busy, or another scheduler took the lease just now
                self.is_leader = False
            finally:
                db.session.remove()

    def go_on(self, ran: Mapping[str, datetime]) -> None:
        """Let each job run an interval after it last did, and at once if that has passed or it never ran."""
        now = time.now()
        for name, due in registered().items():
            self.scheduler.modify_job(name, next_run_time=max(now, ran[name] + due.every) if name in ran else now)

    def run(self, due: Job) -> None:
        """Run one job now, if this process leads."""
        if not self.is_leader:
            return
        with self.app.app_context():
            try:
                handled = due.run()
                if handled:
                    logger.info("%s handled %d", due.name, handled)
                self.note(due.name)
            except Exception as error:  # noqa: BLE001 - the next tick tries again
                logger.error("%s failed: %s at %s", due.name, type(error).__name__, place_of(error.__traceback__))
                self.note(due.name, failure=type(error).__name__)
            finally:
                db.session.remove()

    def note(self, name: str, *, failure: str = "") -> None:
        """Note when a job ran, once a minute at most unless it fails or recovers; a busy database is left in peace."""
        before = self.noted.get(name)
        if before is not None and before[1] == failure and time.now() - before[0] < NOTED_EVERY:
            return
        db.session.remove()
        with suppress(BusyError, StaleError):
            with unit_of_work():
                note_run(name, failure=failure)
            self.noted[name] = (time.now(), failure)


def run_forever(app: Flask) -> None:
    """Tick until the process is told to stop."""
    ticker = Ticker(app)
    ticker.renew()
    ticker.scheduler.start()
