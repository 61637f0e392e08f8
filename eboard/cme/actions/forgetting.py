"""Forgetting a whole activity once its time is over."""

from sqlalchemy import delete

from eboard.audit import Actor, record
from eboard.cme.enums import CmeEvent
from eboard.cme.models import CmeActivity, CmeAsk, CmeCertificate, CmeCount, CmeEntry, CmeEvaluation
from eboard.cme.retention import is_over
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

PARTS = (CmeEntry, CmeCertificate, CmeEvaluation, CmeCount, CmeAsk)


def forget_activity(*, actor: Actor, activity: CmeActivity) -> None:
    """Delete an activity with its ledger, certificates and evaluations; raises DomainError before its time."""
    if not is_over(activity.year, time.now()):
        raise DomainError(_("The ledger of an activity is kept for six years after its year."))
    for part in PARTS:
        db.session.execute(delete(part).where(part.activity_id == activity.id))
    record(
        actor=actor,
        event=CmeEvent.FORGOTTEN,
        subject=activity,
        organization_id=activity.board.organization_id,
        year=activity.year,
    )
    db.session.delete(activity)
