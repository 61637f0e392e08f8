"""Somebody leaves: what the account could do ends at once, and a successor takes over the duties.

What nobody takes over is noted as left behind (`access.handover`). It stands here because it reaches into boards,
meetings, cases and feeds, which the package of people may not know.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eboard.access.gate import permissions
from eboard.access.permissions import Permission
from eboard.audit import Actor, record
from eboard.availability.actions.calendars import remove_all_calendars
from eboard.boards.actions.members import add_member, end_membership, yesterday
from eboard.boards.enums import SIGNING_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.actions.nominate import name_nominator, save_case
from eboard.cases.enums import CaseState
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
from eboard.membership.actions import note_left_duty
from eboard.membership.enums import DutyKind
from eboard.people import sessions
from eboard.people.actions.acting import revoke_delegation
from eboard.people.actions.affiliations import end_role
from eboard.people.enums import INVITED_STATES, PersonEvent, PersonState
from eboard.people.models import Credential, Delegation, OneTimeLink, Person
from eboard.preparation.models import Preparer
from eboard.recommendations.models import Discussion
from eboard.recommendations.queries import unsigned

UNDER_WAY = OPEN_TO_EDITS | {CaseState.DISCUSSED}  # somebody of the care team is still asked about them


@dataclass(frozen=True, slots=True)
class Duties:
    """What somebody has to hand over."""

    seats: Sequence[BoardMembership]
    items: Sequence[AgendaItem]  # cases to present in meetings that have not begun
    cases: Sequence[Case]  # other open cases he or she is to present
    nominated: Sequence[Case]  # open cases he or she nominated
    preparing: Sequence[Preparer]  # cases to read for meetings that have not begun
    unsigned: int  # outcomes that wait on the boards where he or she signs

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be handed over."""
        return not (self.seats or self.items or self.cases or self.nominated or self.preparing)


def duties_of(person: Person) -> Duties:
    """The duties of a person; six queries."""
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
    nominated = db.session.scalars(
        select(Case).where(Case.nominated_by_id == person.id, Case.state.in_(UNDER_WAY)).order_by(Case.id)
    ).all()
    preparing = db.session.scalars(
        select(Preparer)
        .join(Preparer.item)
        .join(AgendaItem.meeting)
        .where(
            Preparer.person_id == person.id,
            AgendaItem.state.in_(OPEN_ITEMS),
            Meeting.state.in_(CHANGEABLE_STATES),
        )
        .order_by(Preparer.id)
        .options(joinedload(Preparer.item).joinedload(AgendaItem.meeting))
    ).all()
    signing = {seat.board_id for seat in seats if seat.role in SIGNING_ROLES}
    return Duties(seats, items, cases, nominated, preparing, sum(unsigned_on(signing).values()))


def unsigned_on(board_ids: Collection[UUID]) -> Counter[UUID]:
    """How many outcomes wait for a signature on each of these boards."""
    waiting = unsigned(select(Discussion).join(Discussion.item).join(AgendaItem.meeting))
    return Counter(
        db.session.scalars(
            waiting.with_only_columns(Meeting.board_id).where(Meeting.board_id.in_(board_ids)).order_by(None)
        )
    )


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
    _hand_over(actor, person, duties_of(person), successor)
    _leave_meetings(actor, person)
    _cut(actor, person)
    _forget_credentials(person)
    remove_all_calendars(actor=actor, person=person)
    person.state = PersonState.DEACTIVATED
    for affiliation in person.affiliations:
        end_role(actor=actor, affiliation=affiliation)
    record(
        actor=actor,
        event=PersonEvent.DEACTIVATED,
        subject=person,
        successor_id=successor.id if successor else None,
    )


def depart(*, actor: Actor, person: Person) -> bool:
    """After roles ended: if no approved one is left, feeds and delegations end, and the duties are left behind.

    Returns whether that was so. The account keeps its credentials, for whoever comes back with a new role. Somebody who
    was only invited has nothing to leave behind: the link of the invitation opens nothing any more.
    """
    if person.state in INVITED_STATES and not person.current_affiliations:
        _cut(actor, person)
        return False
    is_in = person.state in {PersonState.ACTIVE, PersonState.SUSPENDED}
    if not is_in or any(role.approved_at is not None for role in person.current_affiliations):
        return False
    _hand_over(actor, person, duties_of(person), None)
    _leave_meetings(actor, person)
    _cut(actor, person)
    return True


def _hand_over(actor: Actor, person: Person, duties: Duties, successor: Person | None) -> None:
    _hand_over_cases(actor, person, duties, successor)
    for item in duties.items:
        heir = successor if _may(actor, item.meeting, Permission.MEETING_PLAN) else None
        change_item(actor=actor, item=item, minutes=item.minutes, presenter_id=heir.id if heir else None)
        if heir is None:
            _leave(actor, person, DutyKind.PRESENTING, board_id=item.meeting.board_id, item_id=item.id)
    for row in duties.preparing:
        _leave(
            actor,
            person,
            DutyKind.PREPARING,
            board_id=row.item.meeting.board_id,
            item_id=row.item_id,
            specialty=row.specialty,
        )
    for seat in duties.seats:
        heir = successor if _may(actor, seat.board, Permission.BOARD_MANAGE) else None
        last_day = seat.ends_on
        end_membership(actor=actor, board=seat.board, seat=seat, last_day=yesterday())
        if seat.role is BoardRole.OBSERVER:
            continue
        if heir is not None and _take_seat(actor, seat, heir, last_day):
            continue
        _leave(
            actor,
            person,
            DutyKind.SEAT,
            board_id=seat.board_id,
            organization_id=seat.board.organization_id,
            role=seat.role,
            specialty=seat.specialty,
            ends_on=last_day,
        )


def _hand_over_cases(actor: Actor, person: Person, duties: Duties, successor: Person | None) -> None:
    for case in duties.cases:
        heir = _heir_of(actor, case, successor)
        values = {"presenter_id": heir.id if heir else None}
        save_case(actor=actor, case=case, values=values, version=case.row_version)
        if heir is None:
            _leave(actor, person, DutyKind.PRESENTER, organization_id=case.organization_id, case_id=case.id)
    for case in duties.nominated:
        heir = _heir_of(actor, case, successor)
        if heir is None:
            _leave(actor, person, DutyKind.NOMINATOR, organization_id=case.organization_id, case_id=case.id)
        else:
            name_nominator(actor=actor, case=case, person_id=heir.id)


def _heir_of(actor: Actor, case: Case, successor: Person | None) -> Person | None:
    if successor is None or not _may(actor, case.organization, Permission.ORGANIZATION_MANAGE):
        return None
    return successor if is_colleague(case.organization_id, successor.id) else None


def _leave(actor: Actor, person: Person, kind: DutyKind, **points_at: Any) -> None:
    note_left_duty(actor=actor, person=person, kind=kind, **points_at)


def _may(actor: Actor, row: Row, permission: Permission) -> bool:
    """Whether the actor may give away a duty on this row; a command acts for the system and may."""
    return actor.person_id is None or permission in permissions(actor, row)


def _take_seat(actor: Actor, seat: BoardMembership, successor: Person, last_day: date | None) -> bool:
    """The same role on the same board from today on; returns whether the successor has it now, or had it already."""
    try:
        add_member(
            actor=actor,
            board=seat.board,
            person=successor,
            role=seat.role,
            specialty=seat.specialty,
            starts_on=time.now().date(),
            ends_on=last_day,
        )
    except DomainError as refusal:
        return refusal.field == "role"
    return True


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
    for link in db.session.scalars(
        select(OneTimeLink).where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    ):
        link.used_at = moment
    involved = or_(Delegation.principal_id == person.id, Delegation.delegate_id == person.id)
    for delegation in db.session.scalars(select(Delegation).where(involved, Delegation.revoked_at.is_(None))):
        revoke_delegation(actor=actor, delegation=delegation)


def _forget_credentials(person: Person) -> None:
    mine = select(Credential).where(Credential.person_id == person.id, Credential.revoked_at.is_(None))
    for credential in db.session.scalars(mine):
        credential.revoked_at = time.now()
