"""Edits after acceptance: what stood there before is kept, and the coordinator is shown that something changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent
from eboard.cases.fields import plain
from eboard.cases.models import Case, CaseVersion
from eboard.core import time
from eboard.core.db import db


def keep_version(*, actor: Actor, case: Case, before: Mapping[str, Any]) -> CaseVersion | None:
    """Keep the changed fields as they were, once a case has been accepted; None before that."""
    if case.accepted_at is None:
        return None
    last = db.session.scalar(select(func.max(CaseVersion.number)).where(CaseVersion.case_id == case.id)) or 0
    version = CaseVersion(
        case_id=case.id,
        number=last + 1,
        at=time.now(),
        by_id=actor.person_id,
        before={name: plain(value) for name, value in before.items()},
    )
    db.session.add(version)
    case.has_unseen_edit = True
    return version


def see_edits(*, actor: Actor, case: Case) -> None:
    """Note that the board's staff has looked at the edits of a case."""
    case.has_unseen_edit = False
    record(actor=actor, event=CaseEvent.EDIT_SEEN, subject=case, organization_id=case.organization_id)
