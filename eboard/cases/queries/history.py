"""What happened to a case."""

from sqlalchemy import select

from eboard.cases.models import Case, CaseTransition
from eboard.cases.queries.proposals import proposals_on
from eboard.cases.states import is_reversible
from eboard.core.db import db


def last_step(case: Case) -> CaseTransition | None:
    """The newest step of a case."""
    return db.session.scalar(
        select(CaseTransition)
        .where(CaseTransition.case_id == case.id)
        .order_by(CaseTransition.at.desc(), CaseTransition.id.desc())
        .limit(1)
    )


def can_be_taken_back(case: Case) -> bool:
    """Whether the newest step of triage has a way back in the table, or is a proposal still open."""
    step = last_step(case)
    return case.id in proposals_on([case.id]) or (
        step is not None
        and step.from_state is not None
        and step.to_state is case.state
        and is_reversible(step.from_state, step.to_state)
    )
