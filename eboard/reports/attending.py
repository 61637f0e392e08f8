"""Who was there: the one place where reports read attendance and seats on panels."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select

from eboard.boards.enums import PHYSICIAN_ROLES
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Affiliation, Person, PersonSpecialty
from eboard.reports.facts import Held
from eboard.reports.periods import Period
from eboard.reports.scope import Scope


class Stretch(NamedTuple):
    """A time during which somebody was in a meeting; one that was never ended lasts as long as the meeting."""

    meeting_id: UUID
    person_id: UUID
    from_at: datetime
    to_at: datetime


class Seat(NamedTuple):
    """A place on a panel that somebody held for a part of the period."""

    board_id: UUID
    person_id: UUID
    name: str
    specialty: str | None
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it was held on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def stretches(board_ids: Collection[UUID], scope: Scope, period: Period) -> list[Stretch]:
    """The attendance of all meetings of some boards that were held in the period; one query."""
    start, end = period.bounds(scope.zone)
    found = db.session.execute(
        select(
            Attendance.meeting_id,
            Attendance.person_id,
            Attendance.from_at,
            func.coalesce(Attendance.to_at, Meeting.ends_at, type_=Meeting.ends_at.type),
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.board_id.in_(board_ids), Meeting.state == MeetingState.CONCLUDED)
        .where(Meeting.starts_at >= start, Meeting.starts_at < end)
        .order_by(Attendance.from_at)
    )
    return [Stretch._make(row) for row in found]


def time_there(found: Iterable[Stretch]) -> dict[UUID, dict[UUID, timedelta]]:
    """How long each person was in each meeting; stretches that overlap, by two devices, count once."""
    kept: dict[tuple[UUID, UUID], list[Stretch]] = defaultdict(list)
    for one in found:
        kept[one.meeting_id, one.person_id].append(one)
    there: dict[UUID, dict[UUID, timedelta]] = defaultdict(dict)
    for (meeting_id, person_id), theirs in kept.items():
        length = union(theirs)
        if length:
            there[meeting_id][person_id] = length
    return there


def union(theirs: Sequence[Stretch]) -> timedelta:
    """The length of the union of some stretches."""
    length, until = timedelta(0), None
    for one in sorted(theirs, key=lambda stretch: stretch.from_at):
        begin = one.from_at if until is None else max(one.from_at, until)
        if one.to_at > begin:
            length += one.to_at - begin
            until = one.to_at
    return length


def seats(scope: Scope, period: Period) -> list[Seat]:
    """The seats on a board's panel, or the seats of an organization's people on any, by name."""
    statement = (
        select(
            BoardMembership.board_id,
            BoardMembership.person_id,
            Person.title,
            Person.given_name,
            Person.family_name,
            BoardMembership.specialty,
            BoardMembership.starts_on,
            BoardMembership.ends_on,
        )
        .join(Person, Person.id == BoardMembership.person_id)
        .where(BoardMembership.role.in_(PHYSICIAN_ROLES), BoardMembership.starts_on <= period.last)
        .where(or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= period.first))
        .order_by(Person.family_name, Person.given_name, BoardMembership.id)
    )
    if scope.board_id is not None:
        statement = statement.where(BoardMembership.board_id == scope.board_id)
    else:
        theirs = select(Affiliation.person_id).where(
            Affiliation.organization_id == scope.organization_id,
            Affiliation.approved_at.is_not(None),
            Affiliation.starts_on <= period.last,
            or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= period.first),
        )
        statement = statement.where(BoardMembership.person_id.in_(theirs))
    return [
        Seat(board_id, person_id, " ".join(filter(None, name)), specialty, starts_on, ends_on)
        for board_id, person_id, *name, specialty, starts_on, ends_on in db.session.execute(statement)
    ]


def covered(board_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The specialties of everybody who ever was in a meeting of these boards."""
    came = select(Attendance.person_id).join(Meeting).where(Meeting.board_id.in_(board_ids))
    found = db.session.execute(
        select(PersonSpecialty.person_id, PersonSpecialty.specialty).where(PersonSpecialty.person_id.in_(came))
    )
    own: dict[UUID, set[str]] = defaultdict(set)
    for person_id, specialty in found:
        own[person_id].add(str(specialty))
    return {person_id: frozenset(theirs) for person_id, theirs in own.items()}


def panel_meetings(board_ids: Collection[UUID], scope: Scope, period: Period) -> list[Held]:
    """The meetings of some boards that were held in the period, in order of time."""
    start, end = period.bounds(scope.zone)
    found = db.session.execute(
        select(Meeting.id, Meeting.board_id, Meeting.day, Meeting.starts_at, Meeting.ends_at)
        .where(Meeting.board_id.in_(board_ids), Meeting.state == MeetingState.CONCLUDED)
        .where(Meeting.starts_at >= start, Meeting.starts_at < end)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [Held._make(row) for row in found]
