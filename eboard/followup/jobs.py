"""Following what was signed, reminding of answers that are due, and telling panels what was answered."""

from datetime import timedelta

from eboard.core import time
from eboard.core.jobs import each, job
from eboard.followup.actions import follow, remind, tell_fates
from eboard.followup.queries import unfollowed_versions
from eboard.followup.reminding import due_to_be_reminded
from eboard.followup.telling import due_to_be_told


@job(every=timedelta(minutes=10))
def follow_signed() -> int:
    """Begin to follow every letter that was signed since the last run."""
    return each(unfollowed_versions(), follow)


@job(every=timedelta(hours=1))
def remind_care_teams() -> int:
    """Remind everybody whose week is over of the answers that are due."""
    return each(due_to_be_reminded(time.now()), remind)


@job(every=timedelta(hours=1))
def tell_panels() -> int:
    """Tell everybody on a panel once a month what became of its cases."""
    return each(due_to_be_told(time.now()), tell_fates)
