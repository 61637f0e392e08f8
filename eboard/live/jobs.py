"""Batches that nobody sends again are forgotten."""

from datetime import timedelta

from eboard.core.db import unit_of_work
from eboard.core.jobs import job
from eboard.live.actions import forget_batches


@job(every=timedelta(hours=6))
def forget_saved_batches() -> int:
    """Forget them; returns how many there were."""
    with unit_of_work():
        return forget_batches()
