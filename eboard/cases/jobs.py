"""Jobs of cases: reminders of materials and of openings nobody judged, and files whose removal was asked for."""

from datetime import timedelta

from eboard.cases.actions.attachments import purge_file
from eboard.cases.actions.emergencies import remind_reviewers
from eboard.cases.actions.materials import remind_chaser
from eboard.cases.queries.attachments import removed
from eboard.cases.queries.emergencies import to_remind
from eboard.cases.queries.materials import due
from eboard.core import time
from eboard.core.jobs import each, job
from eboard.retention.holds import free_files


@job(every=timedelta(hours=1))
def remind_of_materials() -> int:
    """Write to those who chase what has not arrived."""
    return each(due(time.now().date()), remind_chaser)


@job(every=timedelta(minutes=10))
def purge_files() -> int:
    """Delete the bytes of removed attachments on which no hold lies; the row stays as their trace."""
    return each(free_files(removed()), purge_file)


@job(every=timedelta(hours=1))
def remind_of_emergencies() -> int:
    """Write to those who may judge what was opened in an emergency and waits for it."""
    return each(to_remind(time.now()), remind_reviewers)
