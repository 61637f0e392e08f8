"""Reads of organizations."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from eboard.core.db import db
from eboard.people.models import Organization


def by_name(organizations: Select[Organization]) -> Sequence[Organization]:
    """Organizations in the order of their names."""
    return db.session.scalars(organizations.order_by(Organization.name, Organization.id)).all()


def organization_by_code(code: str) -> Organization | None:
    """The organization with a code, however it is written."""
    return db.session.scalar(select(Organization).where(Organization.code == code.strip().upper()))
