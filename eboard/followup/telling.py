"""Which panelists are told what became of their boards' cases, and when: once a month, by day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from eboard.boards.enums import PHYSICIAN_ROLES
from eboard.boards.models import Board, BoardMembership
from eboard.boards.queries import is_seated
from eboard.cases.models import Case, Recusal
from eboard.cases.queries.consents import is_shared
from eboard.core.db import db
from eboard.core.time import wall
from eboard.followup.models import FatesMark, FollowUp, FollowUpAnswer
from eboard.followup.queries import counts
from eboard.followup.reminding import is_day
from eboard.meetings.models import AgendaItem, Attendance
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current
from eboard.recommendations.models import Discussion

BACK = timedelta(days=31)  # how far a letter of a month looks back


class News(NamedTuple):
    """A board, how many of its recommendations somebody answered, and how many of those a person had a part in."""

    board_id: UUID
    board: str
    answered: int
    own: int  # of cases that the person presented, or was there for


def is_new_month(local: datetime, last_day: date | None) -> bool:
    """Whether none was sent yet in the month of ``local``."""
    return last_day is None or (local.year, local.month) > (last_day.year, last_day.month)


def due_to_be_told(moment: datetime) -> list[UUID]:
    """Ids of the people on panels who have not been told this month; one query."""
    seated = select(BoardMembership.person_id).where(BoardMembership.role.in_(PHYSICIAN_ROLES), is_seated())
    found = db.session.execute(
        select(Person.id, Person.zone, Organization.weekend, FatesMark.day)
        .join(Affiliation, Affiliation.person_id == Person.id)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .outerjoin(FatesMark, FatesMark.person_id == Person.id)
        .where(Person.state == PersonState.ACTIVE, is_current(), Person.id.in_(seated))
        .order_by(Person.id)
    ).all()
    weekends: dict[UUID, list[Sequence[str]]] = defaultdict(list)
    for row in found:
        weekends[row.id].append(row.weekend)
    clocks = {row.id: (wall(moment, row.zone), row.day) for row in found}
    return [
        person_id
        for person_id, (local, last_day) in clocks.items()
        if is_day(local, weekends[person_id]) and is_new_month(local, last_day)
    ]


def news_for(person_id: UUID, moment: datetime) -> Sequence[News]:
    """What was answered in a month about the boards on whose panels a person sits; restricted cases are left out.

    A case is a person's own if he or she presented it, or was there while it was discussed; never one that he or she
    is recused from.
    """
    seats = select(BoardMembership.board_id).where(
        BoardMembership.person_id == person_id, BoardMembership.role.in_(PHYSICIAN_ROLES), is_seated()
    )
    found = db.session.execute(
        select(
            Board.id,
            Board.name,
            func.count(FollowUp.id.distinct()),
            func.count(FollowUp.id.distinct()).filter(_had_a_part(person_id)),
        )
        .select_from(FollowUp)
        .join(FollowUp.case)
        .join(Case.board)
        .join(Discussion, Discussion.id == FollowUp.discussion_id)
        .join(AgendaItem, AgendaItem.id == Discussion.item_id)
        .join(FollowUp.answers)
        .where(Board.id.in_(seats), ~Case.is_restricted, is_shared(), counts())
        .where(FollowUpAnswer.at > moment - BACK, FollowUpAnswer.at <= moment)
        .group_by(Board.id, Board.name)
        .order_by(Board.name, Board.id)
    )
    return [News(*row) for row in found]


def _had_a_part(person_id: UUID) -> ColumnElement[bool]:
    was_there = exists().where(
        Attendance.meeting_id == AgendaItem.meeting_id,
        Attendance.person_id == person_id,
        or_(AgendaItem.ended_at.is_(None), Attendance.from_at < AgendaItem.ended_at),
        or_(AgendaItem.started_at.is_(None), Attendance.to_at.is_(None), Attendance.to_at > AgendaItem.started_at),
    )
    stood_aside = exists().where(Recusal.case_id == AgendaItem.case_id, Recusal.person_id == person_id)
    return and_(
        or_(AgendaItem.presenter_id == person_id, was_there.correlate(AgendaItem)), ~stood_aside.correlate(AgendaItem)
    )
