"""Reads of materials."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from eboard.cases.enums import MaterialState
from eboard.cases.models import Case, Material
from eboard.cases.states import WITH_BOARD, WITH_CARE_TEAM
from eboard.core.db import db


def due(today: date) -> list[UUID]:
    """Ids of the materials whose reminder is due: not here, not yet reminded, the case still under way."""
    statement = (
        select(Material.id)
        .join(Case, Case.id == Material.case_id)
        .where(
            Material.remind_on <= today,
            Material.reminded_at.is_(None),
            Material.chaser_id.is_not(None),
            Material.state != MaterialState.RECEIVED,
            Case.state.in_(WITH_CARE_TEAM | WITH_BOARD),
        )
    )
    return list(db.session.scalars(statement.order_by(Material.id)))
