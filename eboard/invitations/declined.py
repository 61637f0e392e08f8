"""Who will not come."""

from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation


def declined(meeting_id: UUID) -> frozenset[UUID]:
    """Ids of those who are asked to a meeting and declined."""
    return frozenset(
        db.session.scalars(
            select(Invitation.person_id).where(
                Invitation.meeting_id == meeting_id, Invitation.is_wanted, Invitation.answer == Answer.DECLINED
            )
        )
    )
