"""Reads of holds, and the criterion by which they keep rows from being deleted."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board
from eboard.cases.models import Attachment, Case
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.credentials import person_by_email
from eboard.people.queries.organizations import organization_by_code
from eboard.retention.enums import HoldKind
from eboard.retention.models import LegalHold

PAGE = 500  # files


def held_ids() -> Select[UUID]:
    """What holds lie on now. Ids are never shared between kinds of rows."""
    return select(LegalHold.subject_id).where(LegalHold.lifted_at.is_(None))


def free_case(case_id: Any) -> ColumnElement[bool]:
    """Neither the case, nor its organization, nor the host of its board is held."""
    hosted = select(Board.id).where(Board.organization_id.in_(held_ids()))
    on_it = or_(Case.id.in_(held_ids()), Case.organization_id.in_(held_ids()), Case.board_id.in_(hosted))
    return _none_of(case_id, select(Case.id).where(on_it))


def free_organization(organization_id: Any) -> ColumnElement[bool]:
    """The organization is not held."""
    return _none_of(organization_id, held_ids())


def free_person(person_id: Any) -> ColumnElement[bool]:
    """Neither the person nor an organization that he or she ever belonged to is held."""
    theirs = select(Affiliation.person_id).where(Affiliation.organization_id.in_(held_ids()))
    return and_(_none_of(person_id, held_ids()), _none_of(person_id, theirs))


def _none_of(column: Any, ids: Select[UUID]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(ids))


def free_file() -> ColumnElement[bool]:
    """No hold lies on the case of a file, nor on who attached it."""
    return and_(free_case(Attachment.case_id), free_person(Attachment.uploaded_by_id))


def is_free(attachment_id: UUID) -> bool:
    """Whether no hold lies on one file, asked anew."""
    return db.session.scalar(select(exists().where(Attachment.id == attachment_id, free_file()))) is True


def files_to_purge() -> Iterator[UUID]:
    """Ids of removed files whose bytes are still there and may go; read in pages, for there may be many."""
    rows = select(Attachment.id).where(Attachment.removed_at.is_not(None), Attachment.sealed_name != b"", free_file())
    after = UUID(int=0)
    while page := db.session.scalars(rows.where(Attachment.id > after).order_by(Attachment.id).limit(PAGE)).all():
        yield from page
        after = page[-1]


def holds_against(organization_id: UUID) -> Select[LegalHold]:
    """The holds that keep the key of an organization: on it, its people, its cases, or who worked on them.

    Who nominated a case, attached a file to one or hosts its board counts with the organizations they belong to, as
    for `free_case` and `free_person`.
    """
    mine = Case.organization_id == organization_id
    people = select(Affiliation.person_id).where(Affiliation.organization_id == organization_id)
    nominators = select(Case.nominated_by_id).where(mine)
    uploaders = select(Attachment.uploaded_by_id).join(Attachment.case).where(mine)
    workers = Affiliation.person_id.in_(nominators) | Affiliation.person_id.in_(uploaders)
    subjects = (
        people,
        nominators,
        uploaders,
        select(Case.id).where(mine),
        select(Board.organization_id).join(Case, Case.board_id == Board.id).where(mine),
        select(Affiliation.organization_id).where(workers),
    )
    on_it = or_(LegalHold.subject_id == organization_id, *(LegalHold.subject_id.in_(ids) for ids in subjects))
    return select(LegalHold).where(LegalHold.lifted_at.is_(None), on_it).order_by(LegalHold.id)


def is_held(organization: Organization) -> bool:
    """Whether a hold keeps the key of an organization."""
    return db.session.scalar(select(holds_against(organization.id).exists())) is True


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
