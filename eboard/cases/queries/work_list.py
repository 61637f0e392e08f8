"""The work list of a board's staff: what is wanted, in which order, and what one row shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import joinedload

from eboard.cases.clock import Clock, clock_of
from eboard.cases.enums import CaseState, Order, Urgency, Waiting
from eboard.cases.models import Case, TriageProposal
from eboard.cases.queries.proposals import is_proposed, proposals_on
from eboard.cases.states import QUEUE, TRIAGEABLE
from eboard.core import time
from eboard.core.db import db
from eboard.core.db.functions import day_number, days_since_epoch
from eboard.core.folding import fold
from eboard.core.web.paging import PER_PAGE, Page

STATES: Mapping[Waiting, frozenset[CaseState]] = {
    Waiting.BOARD: QUEUE,
    Waiting.TRIAGE: frozenset({CaseState.SUBMITTED}),
    Waiting.CONFIRMATION: TRIAGEABLE,
    Waiting.MEETING: QUEUE - {CaseState.SUBMITTED},
    Waiting.CARE_TEAM: frozenset({CaseState.RETURNED}),
    Waiting.ANYTHING: frozenset(CaseState),
}
MOST_URGENT_FIRST = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a work list is narrowed to; None and an empty text narrow nothing."""

    waiting: Waiting = Waiting.BOARD
    state: CaseState | None = None
    board_id: UUID | None = None
    organization_id: UUID | None = None
    urgency: Urgency | None = None
    is_ready: bool | None = None
    text: str = ""
    order: Order = Order.SLACK

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab narrows the list."""
        return self != Wanted(waiting=self.waiting, order=self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A case on the work list."""

    case: Case
    clock: Clock | None
    waiting_days: int
    proposal: TriageProposal | None


def on_boards(cases: Select[Case], board_ids: Collection[UUID]) -> Select[Case]:
    """``cases`` of certain boards: what may be seen is narrower already, but known boards let an index serve."""
    return cases.where(Case.board_id.in_(board_ids))


def page_of(
    cases: Select[Case],
    wanted: Wanted,
    next_meetings: Mapping[UUID, date],
    *,
    number: int,
    counted: Mapping[Waiting, int],
) -> Page[Case]:
    """One page of the list: the order is found over narrow rows, which an index holds; then whole rows are read.

    ``counted`` says how many cases the tabs hold, so that a list nothing else narrows is not counted again.
    """
    ordered = work_list(cases, wanted, next_meetings)
    columns = (Case.id, func.count().over()) if wanted.is_narrowed else (Case.id,)
    places = db.session.execute(
        ordered.with_only_columns(*columns).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    ).all()
    ids = [place[0] for place in places]
    total = _count(ordered, places, number) if wanted.is_narrowed else counted[wanted.waiting]
    shown = select(Case).where(Case.id.in_(ids)).options(joinedload(Case.organization), joinedload(Case.board))
    found = {row.id: row for row in db.session.scalars(shown)}
    return Page([found[row_id] for row_id in ids], number, total)


def _count(ordered: Select[Case], places: Sequence[Any], number: int) -> int:
    """How many rows ``ordered`` has: each place says so; behind the last page there are none to ask."""
    if places or number == 1:
        return int(places[0][1]) if places else 0
    return db.session.scalar(ordered.order_by(None).with_only_columns(func.count())) or 0


def work_list(cases: Select[Case], wanted: Wanted, next_meetings: Mapping[UUID, date]) -> Select[Case]:
    """``cases`` narrowed and sorted; ``next_meetings`` holds the day of each board's next meeting."""
    exact: tuple[tuple[ColumnElement[bool], bool], ...] = (
        (Case.state.in_(STATES[wanted.waiting]), True),
        (is_proposed(), wanted.waiting is Waiting.CONFIRMATION),
        (Case.state == wanted.state, wanted.state is not None),
        (Case.board_id == wanted.board_id, wanted.board_id is not None),
        (Case.organization_id == wanted.organization_id, wanted.organization_id is not None),
        (Case.urgency == wanted.urgency, wanted.urgency is not None),
        (Case.is_ready.is_(bool(wanted.is_ready)), wanted.is_ready is not None),
        (Case.search_text.contains(fold(wanted.text), autoescape=True), bool(wanted.text)),
    )
    narrowed = cases.where(*(criterion for criterion, is_asked in exact if is_asked))
    return narrowed.order_by(*_order(wanted.order, next_meetings), Case.id)


def _order(order: Order, next_meetings: Mapping[UUID, date]) -> list[ColumnElement[Any]]:
    slack = (day_number(Case.target_date) - _meets_on(next_meetings)).nulls_last()
    urgency = case(MOST_URGENT_FIRST, value=Case.urgency, else_=len(MOST_URGENT_FIRST))
    orders: dict[Order, list[ColumnElement[Any]]] = {
        Order.SLACK: [slack],
        Order.AGE: [Case.submitted_at.asc().nulls_last()],
        Order.URGENCY: [urgency, slack],
        Order.READINESS: [Case.is_ready.desc(), slack],
    }
    return orders[order]


def _meets_on(next_meetings: Mapping[UUID, date]) -> ColumnElement[int]:
    """The day of the next meeting of the case's board; today for a board that has none planned."""
    today = literal(days_since_epoch(time.now().date()))
    if not next_meetings:
        return today
    days = {board_id: days_since_epoch(day) for board_id, day in next_meetings.items()}
    return case(days, value=Case.board_id, else_=today)


def rows(cases: Sequence[Case], next_meetings: Mapping[UUID, date]) -> list[WorkRow]:
    """What the page shows of these cases; one query for all."""
    proposals = proposals_on([found.id for found in cases])
    moment = time.now()
    return [_row(found, proposals.get(found.id), next_meetings, moment) for found in cases]


def _row(found: Case, proposal: TriageProposal | None, next_meetings: Mapping[UUID, date], moment: datetime) -> WorkRow:
    today = time.wall(moment, found.board.zone if found.board else "UTC").date()
    meets_on = next_meetings.get(found.board_id) if found.board_id else None
    since = found.submitted_at or found.state_since
    return WorkRow(
        case=found,
        clock=clock_of(found.target_date, today=today, next_meeting=meets_on),
        waiting_days=(moment - since).days,
        proposal=proposal,
    )


def chosen(cases: Select[Case], ids: Collection[UUID]) -> Sequence[Case]:
    """Those of ``cases`` that were ticked, in the order they were nominated."""
    statement = cases.where(Case.id.in_(ids)).order_by(Case.id).options(joinedload(Case.board))
    return db.session.scalars(statement).all()


def counts(cases: Select[Case]) -> dict[Waiting, int]:
    """How many cases each tab holds, before any other narrowing."""
    mine = cases.with_only_columns(Case.state, func.count()).group_by(Case.state)
    by_state = dict(db.session.execute(mine).all())
    proposed = cases.with_only_columns(func.count()).where(is_proposed(), Case.state.in_(STATES[Waiting.CONFIRMATION]))
    return {waiting: sum(by_state.get(state, 0) for state in states) for waiting, states in STATES.items()} | {
        Waiting.CONFIRMATION: db.session.scalar(proposed) or 0
    }
