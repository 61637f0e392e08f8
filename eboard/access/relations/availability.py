"""Relations to what people say of when they can be had."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from eboard.access.relations.boards import ROLES, boards
from eboard.access.relations.kinds import Relation as R
from eboard.access.relations.people import Criterion, owned_by
from eboard.availability.models import Absence, PublishedCalendar
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.models import Case
from eboard.invitations.models import Invitation
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import AgendaItem, Guest, Meeting

PUBLISHED_CALENDAR: dict[R, Criterion] = {R.SELF: owned_by(PublishedCalendar.person_id)}


def _misses_a_meeting(role: BoardRole) -> Criterion:
    """A board on which the viewer has ``role`` meets during the absence, and wants the person who is away."""
    return lambda me: exists(
        select(Meeting.id)
        .where(
            Meeting.board_id.in_(boards(me, role)),
            Meeting.starts_at < Absence.ends_at,
            Meeting.ends_at > Absence.starts_at,
            _is_wanted(),
        )
        .correlate(Absence)
    )


def _is_wanted() -> ColumnElement[bool]:
    """The person of this `Absence` belongs to this `Meeting`."""
    who = Absence.person_id
    member, item, case = aliased(BoardMembership), aliased(AgendaItem), aliased(Case)
    sits = select(member.id).where(
        member.board_id == Meeting.board_id,
        member.person_id == who,
        member.starts_on <= Meeting.day,
        or_(member.ends_on.is_(None), member.ends_on >= Meeting.day),
    )
    has_case = (
        select(item.id)
        .join(case, case.id == item.case_id)
        .where(
            item.meeting_id == Meeting.id,
            item.state.in_(OPEN_ITEMS),
            or_(item.presenter_id == who, case.referrer_id == who),
        )
    )
    is_guest = select(Guest.person_id).where(Guest.meeting_id == Meeting.id, Guest.person_id == who)
    is_invited = select(Invitation.id).where(
        Invitation.meeting_id == Meeting.id, Invitation.person_id == who, Invitation.is_wanted
    )
    return or_(*(exists(way.correlate(Meeting, Absence)) for way in (sits, has_case, is_guest, is_invited)))


ABSENCE: dict[R, Criterion] = {
    R.SELF: owned_by(Absence.person_id),
    **{role: _misses_a_meeting(ROLES[role]) for role in (R.CHAIR, R.DEPUTY, R.COORDINATOR)},
}
