"""Counting in the memory of one process: how often an address may be fetched, and how often it was.

The database is spared: an unchanged feed costs one look-up and no write, and a flood ends here.
"""

from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

HOUR = timedelta(hours=1)
FLUSH_AFTER = timedelta(minutes=1)


class HourlyLimit:
    """Counts what keys do within each clock hour."""

    def __init__(self) -> None:
        self.hour: datetime | None = None
        self.counts: dict[str, int] = {}
        self.lock = Lock()

    def seconds_to_wait(self, key: str, limit: int, moment: datetime) -> int:
        """Count one more for ``key``; 0 if it is within the limit, else how long until the count starts anew."""
        hour = moment.replace(minute=0, second=0, microsecond=0)
        with self.lock:
            if hour != self.hour:
                self.hour, self.counts = hour, {}
            self.counts[key] = self.counts.get(key, 0) + 1
            is_over = 0 < limit < self.counts[key]
        return max(1, int((hour + HOUR - moment).total_seconds())) if is_over else 0


class Uses:
    """Fetches not yet written to the database."""

    def __init__(self) -> None:
        self.fetches: dict[UUID, tuple[int, datetime]] = {}
        self.written_at: datetime | None = None
        self.lock = Lock()

    def count(self, subscription_id: UUID, moment: datetime) -> dict[UUID, tuple[int, datetime]]:
        """Count a fetch; returns what is to be written now, which is nothing within a minute of the last time."""
        with self.lock:
            before, _last = self.fetches.get(subscription_id, (0, moment))
            self.fetches[subscription_id] = (before + 1, moment)
            if self.written_at is not None and self.written_at <= moment < self.written_at + FLUSH_AFTER:
                return {}
            due, self.fetches = self.fetches, {}
            self.written_at = moment
            return due
