"""The scheduler process: APScheduler with a memory store; the rows to work on are in the database."""

import logging
import os
import secrets
import socket
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from eboard.core.db import db, unit_of_work
from eboard.core.errors import BusyError, StaleError
from eboard.core.jobs.lease import take
from eboard.core.jobs.registry import Job, registered

logger = logging.getLogger(__name__)

LEASE = "scheduler"
LEASE_DURATION = timedelta(seconds=60)
RENEWAL = timedelta(seconds=15)


class Ticker:
    """Runs the jobs of one application while it holds the lease."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.is_leader = False

    def renew(self) -> None:
        """Take or keep the lease."""
        with self.app.app_context():
            try:
                with unit_of_work():
                    self.is_leader = take(LEASE, owner=self.owner, duration=LEASE_DURATION)
            except (BusyError, StaleError):  # the database is busy, or another scheduler took the lease just now
                self.is_leader = False
            finally:
                db.session.remove()

    def run(self, due: Job) -> None:
        """Run one job now, if this process leads."""
        if not self.is_leader:
            return
        with self.app.app_context():
            try:
                handled = due.run()
                if handled:
                    logger.info("%s handled %d", due.name, handled)
            except Exception as error:  # noqa: BLE001 - the next tick tries again
                logger.error("%s failed: %s", due.name, type(error).__name__)
            finally:
                db.session.remove()


def run_forever(app: Flask) -> None:
    """Tick until the process is told to stop."""
    ticker = Ticker(app)
    ticker.renew()
    scheduler = BlockingScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(4)})
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
    scheduler.add_job(ticker.renew, "interval", seconds=RENEWAL.total_seconds(), **defaults)
    for due in registered().values():
        scheduler.add_job(
            ticker.run, "interval", args=[due], id=due.name, seconds=due.every.total_seconds(), **defaults
        )
    scheduler.start()
