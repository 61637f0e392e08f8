"""Who was there: the one place where reports read attendance and seats on panels."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select

from eboard.attendance.presence import Span, roll_of
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
    """A time during which somebody was in a meeting, with the meeting as it was held.

    One that was never ended lasts as long as the meeting.
    """

    meeting_id: UUID
    person_id: UUID
    proxy_for_id: UUID | None
    from_at: datetime
    to_at: datetime
    began_at: datetime
    ended_at: datetime


class Came(NamedTuple):
    """By meeting, the people who were there, and those whose seats were attended, by themselves or by a proxy."""

    people: Mapping[UUID, frozenset[UUID]]
    seated: Mapping[UUID, frozenset[UUID]]


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
    moment = Meeting.ends_at.type
    concluded_at = func.coalesce(Meeting.concluded_at, Meeting.ends_at, type_=moment)
    found = db.session.execute(
        select(
            Attendance.meeting_id,
            Attendance.person_id,
            Attendance.proxy_for_id,
            Attendance.from_at,
            func.coalesce(Attendance.to_at, concluded_at, type_=moment),
            func.coalesce(Meeting.live_at, Meeting.starts_at, type_=moment),
            concluded_at,
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.board_id.in_(board_ids), Meeting.state == MeetingState.CONCLUDED)
        .where(Meeting.starts_at >= start, Meeting.starts_at < end)
        .order_by(Attendance.from_at)
    )
    return [Stretch._make(row) for row in found]


def came_to(found: Iterable[Stretch]) -> Came:
    """Who was in each meeting for at least half of it (decision 19), and for whose seats."""
    of_meeting: dict[UUID, list[Stretch]] = defaultdict(list)
    for one in found:
        of_meeting[one.meeting_id].append(one)
    people, seated = {}, {}
    for meeting_id, theirs in of_meeting.items():
        begin, end = theirs[0].began_at, theirs[0].ended_at
        there = roll_of(theirs, Span(begin, max(begin, end))).there
        represented = {one.proxy_for_id for one in theirs if one.proxy_for_id is not None and one.person_id in there}
        people[meeting_id], seated[meeting_id] = there, there | represented
    return Came(people, seated)


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
