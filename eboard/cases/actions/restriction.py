"""Restricted cases: a VIP, a colleague, a minor. Only the persons it names may open one."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent
from eboard.cases.models import Case, CaseNamedPerson
from eboard.cases.queries.restriction import may_be_named, named_on
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _


def restrict_case(*, actor: Actor, case: Case, person_ids: Collection[UUID]) -> None:
    """Narrow a case to named persons, or open it again to all who may see it when nobody is named.

    Raises DomainError for a stranger to the case, or if the person who does it would lock himself or herself out.
    """
    named = set(person_ids)
    if named and actor.acts_as not in named:
        raise DomainError(_("Name yourself, too; else you could not open the case again."), field="people")
    if named - set(may_be_named(case)):
        raise DomainError(_("Name people of your organization or of the board only."), field="people")
    db.session.execute(delete(CaseNamedPerson).where(CaseNamedPerson.case_id == case.id))
    db.session.add_all(CaseNamedPerson(case_id=case.id, person_id=person_id) for person_id in sorted(named))
    case.is_restricted = bool(named)
    record(
        actor=actor,
        event=CaseEvent.RESTRICTED,
        subject=case,
        organization_id=case.organization_id,
        people=sorted(named),
    )


def carry_people(case: Case, copy: Case) -> None:
    """Let a stored copy of a case name the same persons."""
    db.session.add_all(CaseNamedPerson(case_id=copy.id, person_id=person_id) for person_id in sorted(named_on(case)))
