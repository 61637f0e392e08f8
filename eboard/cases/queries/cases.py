"""Reads of cases for their care team."""

from uuid import UUID

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.enums import CaseState
from eboard.cases.models import Case, CaseTransition, Material
from eboard.cases.states import ENDED, WITH_BOARD, WITH_CARE_TEAM
from eboard.core.db import db
from eboard.core.enums import Labelled
from eboard.core.folding import fold
from eboard.core.i18n import lazy as _

FOR_PAGE = (
    joinedload(Case.organization),
    joinedload(Case.board),
    joinedload(Case.referrer),
    joinedload(Case.presenter),
    joinedload(Case.nominated_by),
    joinedload(Case.earlier_case),
    selectinload(Case.materials).joinedload(Material.chaser),
    selectinload(Case.transitions).joinedload(CaseTransition.by),
)
FOR_LIST = (joinedload(Case.board), joinedload(Case.presenter))


class Waits(Labelled):
    """What a case of an organization waits for."""

    CARE_TEAM = "care_team", _("To complete"), "warn"
    BOARD = "board", _("With the board"), "accent"
    DECIDED = "decided", _("Outcome to read"), "ok"
    ENDED = "ended", _("Ended"), "neutral"


STATES: dict[Waits, frozenset[CaseState]] = {
    Waits.CARE_TEAM: WITH_CARE_TEAM,
    Waits.BOARD: WITH_BOARD,
    Waits.DECIDED: frozenset(
        {CaseState.RECOMMENDED, CaseState.NO_RECOMMENDATION, CaseState.NOTED, CaseState.FOLLOWED_UP}
    ),
    Waits.ENDED: ENDED | {CaseState.DECLINED, CaseState.CONVERTED},
}


def waiting_for(statement: Select[Case], waits: Waits, text: str = "") -> Select[Case]:
    """The cases that wait for ``waits`` and hold all words of ``text``, those with the nearest target date first."""
    words = [Case.search_text.contains(word, autoescape=True) for word in fold(text).split()]
    date_last = Case.target_date.is_(None)
    return (
        statement.where(Case.state.in_(STATES[waits]), *words)
        .options(*FOR_LIST)
        .order_by(date_last, Case.target_date, Case.state_since.desc(), Case.id)
    )


def counts(statement: Select[Case]) -> dict[Waits, int]:
    """How many cases wait for what; one query."""
    grouped = statement.with_only_columns(Case.state, func.count().label("many")).group_by(Case.state).order_by(None)
    by_state: dict[CaseState, int] = {row.state: row.many for row in db.session.execute(grouped)}
    return {waits: sum(by_state.get(state, 0) for state in states) for waits, states in STATES.items()}


def by_ids(statement: Select[Case], ids: list[UUID]) -> list[Case]:
    """Those of the visible cases that have one of the ids, the newest first."""
    return list(db.session.scalars(statement.where(Case.id.in_(ids)).order_by(Case.number.desc())))


def linked_to(statement: Select[Case], case: Case) -> list[Case]:
    """The visible cases of the same patient that this one names or that name this one."""
    linked = or_(Case.id == case.earlier_case_id, Case.earlier_case_id == case.id)
    return list(db.session.scalars(statement.where(linked).order_by(Case.number.desc())))
