"""Who is told about a letter: the care team that nominated, those who read an older version, those who can step in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from eboard.cases.models import Case, CaseNamedPerson
from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import CARE_ROLES, AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from eboard.recommendations.models import Reading, SignedVersion


def _works_there(case: Case, roles: frozenset[AffiliationRole]) -> ColumnElement[bool]:
    today = time.now().date()
    return exists(
        select(Affiliation.id).where(
            Affiliation.person_id == Person.id,
            Affiliation.organization_id == case.organization_id,
            Affiliation.role.in_(roles),
            Affiliation.approved_at.is_not(None),
            Affiliation.starts_on <= today,
            or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= today),
        )
    )


def _may_know(case: Case) -> ColumnElement[bool]:
    """A restricted case is known to the persons it names only."""
    is_active = Person.state == PersonState.ACTIVE
    if not case.is_restricted:
        return is_active
    return and_(is_active, Person.id.in_(select(CaseNamedPerson.person_id).where(CaseNamedPerson.case_id == case.id)))


def _people(*criteria: ColumnElement[bool]) -> Sequence[Person]:
    return db.session.scalars(select(Person).where(*criteria).order_by(Person.family_name, Person.given_name)).all()


def care_team(case: Case) -> Sequence[Person]:
    """Nominator, referrer and presenter who work at the nominating organization; its whole care team without any."""
    theirs = [_works_there(case, CARE_ROLES), _may_know(case)]
    chosen = [row for row in (case.nominated_by_id, case.referrer_id, case.presenter_id) if row is not None]
    return _people(*theirs, Person.id.in_(chosen)) or _people(*theirs)


def readers(version: SignedVersion) -> Sequence[Person]:
    """Everybody who read this version."""
    read = select(Reading.person_id).where(Reading.version_id == version.id)
    return _people(Person.state == PersonState.ACTIVE, Person.id.in_(read))


def first_called(case: Case) -> Sequence[Person]:
    """Who hears first that nobody acknowledged a letter: the referrer, else the care team."""
    theirs = (_works_there(case, CARE_ROLES), _may_know(case), Person.id == case.referrer_id)
    return _people(*theirs) or care_team(case)


def others_called(case: Case) -> Sequence[Person]:
    """Who hears next: the organization's other physicians, and its administrators."""
    physicians = and_(_works_there(case, frozenset({AffiliationRole.PHYSICIAN})), _may_know(case))
    administrators = and_(
        _works_there(case, frozenset({AffiliationRole.ORGANIZATION_ADMIN})), Person.state == PersonState.ACTIVE
    )
    already = {person.id for person in first_called(case)}
    return [person for person in _people(or_(physicians, administrators)) if person.id not in already]
