"""Who is told about a letter: the care team that nominated, those who read an older version, those who can step in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from eboard.audit.models import AuditSight
from eboard.cases.models import Case
from eboard.cases.queries.care_team import hears_of
from eboard.core.db import db
from eboard.meetings.models import AgendaItem, Attendance
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_current
from eboard.recommendations.models import Discussion, Reading, SignedVersion

NEXT_ROLES = frozenset({AffiliationRole.PHYSICIAN, AffiliationRole.ORGANIZATION_ADMIN})


def _people(*criteria: ColumnElement[bool]) -> Sequence[Person]:
    return db.session.scalars(select(Person).where(*criteria).order_by(Person.family_name, Person.given_name)).all()


def care_team(case: Case) -> Sequence[Person]:
    """Nominator, referrer and presenter who work at the nominating organization; its whole care team without any."""
    theirs = hears_of(case)
    chosen = [row for row in (case.nominated_by_id, case.referrer_id, case.presenter_id) if row is not None]
    return _people(theirs, Person.id.in_(chosen)) or _people(theirs)


def readers(version: SignedVersion) -> Sequence[Person]:
    """Everybody who read this version or an earlier one: whoever acts on an old one has to hear of every new one.

    Whoever looked at the case and was still in the meeting when it was signed had its words on the screen.
    """
    letters = (SignedVersion.discussion_id == version.discussion_id, SignedVersion.number <= version.number)
    read = select(Reading.person_id).join(SignedVersion, SignedVersion.id == Reading.version_id).where(*letters)
    there = (
        select(Attendance.person_id)
        .join(AgendaItem, AgendaItem.meeting_id == Attendance.meeting_id)
        .join(AuditSight, and_(AuditSight.case_id == AgendaItem.case_id, AuditSight.person_id == Attendance.person_id))
        .join(Discussion, Discussion.item_id == AgendaItem.id)
        .join(SignedVersion, SignedVersion.discussion_id == Discussion.id)
        .where(*letters, or_(Attendance.to_at.is_(None), Attendance.to_at > SignedVersion.signed_at))
    )
    return _people(Person.state == PersonState.ACTIVE, or_(Person.id.in_(read), Person.id.in_(there)))


def first_called(case: Case) -> Sequence[Person]:
    """Who hears first that nobody acknowledged a letter: the referrer, else the care team."""
    return _people(hears_of(case), Person.id == case.referrer_id) or care_team(case)


def others_called(case: Case) -> Sequence[Person]:
    """Who hears next: the organization's other physicians, and its administrators."""
    already = {person.id for person in first_called(case)}
    return [person for person in _people(hears_of(case, NEXT_ROLES)) if person.id not in already]


def administrators(organization_id: UUID) -> Sequence[Person]:
    """The administrators of an organization."""
    working = select(Affiliation.person_id).where(
        Affiliation.organization_id == organization_id,
        Affiliation.role == AffiliationRole.ORGANIZATION_ADMIN,
        is_current(),
    )
    return _people(Person.state == PersonState.ACTIVE, Person.id.in_(working))
