"""A patient asks for a correction: recorded, accepted or refused in time, and what the patient says to a refusal."""

from datetime import date, timedelta
from uuid import UUID

from eboard.audit import SYSTEM, Actor, record
from eboard.cases.models import Case
from eboard.cases.queries.care_team import care_team_of
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.core.web.templating import day
from eboard.mail.actions import queue
from eboard.retention.emails import correction_due
from eboard.retention.enums import CorrectionState, RetentionEvent
from eboard.retention.models import CorrectionRequest

LONGEST = 2000  # characters
WITHIN = timedelta(days=60)  # 45 CFR 164.526(b)(2)(i)


def record_correction(*, actor: Actor, case: Case, asked_on: date, what: str) -> CorrectionRequest:
    """Note that the patient of a case asks for a correction; it is to be answered within 60 days.

    Raises DomainError for a day to come or before the case was, and without saying what is to be corrected.
    """
    zone = case.organization.zone
    began, today = (time.wall(moment, zone).date() for moment in (case.created_at, time.now()))
    if asked_on < began:
        raise DomainError(
            _("The case is here since %(day)s. Choose that day or a later one.", day=day(began)), field="asked_on"
        )
    if asked_on > today:
        raise DomainError(_("Choose the day on which the patient asked."), field="asked_on")
    row = CorrectionRequest(case_id=case.id, case=case, asked_on=asked_on, due_on=asked_on + WITHIN)
    row.what = _said(what, _("Say what is to be corrected."), "what")
    row.recorded_by_id = actor.person_id
    db.session.add(row)
    _note(actor, RetentionEvent.CORRECTION_ASKED, row)
    return row


def accept_correction(*, actor: Actor, correction: CorrectionRequest, version: int) -> None:
    """Agree; the case is then edited, or the board amends its outcome. Raises DomainError for one that was answered."""
    _answer(actor, correction, CorrectionState.ACCEPTED, version)


def refuse_correction(*, actor: Actor, correction: CorrectionRequest, reason: str, version: int) -> None:
    """Decline with a reason; raises DomainError without one, and for one that was answered."""
    correction.reason = _said(reason, _("Say why, in words for the patient."), "reason")
    _answer(actor, correction, CorrectionState.REFUSED, version)


def add_statement(*, actor: Actor, correction: CorrectionRequest, statement: str, version: int) -> None:
    """Keep what the patient says to a refusal; from then on it stands in every letter of the case.

    Raises DomainError for a correction that was not refused, for a second statement, and for an empty one.
    """
    if correction.state is not CorrectionState.REFUSED or correction.statement:
        raise DomainError(_("A statement is kept once, and only after a refusal."))
    expect_version(correction, version)
    correction.statement = _said(statement, _("Write down what the patient says."), "statement")
    _note(actor, RetentionEvent.STATEMENT_KEPT, correction)


def remind_of_correction(correction_id: UUID) -> None:
    """Write to the care team of the case, unless it was answered meanwhile."""
    row = db.session.get_one(CorrectionRequest, correction_id, with_for_update=True)
    if row.state is not CorrectionState.OPEN:
        return
    row.reminded_at = time.now()
    people = care_team_of(row.case)
    for person in people:
        queue(correction_due(row, person, base_url=settings().base_url))
    if people:
        _note(SYSTEM, RetentionEvent.CORRECTION_REMINDED, row)


def _answer(actor: Actor, row: CorrectionRequest, state: CorrectionState, version: int) -> None:
    if row.state is not CorrectionState.OPEN:
        raise DomainError(_("Somebody has answered this already."))
    expect_version(row, version)
    row.state, row.answered_at, row.answered_by_id = state, time.now(), actor.person_id
    _note(actor, RetentionEvent.CORRECTION_ANSWERED, row, state=state)


def _said(text: str, missing: str, field: str) -> str:
    found = text.strip()
    if not found:
        raise DomainError(missing, field=field)
    if len(found) > LONGEST:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST), field=field)
    return found


def _note(actor: Actor, event: RetentionEvent, row: CorrectionRequest, **details: object) -> None:
    organization_id = row.case.organization_id
    record(actor=actor, event=event, subject=row, organization_id=organization_id, case_id=row.case_id, **details)
