"""Who of the nominating organization hears what became of a case."""

from sqlalchemy import ColumnElement, and_, select, true

from eboard.cases.models import Case, CaseNamedPerson
from eboard.core.db import db
from eboard.people.enums import CARE_ROLES, AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_current


def hears_of(case: Case, roles: frozenset[AffiliationRole] = CARE_ROLES) -> ColumnElement[bool]:
    """Active people who work at the nominating organization today, and whom a restricted case names."""
    working = select(Affiliation.person_id).where(
        Affiliation.organization_id == case.organization_id, Affiliation.role.in_(roles), is_current()
    )
    named = select(CaseNamedPerson.person_id).where(CaseNamedPerson.case_id == case.id)
    return and_(
        Person.state == PersonState.ACTIVE,
        Person.id.in_(working),
        Person.id.in_(named) if case.is_restricted else true(),
    )


def care_team_of(case: Case) -> list[Person]:
    """Nominator, referrer and presenter as far as they still work there; without any, the organization's care team."""
    chosen = [id_ for id_ in (case.nominated_by_id, case.referrer_id, case.presenter_id) if id_ is not None]
    return _people(hears_of(case) & Person.id.in_(chosen)) or _people(
        hears_of(case, frozenset({AffiliationRole.CARE_TEAM}))
    )


def is_told(case: Case, person: Person) -> bool:
    """Whether mail about the case may go to this person."""
    return bool(_people(hears_of(case) & (Person.id == person.id)))


def _people(condition: ColumnElement[bool]) -> list[Person]:
    return list(db.session.scalars(select(Person).where(condition).order_by(Person.id)))
