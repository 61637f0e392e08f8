"""Recusals: whoever has a conflict of interest takes no part in the decision on a case."""

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent
from eboard.cases.models import Case, Recusal
from eboard.cases.queries.recusals import recusal_of
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Person

LONGEST_REASON = 300  # characters


def recuse(*, actor: Actor, case: Case, person: Person, reason: str = "") -> Recusal:
    """Let a person take no part; saying it again changes the reason. Raises DomainError for a reason too long."""
    if len(reason.strip()) > LONGEST_REASON:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST_REASON), field="reason")
    found = recusal_of(case.id, person.id)
    if found is None:
        found = Recusal(case_id=case.id, person_id=person.id)
        db.session.add(found)
    found.reason = reason.strip()
    _note(actor, CaseEvent.RECUSED, case, person)
    return found


def end_recusal(*, actor: Actor, case: Case, person: Person) -> None:
    """Let a person take part again; whoever does already, does."""
    found = recusal_of(case.id, person.id)
    if found is not None:
        db.session.delete(found)
        _note(actor, CaseEvent.RECUSAL_ENDED, case, person)


def _note(actor: Actor, event: CaseEvent, case: Case, person: Person) -> None:
    record(actor=actor, event=event, subject=case, organization_id=case.organization_id, person_id=person.id)
