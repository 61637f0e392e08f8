"""The summaries of the day."""

from datetime import timedelta

from eboard.core import time
from eboard.core.jobs import each, job
from eboard.digests.actions import send_summary
from eboard.digests.recipients import due


@job(every=timedelta(minutes=10))
def send_summaries() -> int:
    """Send everybody whose hour has come what changed since the last summary."""
    return each(due(time.now()), send_summary)
