"""Who takes no part in the decision on a case."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.cases.models import Recusal
from eboard.core.db import db

NOBODY: frozenset[UUID] = frozenset()


def recused_from(case_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """By case, the ids of those who are recused; a case without any is left out. One query, none without cases."""
    if not case_ids:
        return {}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = db.session.execute(select(Recusal.case_id, Recusal.person_id).where(Recusal.case_id.in_(case_ids)))
    for case_id, person_id in rows:
        found[case_id].add(person_id)
    return {case_id: frozenset(people) for case_id, people in found.items()}


def recusals_of(case_id: UUID) -> Sequence[Recusal]:
    """The recusals of a case with their people, the oldest first."""
    return db.session.scalars(
        select(Recusal).where(Recusal.case_id == case_id).order_by(Recusal.id).options(joinedload(Recusal.person))
    ).all()


def takes_no_part(case_id: UUID, person_ids: Collection[UUID | None]) -> bool:
    """Whether one of these persons, such as who acts and on whose behalf, is recused from a case."""
    return not recused_from([case_id]).get(case_id, NOBODY).isdisjoint(person_ids)


def recusal_of(case_id: UUID, person_id: UUID) -> Recusal | None:
    """The recusal of one person from a case."""
    return db.session.scalars(
        select(Recusal).where(Recusal.case_id == case_id, Recusal.person_id == person_id)
    ).one_or_none()
