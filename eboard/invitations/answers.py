"""Who will come, and who will not."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation


def declined(meeting_id: UUID) -> frozenset[UUID]:
    """Ids of those who are asked to a meeting and declined."""
    return who_answered([meeting_id], Answer.DECLINED)[meeting_id]


def who_answered(meeting_ids: Collection[UUID], answer: Answer) -> Mapping[UUID, frozenset[UUID]]:
    """Ids of those who are asked to each of these meetings and gave this answer; one query."""
    rows = db.session.execute(
        select(Invitation.meeting_id, Invitation.person_id).where(
            Invitation.meeting_id.in_(meeting_ids), Invitation.is_wanted, Invitation.answer == answer
        )
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting_id, person_id in rows:
        found[meeting_id].add(person_id)
    return {meeting_id: frozenset(found[meeting_id]) for meeting_id in meeting_ids}
