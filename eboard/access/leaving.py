"""Somebody leaves: what the account could do ends at once, and a successor takes over the duties.

It stands here because it reaches into boards, meetings, cases and feeds, which the package of people may not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eboard.access.gate import permissions
from eboard.access.permissions import Permission
from eboard.audit import Actor, record
from eboard.availability.actions.calendars import remove_all_calendars
from eboard.boards.actions.members import add_member, end_membership, yesterday
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.actions.nominate import save_case
from eboard.cases.models import Case
from eboard.cases.queries.colleagues import is_colleague
from eboard.cases.states import OPEN_TO_EDITS
from eboard.core import time
from eboard.core.db import Row, db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.feeds.models import Subscription
from eboard.meetings.actions.agenda import change_item
from eboard.meetings.actions.guests import remove_guest
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_ITEMS
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people import sessions
from eboard.people.actions.acting import revoke_delegation
from eboard.people.actions.affiliations import end_role
from eboard.people.enums import PersonEvent, PersonState
from eboard.people.models import Credential, Delegation, OneTimeLink, Person


@dataclass(frozen=True, slots=True)
class Duties:
    """What somebody has to hand over."""

    seats: Sequence[BoardMembership]
    items: Sequence[AgendaItem]  # cases to present in meetings that have not begun
    cases: Sequence[Case]  # other open cases he or she is to present

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be handed over."""
        return not (self.seats or self.items or self.cases)


def duties_of(person: Person) -> Duties:
    """The duties of a person; three queries."""
    seats = db.session.scalars(
        select(BoardMembership)
        .where(
            BoardMembership.person_id == person.id,
            or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= time.now().date()),
        )
        .order_by(BoardMembership.id)
        .options(joinedload(BoardMembership.board))
    ).all()
    items = db.session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.presenter_id == person.id,
            AgendaItem.state.in_(OPEN_ITEMS),
            Meeting.state.in_(CHANGEABLE_STATES),
        )
        .order_by(AgendaItem.id)
        .options(joinedload(AgendaItem.meeting))
    ).all()
    cases = db.session.scalars(
        select(Case).where(Case.presenter_id == person.id, Case.state.in_(OPEN_TO_EDITS)).order_by(Case.id)
    ).all()
    return Duties(seats, items, cases)


def deactivate_person(*, actor: Actor, person: Person, successor: Person | None) -> None:
    """Close an account: sign-ins, feeds, links, delegations and roles end; coming invitations lapse by themselves.

    Closing must never wait for a successor, so there may be none; then seats stay empty and cases without presenter.
    The same holds for what the actor may not give away, and for cases of an organization the successor is not in.
    Raises DomainError for an account that is closed already and for a successor who cannot take over.
    """
    if person.state is PersonState.DEACTIVATED:
        raise DomainError(_("This account is closed already."))
    if successor is not None and (successor.id == person.id or successor.state is not PersonState.ACTIVE):
        raise DomainError(_("Choose somebody else with an active account."), field="successor")
    _hand_over(actor, duties_of(person), successor)
    _leave_meetings(actor, person)
    _cut(actor, person)
    remove_all_calendars(actor=actor, person=person)
    for affiliation in person.affiliations:
        end_role(actor=actor, affiliation=affiliation)
    person.state = PersonState.DEACTIVATED
    record(
        actor=actor,
        event=PersonEvent.DEACTIVATED,
        subject=person,
        successor_id=successor.id if successor else None,
    )


def _hand_over(actor: Actor, duties: Duties, successor: Person | None) -> None:
    for item in duties.items:
        heir = successor if _may(actor, item.meeting, Permission.MEETING_PLAN) else None
        change_item(actor=actor, item=item, minutes=item.minutes, presenter_id=heir.id if heir else None)
    for case in duties.cases:
        heir = successor if successor is not None and is_colleague(case.organization_id, successor.id) else None
        values = {"presenter_id": heir.id if heir else None}
        save_case(actor=actor, case=case, values=values, version=case.row_version)
    for seat in duties.seats:
        heir = successor if _may(actor, seat.board, Permission.BOARD_MANAGE) else None
        end_membership(actor=actor, board=seat.board, seat=seat, last_day=yesterday())
        if heir is not None and seat.role is not BoardRole.OBSERVER:
            _take_seat(actor, seat, heir)


def _may(actor: Actor, row: Row, permission: Permission) -> bool:
    """Whether the actor may give away a duty on this row; a command acts for the system and may."""
    return actor.person_id is None or permission in permissions(actor, row)


def _take_seat(actor: Actor, seat: BoardMembership, successor: Person) -> None:
    """The same role on the same board from today on, unless the successor has it already."""
    try:
        add_member(
            actor=actor,
            board=seat.board,
            person=successor,
            role=seat.role,
            specialty=seat.specialty,
            starts_on=time.now().date(),
            ends_on=seat.ends_on if seat.ends_on and seat.ends_on > yesterday() else None,
        )
    except DomainError:
        return


def _leave_meetings(actor: Actor, person: Person) -> None:
    coming = select(Meeting).join(Guest, Guest.meeting_id == Meeting.id)
    for meeting in db.session.scalars(
        coming.where(Guest.person_id == person.id, Meeting.state.in_(CHANGEABLE_STATES)).order_by(Meeting.id)
    ):
        remove_guest(actor=actor, meeting=meeting, person=person)


def _cut(actor: Actor, person: Person) -> None:
    """End everything by which the account could still be used."""
    sessions.end_all(person.id)
    moment = time.now()
    for subscription in db.session.scalars(
        select(Subscription).where(Subscription.person_id == person.id, Subscription.revoked_at.is_(None))
    ):
        subscription.revoked_at = moment
    for credential in db.session.scalars(
        select(Credential).where(Credential.person_id == person.id, Credential.revoked_at.is_(None))
    ):
        credential.revoked_at = moment
    for link in db.session.scalars(
        select(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    ):
        link.used_at = moment
    involved = or_(Delegation.principal_id == person.id, Delegation.delegate_id == person.id)
    for delegation in db.session.scalars(select(Delegation).where(involved, Delegation.revoked_at.is_(None))):
        revoke_delegation(actor=actor, delegation=delegation)
