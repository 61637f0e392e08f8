"""Outcomes that nobody wrote down or signed yet: until when, and who is asked when.

An outcome is due at the end of the working day that the rule pack's outcome-return deadline names, two days after the
meeting without one and the next working day if the case is urgent. Working days are those of the board's host, who is
waited for. An amendment, and what was entered in error, is due as long after it was opened. Those who can sign are
asked in the morning of the day it is due; the next working morning coordinators and administrators are told too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload, selectinload

from eboard.boards.models import Board, BoardMembership, RulePack
from eboard.boards.rules import rules_on
from eboard.boards.working_days import WorkingDays, working_days
from eboard.cases.enums import Urgency
from eboard.cases.queries.consents import is_shared
from eboard.cases.queries.recusals import NOBODY, recused_from
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.models import Discussion, SignatureReminder, SignedVersion
from eboard.recommendations.queries import in_force

URGENT = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
USUAL_DAYS = 2
MORNING = clock_time(8, 0)
LOOKED_BACK = timedelta(days=90)  # what is older is no longer asked for
DECIDED = (ItemState.DISCUSSED, ItemState.NOTED)
STEPS = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """An outcome that waits, since when, and how often somebody was asked for it since then."""

    item: AgendaItem
    since: datetime
    asked: int


def wanted(moment: datetime, meeting_id: UUID | None = None) -> list[Wanted]:
    """What waits to be written down or signed in meetings that are over, or in one of them; the oldest first."""
    chosen = true() if meeting_id is None else Meeting.id == meeting_id
    items = db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            chosen,
            Meeting.state == MeetingState.CONCLUDED,
            Meeting.ends_at > moment - LOOKED_BACK,
            AgendaItem.state.in_(DECIDED),
            AgendaItem.case.has(is_shared()),
        )
        .order_by(Meeting.ends_at, Meeting.id, AgendaItem.position)
        .options(
            joinedload(AgendaItem.case),
            joinedload(AgendaItem.meeting)
            .joinedload(Meeting.board)
            .options(joinedload(Board.organization), joinedload(Board.rule_pack).selectinload(RulePack.versions)),
        )
    ).all()
    discussions = _discussions(items)
    asked = _asked(items)
    return list(_waiting(items, discussions, asked))


def due_on(meeting: Meeting, since: datetime, *, is_urgent: bool, worked: WorkingDays) -> date:
    """The day at whose end an outcome has to be signed, on the clocks of the host."""
    days = rules_on(meeting.board, meeting.day).outcome_days
    count = 1 if is_urgent else USUAL_DAYS if days is None else max(days, 1)
    return time.wall(worked.after(since, count), worked.zone).date()


def asked_at(day: date, step: int, worked: WorkingDays) -> datetime:
    """When somebody is asked for what is due on ``day``: in its morning, and in the next working one."""
    first = datetime.combine(day, MORNING, ZoneInfo(worked.zone)).astimezone(UTC)
    return first if step == 1 else worked.after(first, step - 1)


def since_when(meeting: Meeting, discussion: Discussion | None) -> datetime:
    """When an outcome began to wait: at the end of the meeting, or when it was opened again."""
    opened = [discussion.amending_since] if discussion else []
    errors = [version.error_at for version in discussion.versions] if discussion else []
    return max(filter(None, (meeting.ends_at, *opened, *errors)))


def overdue(moment: datetime, meeting_id: UUID | None = None) -> dict[Meeting, dict[int, list[Wanted]]]:
    """By meeting and step, the outcomes for which somebody is to be asked now."""
    found = wanted(moment, meeting_id)
    worked = clocks([one.item.meeting.board for one in found], moment)
    due: dict[Meeting, dict[int, list[Wanted]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        days, step = worked[one.item.meeting.board.organization_id], one.asked + 1
        day = due_on(one.item.meeting, one.since, is_urgent=one.item.case.urgency in URGENT, worked=days)
        if step <= STEPS and asked_at(day, step, days) <= moment:
            due[one.item.meeting][step].append(one)
    return due


def days_left(discussions: Sequence[Discussion], moment: datetime) -> dict[UUID, int]:
    """By discussion, the days until it has to be signed on the clocks of its host; below zero once it is late."""
    worked = clocks([row.item.meeting.board for row in discussions], moment)
    found = {}
    for row in discussions:
        meeting = row.item.meeting
        days = worked[meeting.board.organization_id]
        day = due_on(meeting, since_when(meeting, row), is_urgent=row.case.urgency in URGENT, worked=days)
        found[row.id] = (day - time.wall(moment, days.zone).date()).days
    return found


def clocks(boards: Collection[Board], moment: datetime) -> dict[UUID, WorkingDays]:
    """The working days of the hosts of these boards."""
    hosts = {board.organization_id: board.organization for board in boards}
    first = (moment - LOOKED_BACK - timedelta(days=1)).date()
    return {host_id: working_days(host, first) for host_id, host in hosts.items()}


def may_decide(people: Sequence[BoardMembership], items: Sequence[AgendaItem]) -> Mapping[UUID, int]:
    """By person, on how many of these cases he or she may decide: nobody on one from which he or she is recused."""
    recused = recused_from([item.case_id for item in items])
    return {
        seat.person_id: sum(seat.person_id not in recused.get(item.case_id, NOBODY) for item in items)
        for seat in people
    }


def _waiting(
    items: Sequence[AgendaItem], discussions: Mapping[UUID, Discussion], asked: Mapping[UUID, SignatureReminder]
) -> Iterator[Wanted]:
    for item in items:
        discussion = discussions.get(item.id)
        if discussion is not None and discussion.amending_since is None and in_force(discussion) is not None:
            continue
        since, reminder = since_when(item.meeting, discussion), asked.get(item.id)
        yield Wanted(item, since, reminder.steps if reminder is not None and reminder.since == since else 0)


def _discussions(items: Sequence[AgendaItem]) -> dict[UUID, Discussion]:
    rows = db.session.scalars(
        select(Discussion)
        .where(Discussion.item_id.in_([item.id for item in items]))
        .options(selectinload(Discussion.versions).load_only(SignedVersion.state, SignedVersion.error_at))
    )
    return {row.item_id: row for row in rows}


def _asked(items: Sequence[AgendaItem]) -> dict[UUID, SignatureReminder]:
    ids = [item.id for item in items]
    rows = db.session.scalars(select(SignatureReminder).where(SignatureReminder.item_id.in_(ids)))
    return {row.item_id: row for row in rows}
