"""Who of the nominating organization hears what became of a case."""

from sqlalchemy import ColumnElement, or_, select

from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import CARE_ROLES, AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person


def care_team_of(case: Case) -> list[Person]:
    """Nominator, referrer and presenter as far as they still work there; without any, the organization's care team."""
    named = [id_ for id_ in (case.nominated_by_id, case.referrer_id, case.presenter_id) if id_ is not None]
    return _at_work(case, Affiliation.role.in_(CARE_ROLES) & Person.id.in_(named)) or _at_work(
        case, Affiliation.role == AffiliationRole.CARE_TEAM
    )


def _at_work(case: Case, condition: ColumnElement[bool]) -> list[Person]:
    today = time.now().date()
    people = select(Person).join(Affiliation, Affiliation.person_id == Person.id)
    statement = people.where(
        condition,
        Person.state == PersonState.ACTIVE,
        Affiliation.organization_id == case.organization_id,
        Affiliation.approved_at.is_not(None),
        Affiliation.starts_on <= today,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= today),
    )
    return list(db.session.scalars(statement.order_by(Person.id)).unique())
