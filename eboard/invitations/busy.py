"""When people are taken by meetings of eBoard itself."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import TOLD_STATES
from eboard.meetings.models import Meeting


def meetings_between(
    person_ids: Collection[UUID], starts_at: datetime, ends_at: datetime, *, not_of: UUID | None = None
) -> dict[UUID, list[Period]]:
    """The published meetings that touch a stretch of time, for each person; two queries.

    A meeting takes those who are invited and did not decline (tentatively, who answered so), and its coordinators.
    Meetings of the board ``not_of`` do not count.
    """
    touches = Meeting.state.in_(TOLD_STATES) & (Meeting.starts_at < ends_at) & (Meeting.ends_at > starts_at)
    if not_of is not None:
        touches &= Meeting.board_id != not_of
    invited = (
        select(Invitation.person_id, Meeting.starts_at, Meeting.ends_at, Invitation.answer)
        .join(Invitation.meeting)
        .where(touches, Invitation.person_id.in_(person_ids), Invitation.is_wanted)
        .where(Invitation.answer != Answer.DECLINED)
    )
    organized = (
        select(BoardMembership.person_id, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting, Meeting.board_id == BoardMembership.board_id)
        .where(touches, BoardMembership.person_id.in_(person_ids), BoardMembership.role == BoardRole.COORDINATOR)
        .where(BoardMembership.starts_on <= Meeting.day)
        .where(or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= Meeting.day))
    )
    found: dict[UUID, list[Period]] = defaultdict(list)
    for person_id, start, end, answer in db.session.execute(invited):
        kind = BusyKind.TENTATIVE if answer is Answer.TENTATIVE else BusyKind.BUSY
        found[person_id].append(Period(start, end, kind))
    for person_id, start, end in db.session.execute(organized):
        found[person_id].append(Period(start, end, BusyKind.BUSY))
    return found
