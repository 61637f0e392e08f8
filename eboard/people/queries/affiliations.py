"""Reads of who belongs where."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from eboard.core import time
from eboard.people.models import Affiliation


def is_current() -> ColumnElement[bool]:
    """An affiliation that has begun, has not ended, and is approved."""
    today = time.now().date()
    return and_(
        Affiliation.approved_at.is_not(None),
        Affiliation.starts_on <= today,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= today),
    )


def in_force(person_id: UUID) -> Select[UUID]:
    """Ids of the organizations a person belongs to today."""
    return select(Affiliation.organization_id).where(Affiliation.person_id == person_id, is_current())
