"""Following what was signed."""

from datetime import timedelta

from eboard.core.jobs import each, job
from eboard.followup.actions import follow
from eboard.followup.queries import unfollowed_versions


@job(every=timedelta(minutes=10))
def follow_signed() -> int:
    """Begin to follow every letter that was signed since the last run."""
    return each(unfollowed_versions(), follow)
