"""Letters that nobody acknowledged in time."""

from datetime import timedelta
from uuid import UUID

from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.recommendations.actions import remind
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.reminding import due


@job(every=timedelta(minutes=15))
def remind_of_letters() -> int:
    """Take the next step for every letter whose time is over."""
    return each(due(time.now()), _remind)


def _remind(version_id: UUID) -> None:
    remind(actor=SYSTEM, version=db.session.get_one(SignedVersion, version_id))
