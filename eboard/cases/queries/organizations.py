"""The organizations somebody may nominate for."""

from sqlalchemy import Select

from eboard.core.db import db
from eboard.people.models import Organization


def by_name(statement: Select[Organization]) -> list[Organization]:
    """The visible organizations by name."""
    return list(db.session.scalars(statement.order_by(Organization.name)))
