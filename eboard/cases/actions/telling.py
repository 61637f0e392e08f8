"""The care team hears of a step of triage, after the time in which the step may still be taken back."""

from datetime import datetime, timedelta

from eboard.boards.models import Board
from eboard.cases.emails.triage import thread, triaged
from eboard.cases.models import Case, CaseTransition
from eboard.cases.queries.care_team import care_team_of
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue, supersede


def held_until(step: CaseTransition) -> datetime:
    """The instant from which people may have been told of a step."""
    return step.at + timedelta(seconds=settings().hold_seconds)


def tell_care_team(case: Case, step: CaseTransition) -> None:
    """Queue one mail a person about the state that ``step`` led to."""
    board = db.session.get_one(Board, case.board_id)
    for person in care_team_of(case):
        message = triaged(case, person, board=board, step_id=step.id, base_url=settings().base_url)
        queue(message, due_at=held_until(step))


def untell_care_team(case: Case) -> None:
    """Take back what was queued about this case and has not left."""
    for person in care_team_of(case):
        supersede(thread(case, person))
