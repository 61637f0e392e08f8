"""Opening a case in an emergency without a right to it, and judging afterwards whether that was right."""

from datetime import timedelta

from eboard.audit import SYSTEM, Actor, record
from eboard.audit.enums import AccessEvent
from eboard.cases.emails import emergencies as emails
from eboard.cases.enums import CaseEvent, EmergencyReason
from eboard.cases.models import Case, EmergencyAccess
from eboard.cases.queries.care_team import care_team_of
from eboard.cases.queries.emergencies import reviewers_of, with_number
from eboard.core import throttle, time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.models import Person

TRIES, WINDOW = 10, timedelta(hours=1)
SHORTEST, LONGEST = 10, 500  # characters of the description


def count_try(person: Person) -> None:
    """Count one number that was typed; raises ThrottledError after ten in an hour."""
    throttle.count_apart(throttle.Try("emergency", str(person.id), TRIES, WINDOW))


def seek_case(*, actor: Actor, number: str) -> Case | None:
    """The case with a number that can be opened in an emergency; that none was found is recorded as a refusal."""
    case = with_number(number)
    if case is None:
        record(actor=actor, event=AccessEvent.REFUSED, permission=CaseEvent.GLASS_BROKEN)
    return case


def open_in_emergency(
    *, actor: Actor, person: Person, case: Case, reason: EmergencyReason | None, note: str
) -> EmergencyAccess:
    """Let a person see a case for some hours, and tell its care team at once; the caller proved who it is.

    Raises DomainError without a reason and a description of it.
    """
    if reason is None:
        raise DomainError(_("Choose why you need this case now."), field="reason")
    if not SHORTEST <= len(note.strip()) <= LONGEST:
        raise DomainError(
            _("Describe it in %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST), field="note"
        )
    row = EmergencyAccess(
        case_id=case.id,
        case=case,
        person_id=person.id,
        person=person,
        reason=reason,
        note=note.strip(),
        ends_at=time.now() + timedelta(hours=settings().emergency_hours),
    )
    db.session.add(row)
    db.session.flush()
    record(
        actor=actor,
        event=CaseEvent.GLASS_BROKEN,
        subject=case,
        organization_id=case.organization_id,
        reason=reason,
        access=row.id,
        until=row.ends_at,
    )
    for member in care_team_of(case):
        queue(emails.opened(row, member, base_url=settings().base_url))
    return row


def review_emergency(
    *, actor: Actor, person: Person, row: EmergencyAccess, is_justified: bool | None, note: str
) -> None:
    """Judge an opening; one that was not justified ends at once.

    Raises DomainError for one judged already, without an answer, or if unjustified without why.
    """
    db.session.refresh(row, with_for_update=True)
    if row.reviewed_at is not None:
        raise DomainError(_("Somebody judged this already."))
    if is_justified is None:
        raise DomainError(_("Say whether it was justified."), field="verdict")
    if not is_justified and not note.strip():
        raise DomainError(_("Say why it was not justified."), field="note")
    if len(note) > LONGEST:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST), field="note")
    row.reviewed_at, row.reviewed_by_id = time.now(), person.id
    row.is_justified, row.review_note = is_justified, note.strip()
    if not is_justified:
        row.ends_at = min(row.ends_at, time.now())
    _note(actor, CaseEvent.EMERGENCY_REVIEWED, row, is_justified=is_justified)


def remind_reviewers(row_id: object) -> None:
    """Write to everybody who may judge an opening that nobody judged yet."""
    row = db.session.get_one(EmergencyAccess, row_id, with_for_update=True)
    if row.reviewed_at is not None:
        return
    row.reminded_at = time.now()
    for person in reviewers_of(row):
        queue(emails.unreviewed(row, person, base_url=settings().base_url))
    _note(SYSTEM, CaseEvent.EMERGENCY_REMINDED, row)


def _note(actor: Actor, event: CaseEvent, row: EmergencyAccess, **details: object) -> None:
    organization_id = row.case.organization_id
    record(actor=actor, event=event, subject=row, organization_id=organization_id, case_id=row.case_id, **details)
