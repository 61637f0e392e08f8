"""Taking a proposal over, whole or case by case."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.agenda import list_case, transfer
from eboard.meetings.actions.order import reorder
from eboard.meetings.actions.removals import take_off
from eboard.meetings.agenda import shown
from eboard.meetings.models import AgendaItem, Meeting
from eboard.planning.changes import Change, ChangeKind, changes
from eboard.planning.enums import PlanningEvent
from eboard.planning.models import Takeover
from eboard.planning.values import Plan, Problem


def accept(
    *,
    actor: Actor,
    board: Board,
    meetings: Sequence[Meeting],
    cases: Sequence[Case],
    proposal: tuple[Problem, Plan],
    chosen: Collection[UUID],
    reordered: Collection[UUID] = (),
) -> Takeover:
    """Bring the agendas into the proposed state, as far as it concerns the ``chosen`` cases and ``reordered`` meetings.

    An agenda that none of the cases comes to or leaves keeps its order, unless its meeting is among those.
    Raises DomainError if nothing was chosen, or an agenda refuses a case.
    """
    problem, plan = proposal
    wanted = [one for one in changes(problem, plan) if one.kind is not ChangeKind.STAY and one.case_id in chosen]
    by_id = {meeting.id: meeting for meeting in meetings}
    touched = {key for one in wanted for key in (one.before, one.after)} | set(reordered)
    mine = [meeting for meeting in meetings if meeting.id in touched]
    if not mine:
        raise DomainError(_("Choose at least one change."))
    before = listing(mine)
    waiting = {case.id: case for case in cases}
    for change in sorted(wanted, key=lambda one: one.kind is ChangeKind.ADD):  # those that make room go first
        _apply(actor, change, by_id, waiting, problem.by_case[change.case_id].minutes)
    for meeting in mine:
        put_in_order(actor, meeting, plan.orders.get(meeting.id, ()))
    record(
        actor=actor,
        event=PlanningEvent.ACCEPTED,
        subject=board,
        organization_id=board.organization_id,
        cases=[one.case_id for one in wanted],
    )
    done = Takeover(board_id=board.id, by_id=actor.person_id, before=before, after=listing(mine))
    db.session.add(done)
    db.session.flush()
    return done


def listing(meetings: Iterable[Meeting]) -> dict[str, list[list[Any]]]:
    """The lines of each meeting in order, as JSON has them: the ids of case and presenter, and the minutes."""
    return {str(meeting.id): [_line(item) for item in shown(meeting)] for meeting in meetings}


def _line(item: AgendaItem) -> list[Any]:
    return [str(item.case_id), str(item.presenter_id), item.minutes]


def _apply(
    actor: Actor, change: Change, meetings: dict[UUID, Meeting], waiting: dict[UUID, Case], minutes: int
) -> None:
    if change.before is None and change.after is not None:
        list_case(actor=actor, meeting=meetings[change.after], case=waiting[change.case_id], minutes=minutes)
        return
    item = _item(meetings[change.before], change.case_id)  # type: ignore[index]  # it is listed somewhere
    if change.after is None:
        take_off(actor=actor, item=item)
    else:
        transfer(actor=actor, item=item, meeting=meetings[change.after])


def _item(meeting: Meeting, case_id: UUID) -> AgendaItem:
    return next(item for item in shown(meeting) if item.case_id == case_id)


def put_in_order(actor: Actor, meeting: Meeting, order: Sequence[UUID]) -> None:
    """The planned order for what is on the agenda; what the plan does not know stays behind it."""
    places = {case_id: place for place, case_id in enumerate(order)}
    items = shown(meeting)
    wanted = sorted(items, key=lambda item: places.get(item.case_id, len(places)))
    if wanted != items:
        reorder(actor=actor, meeting=meeting, order=[item.id for item in wanted], version=meeting.row_version)
