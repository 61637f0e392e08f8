"""Relations to boards, meetings, invitations, providers and mail."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from eboard.access.relations.kinds import Relation as R
from eboard.access.relations.people import Criterion, administers, anybody, holds, is_network_admin, owned_by
from eboard.attendance.models import WalkIn
from eboard.boards.enums import PHYSICIAN_ROLES, BoardRole
from eboard.boards.models import Board, BoardMembership
from eboard.cme.models import CmeActivity, CmeEntry
from eboard.conferences.models import ConferenceProvider
from eboard.core.db.present import NOW, TODAY
from eboard.invitations.enums import Outcome
from eboard.invitations.models import IncomingMessage, Invitation, Proposal
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ANNOUNCED_STATES, ItemState
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.membership.models import LeftDuty
from eboard.people.enums import AffiliationRole

ROLES: dict[R, BoardRole] = {
    R.CHAIR: BoardRole.CHAIR,
    R.DEPUTY: BoardRole.DEPUTY,
    R.COORDINATOR: BoardRole.COORDINATOR,
    R.PANELIST: BoardRole.PANELIST,
    R.OBSERVER: BoardRole.OBSERVER,
}


def boards(person_id: UUID, *roles: BoardRole) -> Select[UUID]:
    """Ids of the boards where a person has one of the roles today."""
    return (
        select(BoardMembership.board_id)
        .where(
            BoardMembership.person_id == person_id,
            BoardMembership.role.in_(roles),
            BoardMembership.starts_on <= TODAY,
            or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= TODAY),
        )
        .correlate(None)
    )


def on_board(column: Any, role: BoardRole) -> Criterion:
    """The person has ``role`` on the board in ``column``."""
    return lambda me: column.in_(boards(me, role))


def board_roles(column: Any) -> dict[R, Criterion]:
    """All roles on the board in ``column``."""
    return {relation: on_board(column, role) for relation, role in ROLES.items()}


def hosted(column: Any) -> Criterion:
    """The person administers the host of the board in ``column``."""
    return lambda me: column.in_(select(Board.id).where(administers(Board.organization_id)(me)).correlate(None))


def is_announced() -> ColumnElement[bool]:
    """A meeting that was published, or cancelled after it was."""
    return or_(Meeting.state.in_(ANNOUNCED_STATES), Meeting.published_at.is_not(None))


def takes_part(me: UUID) -> ColumnElement[bool]:
    """The person is panelist, presenter, invited or guest of this `Meeting`."""
    item = aliased(AgendaItem)
    presents = select(item.id).where(
        item.meeting_id == Meeting.id, item.presenter_id == me, item.state != ItemState.REMOVED
    )
    is_guest = select(Guest.person_id).where(Guest.meeting_id == Meeting.id, Guest.person_id == me)
    return or_(
        Meeting.board_id.in_(boards(me, *PHYSICIAN_ROLES)),
        exists(presents.correlate(Meeting)),
        exists(is_guest.correlate(Meeting)),
    )


def _participant(me: UUID) -> ColumnElement[bool]:
    invited = select(Invitation.id).where(
        Invitation.meeting_id == Meeting.id, Invitation.person_id == me, Invitation.is_wanted
    )
    observes = on_board(Meeting.board_id, BoardRole.OBSERVER)(me)
    return is_announced() & or_(takes_part(me), exists(invited.correlate(Meeting)) & ~observes)


def _observer(me: UUID) -> ColumnElement[bool]:
    return is_announced() & on_board(Meeting.board_id, BoardRole.OBSERVER)(me)


BOARD: dict[R, Criterion] = {
    **board_roles(Board.id),
    R.ANYBODY: anybody,
    R.ORGANIZATION_ADMIN: administers(Board.organization_id),
    R.NETWORK_ADMIN: is_network_admin,
}


def staffs(role: BoardRole) -> Criterion:
    """The person has a role on any board: he or she looks for people to ask, whatever their organization."""
    return lambda me: exists(boards(me, role))


def is_clinician(me: UUID) -> ColumnElement[bool]:
    """A physician of an organization of the network, or on the panel of one of its boards."""
    return or_(holds(AffiliationRole.PHYSICIAN)(me), exists(boards(me, *PHYSICIAN_ROLES)))


BOARD_STAFF: dict[R, Criterion] = {relation: staffs(ROLES[relation]) for relation in (R.CHAIR, R.DEPUTY, R.COORDINATOR)}
MEETING: dict[R, Criterion] = {
    **board_roles(Meeting.board_id),
    R.PARTICIPANT: _participant,
    R.OBSERVER: _observer,
    R.ORGANIZATION_ADMIN: hosted(Meeting.board_id),
}
del MEETING[R.PANELIST]  # a panelist sees a meeting from its publication: that is a participant


def _walked_into(role: BoardRole) -> Criterion:
    """The person has ``role`` on the board whose meeting somebody walked into."""
    return lambda me: WalkIn.meeting_id.in_(
        select(Meeting.id).where(Meeting.board_id.in_(boards(me, role))).correlate(None)
    )


WALK_IN: dict[R, Criterion] = {
    R.SELF: owned_by(WalkIn.person_id),
    **{relation: _walked_into(ROLES[relation]) for relation in (R.CHAIR, R.DEPUTY, R.COORDINATOR)},
}
LEFT_DUTY: dict[R, Criterion] = {
    **{relation: on_board(LeftDuty.board_id, ROLES[relation]) for relation in (R.CHAIR, R.DEPUTY, R.COORDINATOR)},
    R.ORGANIZATION_ADMIN: administers(LeftDuty.organization_id),
    R.NETWORK_ADMIN: lambda me: and_(is_network_admin(me), LeftDuty.organization_id.is_not(None)),
}
INVITATION: dict[R, Criterion] = {
    R.SELF: owned_by(Invitation.person_id),
    R.COORDINATOR: lambda me: Invitation.meeting_id.in_(
        select(Meeting.id).where(Meeting.board_id.in_(boards(me, BoardRole.COORDINATOR))).correlate(None)
    ),
}


def _proposed_to(role: BoardRole) -> Criterion:
    """The person has ``role`` on the board whose meeting is to be moved."""

    def criterion(me: UUID) -> ColumnElement[bool]:
        invitations = select(Invitation.id).join(Meeting).where(Meeting.board_id.in_(boards(me, role)))
        return Proposal.invitation_id.in_(invitations.correlate(None))

    return criterion


def _parked_at_board(me: UUID) -> ColumnElement[bool]:
    is_parked = IncomingMessage.outcome == Outcome.PARKED
    return is_parked & on_board(IncomingMessage.board_id, BoardRole.COORDINATOR)(me)


def _parked_nowhere(me: UUID) -> ColumnElement[bool]:
    """A mail that no board is known for; there is nothing of its content to see."""
    is_parked = IncomingMessage.outcome == Outcome.PARKED
    return is_parked & IncomingMessage.board_id.is_(None) & is_network_admin(me)


PROPOSAL: dict[R, Criterion] = {
    relation: _proposed_to(ROLES[relation]) for relation in (R.CHAIR, R.DEPUTY, R.COORDINATOR)
}
INCOMING: dict[R, Criterion] = {R.COORDINATOR: _parked_at_board, R.NETWORK_ADMIN: _parked_nowhere}
PROVIDER: dict[R, Criterion] = {
    R.ORGANIZATION_ADMIN: administers(ConferenceProvider.organization_id),
    R.NETWORK_ADMIN: is_network_admin,
}


def _has_credit(me: UUID) -> ColumnElement[bool]:
    """The ledger of the activity has an entry of this person."""
    entries = select(CmeEntry.id).where(CmeEntry.activity_id == CmeActivity.id, CmeEntry.person_id == me)
    return exists(entries.correlate(CmeActivity))


CME_ACTIVITY: dict[R, Criterion] = {
    R.PARTICIPANT: _has_credit,
    **{relation: on_board(CmeActivity.board_id, ROLES[relation]) for relation in (R.CHAIR, R.DEPUTY, R.COORDINATOR)},
}
MESSAGE: dict[R, Criterion] = {
    R.COORDINATOR: on_board(OutboxMessage.board_id, BoardRole.COORDINATOR),
    R.NETWORK_ADMIN: is_network_admin,
}


def access_lasts() -> ColumnElement[bool]:
    """The panel's access to the cases of this `Meeting` has not ended."""
    return is_announced() & (Meeting.panel_access_until > NOW)
