"""Reads of the corrections that patients ask for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.states import ENDED
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day
from eboard.recommendations.letter import with_every_letter
from eboard.retention.enums import CorrectionState
from eboard.retention.models import CorrectionRequest

REMINDED_BEFORE, AGAIN_AFTER, GIVEN_UP_AFTER = timedelta(days=14), timedelta(days=7), timedelta(days=56)


def corrections_of(case_id: UUID) -> Sequence[CorrectionRequest]:
    """What was asked for in a case, the newest first."""
    return db.session.scalars(
        select(CorrectionRequest)
        .where(CorrectionRequest.case_id == case_id)
        .order_by(CorrectionRequest.asked_on.desc(), CorrectionRequest.id.desc())
        .options(joinedload(CorrectionRequest.recorded_by), joinedload(CorrectionRequest.answered_by))
    ).all()


def correction_with(case: Case, correction_id: UUID) -> CorrectionRequest:
    """The request of a case with this id; raises AbsentError."""
    found = db.session.get(CorrectionRequest, correction_id)
    if found is None or found.case_id != case.id:
        raise AbsentError(_("There is no such request."))
    return found


def to_remind(moment: datetime) -> list[UUID]:
    """Ids of requests that are due within two weeks, or late, and of which nobody was reminded for a week.

    Eight weeks after its day, or once it is late and its case has ended, nobody is reminded of one any more.
    """
    today = moment.date()
    is_open = and_(Case.state.not_in(ENDED), CorrectionRequest.due_on >= today - GIVEN_UP_AFTER)
    return list(
        db.session.scalars(
            select(CorrectionRequest.id)
            .join(Case, Case.id == CorrectionRequest.case_id)
            .where(
                CorrectionRequest.state == CorrectionState.OPEN,
                CorrectionRequest.due_on <= today + REMINDED_BEFORE,
                or_(CorrectionRequest.due_on >= today, is_open),
                Case.state != CaseState.ENTERED_IN_ERROR,
                or_(CorrectionRequest.reminded_at.is_(None), CorrectionRequest.reminded_at <= moment - AGAIN_AFTER),
            )
        )
    )


@with_every_letter
def disagreements(case_id: UUID) -> Sequence[str]:
    """What the patient said to corrections that were refused; it goes with every letter (45 CFR 164.526(d)(5))."""
    rows = db.session.execute(
        select(CorrectionRequest.asked_on, CorrectionRequest.what, CorrectionRequest.statement)
        .where(CorrectionRequest.case_id == case_id, CorrectionRequest.statement != "")
        .order_by(CorrectionRequest.asked_on, CorrectionRequest.id)
    )
    return [
        _(
            "On %(day)s the patient asked for a correction, which was refused: %(what)s"
            " The patient says: %(statement)s",
            day=day(row.asked_on),
            what=row.what,
            statement=row.statement,
        )
        for row in rows
    ]
