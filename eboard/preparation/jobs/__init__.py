"""Work that time starts for the preparation of meetings."""

import logging
from datetime import timedelta
from uuid import UUID

from config import ROOT
from eboard.audit import SYSTEM
from eboard.core.errors import DomainError
from eboard.core.jobs import each, job
from eboard.core.web.settings import settings
from eboard.preparation.actions.closing import close_list
from eboard.preparation.coming import closed, meeting_to_come
from eboard.preparation.jobs.copying import renew_copies

logger = logging.getLogger(__name__)


@job(every=timedelta(minutes=15))
def close_lists() -> int:
    """Name preparers for the meetings whose list has closed, and tell them once."""
    return each(closed(), _close)


@job(every=timedelta(minutes=15))
def copy_packets() -> int:
    """Renew the downtime copies, if a folder for them is configured."""
    folder = settings().downtime_dir
    if folder is None:
        return 0
    try:
        return renew_copies(actor=SYSTEM, folder=ROOT / folder, hours=settings().downtime_hours).written
    except DomainError as error:
        logger.error("no downtime copies are made: %s", error.message)
        return 0


def _close(meeting_id: UUID) -> None:
    meeting = meeting_to_come(meeting_id)
    if meeting is not None:
        close_list(meeting=meeting)
