"""Letters that were read outside and no longer count."""

from datetime import timedelta
from uuid import UUID

from eboard.audit import SYSTEM
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.outside.actions import recall_reader
from eboard.outside.models import OutsideLink
from eboard.outside.queries import to_recall


@job(every=timedelta(minutes=5))
def recall_letters() -> int:
    """Tell everybody outside who read a letter that was amended or entered in error."""
    return each(to_recall(), _recall)


def _recall(link_id: UUID) -> None:
    recall_reader(actor=SYSTEM, link=db.session.get_one(OutsideLink, link_id))
