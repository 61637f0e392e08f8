"""The facts a report counts, as narrow rows: one query for meetings, one for what stood on their agendas.

They come as plain tuples of what is stored: 20,000 of them are read and counted in a fraction of what 20,000 objects
would take, and one definition of each figure (`figures`) serves the count and the list of cases behind it.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, and_, case, exists, func, select, type_coerce
from sqlalchemy.orm import aliased

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.queries.consents import is_shared
from eboard.core.db import db
from eboard.core.db.functions import seconds
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import CARE_ROLES
from eboard.people.models import Affiliation
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import Discussion, Reading, SignedVersion
from eboard.reports.periods import Period
from eboard.reports.scope import Scope

ELEMENTS = ("staging", "guideline", "trial", "genetics", "supportive_care")


class Held(NamedTuple):
    """A meeting that was held."""

    id: UUID
    board_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime


class Fact(NamedTuple):
    """A case on the agenda of a meeting that was held; answers of an outcome count once it is signed.

    Keys are as the database returns them (`key_of` makes them comparable), instants are seconds since 1970.
    """

    item_id: object
    case_id: object
    organization_id: object
    meeting_id: object
    state: str
    is_late: bool
    prospective: str | None
    is_again: bool
    site: str | None
    rollovers: int
    submitted_at: int | None
    accepted_at: int | None
    signed_at: int | None  # for the first time
    read_at: int | None  # by the care team, for the first time
    change: str | None
    staging: str | None
    guideline: str | None
    trial: str | None
    genetics: str | None
    supportive_care: str | None


@lru_cache(maxsize=4096)  # a few organizations and meetings come in every row
def key_of(value: object) -> UUID:
    """The key behind what a database returns for one: PostgreSQL a UUID, SQLite its 32 digits."""
    return value if isinstance(value, UUID) else UUID(hex=str(value))


def held_meetings(scope: Scope, period: Period) -> list[Held]:
    """The meetings of a board, or those that had a case of an organization on their agenda, in order of time."""
    start, end = period.bounds(scope.zone)
    columns = (Meeting.id, Meeting.board_id, Meeting.day, Meeting.starts_at, Meeting.ends_at)
    statement = select(*columns).where(_was_held(), Meeting.starts_at >= start, Meeting.starts_at < end)
    if scope.board_id is not None:
        statement = statement.where(Meeting.board_id == scope.board_id)
    else:
        had = exists().where(
            AgendaItem.meeting_id == Meeting.id,
            AgendaItem.case_id == Case.id,
            AgendaItem.state.in_(COUNTED),
            Case.organization_id == scope.organization_id,
            Case.state != CaseState.ENTERED_IN_ERROR,
            is_shared(),
        )
        statement = statement.where(had)
    return [Held._make(row) for row in db.session.execute(statement.order_by(Meeting.starts_at, Meeting.id))]


def facts_of(scope: Scope, period: Period) -> list[Fact]:
    """All that stood on agendas, in no order; one query."""
    start, end = period.bounds(scope.zone)
    columns: tuple[Any, ...] = (
        *(_raw(key) for key in (AgendaItem.id, Case.id, Case.organization_id, AgendaItem.meeting_id)),
        _raw(AgendaItem.state),
        AgendaItem.late_reason != "",
        _raw(Case.prospective),
        Case.earlier_case_id.is_not(None),
        _raw(Case.site),
        Case.rollovers,
        seconds(Case.submitted_at),
        seconds(Case.accepted_at),
        case((SignedVersion.signed_at.is_not(None), seconds(_first_signature()))),
        case((SignedVersion.signed_at.is_not(None), seconds(_first_reading()))),
        _signed(Discussion.change, "change"),
        *(_signed(getattr(Discussion, f"{name}_discussed"), f"{name}_discussed") for name in ELEMENTS),
    )
    statement = (
        select(*(column.label(name) for name, column in zip(Fact._fields, columns, strict=True)))
        .select_from(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Case, Case.id == AgendaItem.case_id)
        .outerjoin(Discussion, Discussion.item_id == AgendaItem.id)
        .outerjoin(
            SignedVersion,
            and_(SignedVersion.discussion_id == Discussion.id, SignedVersion.state == VersionState.IN_FORCE),
        )
        .where(scope.counts, _was_held(), Meeting.starts_at >= start, Meeting.starts_at < end)
        .where(AgendaItem.state.in_(COUNTED), Case.state != CaseState.ENTERED_IN_ERROR)
    )
    rows = db.session.connection().execute(statement)  # past the mapper, which would look at each row for objects
    return [Fact._make(row) for row in rows]


def cases_listed(scope: Scope, period: Period) -> Select[UUID]:
    """The ids of all cases on agendas of the period that count for a report."""
    start, end = period.bounds(scope.zone)
    return (
        select(AgendaItem.case_id)
        .select_from(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(scope.counts, Meeting.starts_at >= start, Meeting.starts_at < end)
        .correlate(None)
    )


COUNTED = (ItemState.DISCUSSED, ItemState.NOTED, ItemState.DEFERRED, ItemState.NOT_DISCUSSED)


STOOD = (VersionState.IN_FORCE, VersionState.AMENDED)  # what was entered in error was never signed, nor read


def _was_held() -> ColumnElement[bool]:
    return Meeting.state == MeetingState.CONCLUDED


def _raw(column: Any) -> ColumnElement[Any]:
    """A value as it is stored: a report compares it, and makes no key and no member of an enum of it."""
    return type_coerce(column, String)


def _first_signature() -> ScalarSelect[datetime]:
    """When an outcome was first signed."""
    letter = aliased(SignedVersion)
    return (
        select(func.min(letter.signed_at))
        .where(letter.discussion_id == Discussion.id, letter.state.in_(STOOD))
        .correlate(Discussion)
        .scalar_subquery()
    )


def _first_reading() -> ScalarSelect[datetime]:
    """When somebody of the nominating organization first read a letter of this outcome."""
    letter = aliased(SignedVersion)
    belongs = exists().where(
        Affiliation.person_id == Reading.person_id,
        Affiliation.organization_id == Case.organization_id,
        Affiliation.role.in_(CARE_ROLES),
    )
    return (
        select(func.min(Reading.read_at))
        .join(letter, letter.id == Reading.version_id)
        .where(letter.discussion_id == Discussion.id, letter.state.in_(STOOD), belongs.correlate(Reading, Case))
        .correlate(Discussion, Case)
        .scalar_subquery()
    )


def _signed(column: Any, name: str) -> ColumnElement[str | None]:
    """An answer as it was signed; while an amendment is being written, the draft says something else."""
    letter = aliased(SignedVersion)
    said = (
        select(letter.content["outcome"][name].as_string())
        .where(letter.discussion_id == Discussion.id, letter.state == VersionState.IN_FORCE)
        .correlate(Discussion)
        .scalar_subquery()
    )
    return case(
        (SignedVersion.signed_at.is_(None), None),
        (Discussion.amending_since.is_not(None), said),
        else_=_raw(column),
    )
