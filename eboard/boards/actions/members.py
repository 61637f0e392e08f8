"""Who sits on a board."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from eboard.audit import Actor, record
from eboard.boards.enums import PHYSICIAN_ROLES, BoardEvent, BoardRole
from eboard.boards.models import Board, BoardMembership
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.membership.agreements import require_shareable
from eboard.people.enums import Specialty
from eboard.people.models import Person, PersonSpecialty

MOST_CASES = 99


def add_member(
    *,
    actor: Actor,
    board: Board,
    person: Person,
    role: BoardRole,
    specialty: Specialty | None,
    starts_on: date,
    ends_on: date | None = None,
    most_cases: int | None = None,
) -> BoardMembership:
    """Give a person a role on a board, from–to; a physician's seat names its specialty.

    Raises DomainError for a seat without specialty, an end before the start, a role the person has then already, or
    somebody whose organization is not covered by an agreement any more.
    """
    require_shareable(person)
    if role in PHYSICIAN_ROLES and specialty is None:
        raise DomainError(_("Choose the specialty this person sits for."), field="specialty")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("The last day lies before the first."), field="ends_on")
    if _has_role(board, person, role, starts_on, ends_on):
        raise DomainError(_("%(name)s has this role already.", name=person.name), field="role")
    check_cap(most_cases)
    seat = BoardMembership(
        board_id=board.id,
        person_id=person.id,
        role=role,
        specialty=specialty,
        starts_on=starts_on,
        ends_on=ends_on,
        most_cases=most_cases,
    )
    db.session.add(seat)
    if specialty is not None and specialty not in {own.specialty for own in person.specialties}:
        person.specialties.append(PersonSpecialty(person_id=person.id, specialty=specialty))
    _note(actor, BoardEvent.MEMBER_ADDED, board, seat)
    return seat


def end_membership(*, actor: Actor, board: Board, seat: BoardMembership, last_day: date) -> None:
    """Let a seat end after ``last_day``; one that has not begun ends the day before it would have."""
    seat.ends_on = max(last_day, seat.starts_on - timedelta(days=1))
    _note(actor, BoardEvent.MEMBER_ENDED, board, seat)


def cap_seat(*, actor: Actor, board: Board, seat: BoardMembership, most_cases: int | None) -> None:
    """Say how many cases this person prepares for one meeting at most; None for no limit."""
    check_cap(most_cases)
    seat.most_cases = most_cases
    _note(actor, BoardEvent.MEMBER_CAPPED, board, seat)


def check_cap(most_cases: int | None) -> None:
    """Raise DomainError for a number of cases that makes no sense."""
    if most_cases is not None and not 0 <= most_cases <= MOST_CASES:
        raise DomainError(_("Enter a number from 0 to %(most)s.", most=MOST_CASES), field="most_cases")


def yesterday() -> date:
    """The last day of a seat that ends now."""
    return time.now().date() - timedelta(days=1)


def _has_role(board: Board, person: Person, role: BoardRole, starts_on: date, ends_on: date | None) -> bool:
    overlapping = select(BoardMembership.id).where(
        BoardMembership.board_id == board.id,
        BoardMembership.person_id == person.id,
        BoardMembership.role == role,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= starts_on),
    )
    if ends_on is not None:
        overlapping = overlapping.where(BoardMembership.starts_on <= ends_on)
    return db.session.scalar(overlapping.limit(1)) is not None


def _note(actor: Actor, event: BoardEvent, board: Board, seat: BoardMembership) -> None:
    record(
        actor=actor,
        event=event,
        subject=seat,
        organization_id=board.organization_id,
        person_id=seat.person_id,
        role=seat.role,
        ends_on=seat.ends_on,
        most_cases=seat.most_cases,
    )
