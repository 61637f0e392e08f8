"""Ending addresses that nobody uses."""

from datetime import timedelta

from eboard.core.jobs import each, job
from eboard.core.web.settings import settings
from eboard.feeds import actions
from eboard.feeds.queries import due_to_end, due_to_warn, ids_where


@job(every=timedelta(hours=6))
def end_unused() -> int:
    """Warn the people whose addresses are about to end, and end those whose people were warned in time."""
    if not settings().feed_unused_days:
        return 0
    return each(ids_where(due_to_end()), actions.expire) + each(ids_where(due_to_warn()), actions.warn)
