"""The facts a report counts, as narrow rows: one query for meetings, one for what stood on their agendas.

They come as plain tuples: 20,000 of them are read and counted in a fraction of what 20,000 objects would take, and one
definition of each figure (`figures`) serves the count and the list of cases behind it.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, case, exists, func, select, type_coerce

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db
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
    """A case on the agenda of a meeting that was held; answers of an outcome count once it is signed."""

    item_id: UUID
    case_id: UUID
    organization_id: UUID
    meeting_id: UUID
    board_id: UUID
    day: date
    ends_at: datetime  # of the meeting
    state: str
    is_late: bool
    prospective: str | None
    earlier_case_id: UUID | None
    site: str | None
    rollovers: int
    submitted_at: datetime | None
    accepted_at: datetime | None
    signed_at: datetime | None  # for the first time
    read_at: datetime | None  # by the care team, for the first time
    change: str | None
    staging: str | None
    guideline: str | None
    trial: str | None
    genetics: str | None
    supportive_care: str | None


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
        )
        statement = statement.where(had)
    return [Held._make(row) for row in db.session.execute(statement.order_by(Meeting.starts_at, Meeting.id))]


def facts_of(scope: Scope, period: Period) -> list[Fact]:
    """All that stood on agendas, in order of time; one query."""
    start, end = period.bounds(scope.zone)
    statement = (
        select(
            AgendaItem.id,
            Case.id,
            Case.organization_id,
            Meeting.id,
            Meeting.board_id,
            Meeting.day,
            Meeting.ends_at,
            _raw(AgendaItem.state),
            AgendaItem.late_reason != "",
            _raw(Case.prospective),
            Case.earlier_case_id,
            _raw(Case.site),
            Case.rollovers,
            Case.submitted_at,
            Case.accepted_at,
            _first_signature(),
            _first_reading(),
            _signed(Discussion.change, "change"),
            *(_signed(getattr(Discussion, f"{name}_discussed"), f"{name}_discussed") for name in ELEMENTS),
        )
        .select_from(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .outerjoin(Discussion, Discussion.item_id == AgendaItem.id)
        .where(scope.counts, _was_held(), Meeting.starts_at >= start, Meeting.starts_at < end)
        .where(AgendaItem.state.in_(COUNTED), Case.state != CaseState.ENTERED_IN_ERROR)
        .order_by(Meeting.starts_at, Meeting.id, AgendaItem.position, AgendaItem.id)
    )
    return [Fact._make(row) for row in db.session.execute(statement)]


COUNTED = (ItemState.DISCUSSED, ItemState.NOTED, ItemState.DEFERRED, ItemState.NOT_DISCUSSED)


def _was_held() -> ColumnElement[bool]:
    return Meeting.state == MeetingState.CONCLUDED


def _raw(column: Any) -> ColumnElement[str | None]:
    """The value of an enum as it is stored: a report compares it and makes no member of it."""
    return type_coerce(column, String)


def _first_signature() -> ScalarSelect[datetime]:
    """When an outcome that has a version in force was first signed."""
    stands = exists().where(SignedVersion.discussion_id == Discussion.id, SignedVersion.state == VersionState.IN_FORCE)
    return (
        select(func.min(SignedVersion.signed_at))
        .where(
            SignedVersion.discussion_id == Discussion.id,
            SignedVersion.state != VersionState.ENTERED_IN_ERROR,
            stands.correlate(Discussion),
        )
        .correlate(Discussion)
        .scalar_subquery()
    )


def _first_reading() -> ScalarSelect[datetime]:
    """When somebody of the nominating organization first read a letter of this outcome."""
    belongs = exists().where(
        Affiliation.person_id == Reading.person_id,
        Affiliation.organization_id == Case.organization_id,
        Affiliation.role.in_(CARE_ROLES),
    )
    return (
        select(func.min(Reading.read_at))
        .join(SignedVersion, SignedVersion.id == Reading.version_id)
        .where(SignedVersion.discussion_id == Discussion.id, belongs.correlate(Reading, Case))
        .correlate(Discussion, Case)
        .scalar_subquery()
    )


def _signed(column: Any, name: str) -> ColumnElement[str | None]:
    """An answer as it was signed; while an amendment is being written, the draft says something else."""
    in_force = and_(SignedVersion.discussion_id == Discussion.id, SignedVersion.state == VersionState.IN_FORCE)
    letter = select(SignedVersion.content["outcome"][name].as_string()).where(in_force).correlate(Discussion)
    is_signed = exists().where(in_force).correlate(Discussion)
    return case(
        (Discussion.amending_since.is_not(None), letter.scalar_subquery()),
        (is_signed, _raw(column)),
        else_=None,
    )
