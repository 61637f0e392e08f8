"""Work that time starts: jobs are registered functions, one scheduler process ticks at a time.

A job selects what is due and runs one action per row, each in its own unit of work, so that one bad row never stops
the rest. Any number of schedulers may run: a lease in the database elects the one that ticks.
"""

from eboard.core.jobs.lease import JobRun, Lease
from eboard.core.jobs.registry import Job, each, job, one_by_one, registered

__all__ = ["Job", "JobRun", "Lease", "each", "job", "one_by_one", "registered"]
