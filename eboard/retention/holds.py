"""Reads of holds, and the criterion by which they keep rows from being deleted."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Attachment, Case
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.credentials import person_by_email
from eboard.people.queries.organizations import organization_by_code
from eboard.retention.enums import HoldKind
from eboard.retention.models import LegalHold


def held_ids() -> Select[UUID]:
    """What holds lie on now. Ids are never shared between kinds of rows."""
    return select(LegalHold.subject_id).where(LegalHold.lifted_at.is_(None))


def free_case(case_id: Any) -> ColumnElement[bool]:
    """Neither the case nor its organization is held."""
    mine = select(Case.id).where(or_(Case.id.in_(held_ids()), Case.organization_id.in_(held_ids())))
    return _none_of(case_id, mine)


def free_organization(organization_id: Any) -> ColumnElement[bool]:
    """The organization is not held."""
    return _none_of(organization_id, held_ids())


def free_person(person_id: Any) -> ColumnElement[bool]:
    """Neither the person nor an organization that he or she ever belonged to is held."""
    theirs = select(Affiliation.person_id).where(Affiliation.organization_id.in_(held_ids()))
    return and_(_none_of(person_id, held_ids()), _none_of(person_id, theirs))


def _none_of(column: Any, ids: Select[UUID]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(ids))


def free_files(attachment_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Those of these files whose bytes may go."""
    free = and_(free_case(Attachment.case_id), free_person(Attachment.uploaded_by_id))
    return db.session.scalars(select(Attachment.id).where(Attachment.id.in_(attachment_ids), free)).all()


def is_held(organization: Organization) -> bool:
    """Whether a hold lies on an organization or on one of its cases."""
    mine = select(Case.id).where(Case.organization_id == organization.id)
    on_it = or_(LegalHold.subject_id == organization.id, LegalHold.subject_id.in_(mine))
    return db.session.scalar(select(exists().where(LegalHold.lifted_at.is_(None), on_it))) is True


def holds(*, is_all: bool) -> Select[LegalHold]:
    """The holds, the newest first; those that were lifted only with all."""
    rows = select(LegalHold).order_by(LegalHold.id.desc())
    rows = rows.options(joinedload(LegalHold.placed_by), joinedload(LegalHold.lifted_by))
    return rows if is_all else rows.where(LegalHold.lifted_at.is_(None))


def hold_with(hold_id: UUID) -> LegalHold:
    """The hold with this id; raises AbsentError."""
    found = db.session.get(LegalHold, hold_id)
    if found is None:
        raise AbsentError(_("There is no such hold."))
    return found


class Subject(NamedTuple):
    """What a hold is to lie on: its id, what it is called, and in whose audit it stands."""

    id: UUID
    label: str
    organization_id: UUID | None


def subject_of(kind: HoldKind, name: str) -> Subject | None:
    """The case with a number, the organization with a code, the person with an address."""
    match kind:
        case HoldKind.CASE:
            case = db.session.scalar(select(Case).where(Case.number == name))
            return Subject(case.id, case.number, case.organization_id) if case else None
        case HoldKind.ORGANIZATION:
            organization = organization_by_code(name)
            return Subject(organization.id, organization.code, organization.id) if organization else None
        case HoldKind.PERSON:
            person: Person | None = person_by_email(name)
            return Subject(person.id, person.email, None) if person else None


def organization_of(hold: LegalHold) -> UUID | None:
    """In whose audit a hold stands."""
    if hold.kind is HoldKind.CASE:
        return db.session.scalar(select(Case.organization_id).where(Case.id == hold.subject_id))
    return hold.subject_id if hold.kind is HoldKind.ORGANIZATION else None
