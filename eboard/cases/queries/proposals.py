"""Proposals that wait for a physician."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Case, TriageProposal
from eboard.cases.states import TRIAGEABLE
from eboard.core.db import db


def is_proposed() -> ColumnElement[bool]:
    """The `Case` has a proposal that nobody decided yet."""
    return Case.id.in_(select(TriageProposal.case_id).where(TriageProposal.decided_at.is_(None)))


def proposals_on(case_ids: Collection[UUID]) -> dict[UUID, TriageProposal]:
    """The open proposal of each of these cases that has one."""
    found = db.session.scalars(
        select(TriageProposal)
        .where(TriageProposal.case_id.in_(case_ids), TriageProposal.decided_at.is_(None))
        .options(joinedload(TriageProposal.proposed_by))
    )
    return {proposal.case_id: proposal for proposal in found}


def turned_down(case: Case) -> TriageProposal | None:
    """The newest proposal on a case that a physician turned down with a note."""
    return db.session.scalar(
        select(TriageProposal)
        .where(TriageProposal.case_id == case.id, TriageProposal.is_confirmed.is_(False), TriageProposal.note != "")
        .order_by(TriageProposal.decided_at.desc())
        .limit(1)
        .options(joinedload(TriageProposal.decided_by))
    )


def open_proposals(cases: Select[Case]) -> Select[TriageProposal]:
    """The proposals on ``cases`` that nobody decided yet, the oldest first."""
    up_for_triage = cases.where(Case.state.in_(TRIAGEABLE)).with_only_columns(Case.id)
    return (
        select(TriageProposal)
        .where(TriageProposal.decided_at.is_(None), TriageProposal.case_id.in_(up_for_triage))
        .order_by(TriageProposal.created_at, TriageProposal.id)
        .options(
            joinedload(TriageProposal.proposed_by),
            joinedload(TriageProposal.case).joinedload(Case.board),
            joinedload(TriageProposal.case).joinedload(Case.organization),
        )
    )
