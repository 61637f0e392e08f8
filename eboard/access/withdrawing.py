"""A patient withdraws consent: the case leaves everybody but its care team, and who had looked is told.

It stands here because it asks of everybody who looked whether he or she still could, which the package of cases may
not know.
"""

from datetime import date

from eboard.access.gate import relations_to
from eboard.access.permissions import Permission
from eboard.access.policy import POLICY
from eboard.access.relations import Relation
from eboard.audit import Actor
from eboard.cases.actions.consents import end_consent
from eboard.cases.emails.consents import withdrawn
from eboard.cases.models import Case, CaseConsent, WithdrawalNotice
from eboard.cases.queries.consents import lookers
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.models import Person


def withdraw_consent(*, actor: Actor, case: Case, on: date, reason: str = "") -> CaseConsent:
    """Withdraw consent and tell everybody who had looked at the case, could until now, and cannot any more.

    Raises DomainError for a case whose consent is withdrawn already, and for a day to come.
    """
    told = [person for person in lookers(case) if _loses(person, case)]
    row = end_consent(actor=actor, case=case, on=on, reason=reason)
    db.session.flush()
    for person in told:
        db.session.add(WithdrawalNotice(consent_id=row.id, person_id=person.id))
        queue(withdrawn(person, consent_id=row.id, base_url=settings().base_url))
    return row


def _loses(person: Person, case: Case) -> bool:
    held = relations_to(Actor(person_id=person.id), Case, case.id)
    return Relation.CARE_TEAM not in held and not held.isdisjoint(POLICY[Permission.CASE_READ].relations)
