"""Meetings follow their cases and their board: who left is taken off, and calendars see that something is new."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eboard.audit import Actor
from eboard.boards.models import Board
from eboard.cases.actions.lifecycle import when_case_leaves
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.meetings.actions.removals import REMOVABLE, take_off
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import AgendaItem, Meeting

watcher = Watcher(
    "boards as calendars show them", {Board: (Watch("boards", "id", ("name", "conference_provider_id")),)}
)


@when_case_leaves
def _take_off(actor: Actor, case: Case) -> None:
    """Take a case that left off every agenda that is still to come."""
    coming = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.case_id == case.id,
            AgendaItem.state.in_(REMOVABLE),
            Meeting.state.in_(CHANGEABLE_STATES),
        )
    )
    for item in db.session.scalars(coming).all():
        take_off(actor=actor, item=item)


@before_commit
def _date_anew(session: Session) -> None:
    """Note for announced meetings that their board's name or video service changed what calendars show.

    One statement: nobody who has one of the meetings open has to hear that somebody else saved it.
    """
    boards = watcher.take(session).get("boards")
    if boards:
        session.execute(
            update(Meeting)
            .where(Meeting.board_id.in_(boards), Meeting.published_at.is_not(None), Meeting.ends_at > time.now())
            .values(announced_at=time.now())
        )
