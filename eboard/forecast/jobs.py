"""Warning of specialties that may be missing when it is time."""

from datetime import timedelta

from eboard.core.jobs import each, job
from eboard.forecast.actions import warn
from eboard.forecast.due import due_to_be_warned


@job(every=timedelta(hours=1))
def warn_due() -> int:
    """Warn the coordinators of coming meetings on the days their boards set."""
    return each(due_to_be_warned(), warn)
