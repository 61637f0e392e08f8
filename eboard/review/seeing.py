"""Who saw a case, and which cases an account saw; both by index, however long the audit is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, cast, func, or_, select

from eboard.audit.models import AuditEntry, AuditSight
from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.time import instant
from eboard.core.web.paging import PER_PAGE, Page
from eboard.people.models import Affiliation, Organization, Person

HALF_DAY = timedelta(hours=12)


class Named(NamedTuple):
    """A case as an auditor knows it: by its number, and nothing of what it says."""

    id: UUID
    number: str
    organization_id: UUID
    board_id: UUID | None


def case_named(number: str, organizations: Select[Organization]) -> Named | None:
    """The case with a number, if one of these organizations nominated it."""
    mine = organizations.with_only_columns(Organization.id)
    columns = (Case.id, Case.number, Case.organization_id, Case.board_id)
    row = db.session.execute(select(*columns).where(Case.number == number, Case.organization_id.in_(mine))).first()
    return Named(*row) if row is not None else None


def who_saw(case_id: UUID) -> Select[AuditEntry]:
    """Every entry that says somebody saw the case, the latest first."""
    return (
        select(AuditEntry)
        .join(AuditSight, AuditSight.entry_id == AuditEntry.id)
        .where(AuditSight.case_id == case_id)
        .order_by(AuditSight.at.desc(), AuditEntry.id.desc())
    )


def every(entries: Select[AuditEntry]) -> Sequence[AuditEntry]:
    """All of them, for paper and files."""
    return db.session.scalars(entries).all()


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a zone, both included; without one it is open on that side."""

    first: date | None
    last: date | None
    zone: str

    def conditions(self) -> list[ColumnElement[bool]]:
        """What holds for a sight in it. Noon exists once on every day in every zone; midnight does not."""
        found: list[ColumnElement[bool]] = []
        if self.first:
            found.append(AuditSight.at >= instant(self.first, time(12), self.zone) - HALF_DAY)
        if self.last:
            found.append(AuditSight.at < instant(self.last, time(12), self.zone) + HALF_DAY)
        return found


class Seen(NamedTuple):
    """A case that an account saw, how often and when."""

    case_id: UUID
    number: str
    organization: str
    times: int
    is_opened: int  # 1 or 0
    first_at: datetime
    last_at: datetime


def cases_seen(person_id: UUID, span: Span, organizations: Select[Organization], *, number: int) -> Page[Seen]:
    """One page of the cases of these organizations that an account saw, itself or acting for it; the latest first."""
    mine = organizations.with_only_columns(Organization.id)
    theirs = or_(AuditSight.person_id == person_id, AuditSight.on_behalf_of_id == person_id)
    last_at = func.max(AuditSight.at)
    opened = func.max(cast(AuditSight.is_opened, Integer))
    grouped = (
        select(AuditSight.case_id, func.count(), opened, func.min(AuditSight.at), last_at)
        .where(theirs, AuditSight.chain_id.in_(mine), *span.conditions())
        .group_by(AuditSight.case_id)
    )
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    rows = db.session.execute(
        grouped.order_by(last_at.desc(), AuditSight.case_id).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    ).all()
    names = _names_of_cases(row[0] for row in rows)
    return Page([Seen(row[0], *names[row[0]], row[1], row[2], row[3], row[4]) for row in rows], number, total)


def _names_of_cases(case_ids: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    rows = db.session.execute(
        select(Case.id, Case.number, Organization.name)
        .join(Organization, Organization.id == Case.organization_id)
        .where(Case.id.in_(list(case_ids)))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def elsewhere(person_id: UUID, span: Span, organizations: Select[Organization]) -> int:
    """How many cases of other organizations the account saw."""
    mine = organizations.with_only_columns(Organization.id)
    theirs = or_(AuditSight.person_id == person_id, AuditSight.on_behalf_of_id == person_id)
    count = func.count(AuditSight.case_id.distinct())
    return db.session.scalar(select(count).where(theirs, AuditSight.chain_id.not_in(mine), *span.conditions())) or 0


class Standing(NamedTuple):
    """What somebody was from one day to another: a role, and where."""

    person_id: UUID
    role: str
    place: str
    starts_on: date
    ends_on: date | None


def standings(person_ids: Collection[UUID | None], board_id: UUID | None) -> Sequence[Standing]:
    """The roles of people in organizations and on one board, also those that are over; two queries."""
    known = {person_id for person_id in person_ids if person_id}
    affiliations = db.session.execute(
        select(Affiliation.person_id, Affiliation.role, Organization.name, Affiliation.starts_on, Affiliation.ends_on)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .where(Affiliation.person_id.in_(known), Affiliation.approved_at.is_not(None))
        .order_by(Affiliation.starts_on, Affiliation.id)
    )
    seats = db.session.execute(
        select(BoardMembership.person_id, BoardMembership.role, Board.name, BoardMembership.starts_on,
               BoardMembership.ends_on)
        .join(Board, Board.id == BoardMembership.board_id)
        .where(BoardMembership.person_id.in_(known), BoardMembership.board_id == board_id)
        .order_by(BoardMembership.starts_on, BoardMembership.id)
    )  # fmt: skip
    return [Standing(row[0], str(row[1].label), row[2], row[3], row[4]) for row in (*affiliations, *seats)]


def stood(standings: Iterable[Standing], person_id: UUID | None, day: date) -> Iterator[Standing]:
    """What a person was on a day."""
    for one in standings:
        if one.person_id == person_id and one.starts_on <= day and (one.ends_on is None or day <= one.ends_on):
            yield one


def person_with(email: str, people: Select[Person]) -> Person | None:
    """The person with an address, among these."""
    return db.session.scalar(people.where(Person.email == email.strip().lower()))
