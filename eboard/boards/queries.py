"""Reads of boards and of the people staff may choose."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from eboard.boards.models import Board, BoardMembership, Holiday, RulePack
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

SHOWN = 10
WITH_RULES: tuple[ORMOption, ...] = (
    joinedload(Board.organization),
    joinedload(Board.rule_pack).selectinload(RulePack.versions),
)


def board_by_code(code: str) -> Board | None:
    """The board with a code."""
    return db.session.scalar(select(Board).where(Board.code == code))


def is_seated() -> ColumnElement[bool]:
    """A membership in force today."""
    today = time.now().date()
    return and_(
        BoardMembership.starts_on <= today,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= today),
    )


def holidays(organization_id: UUID, first: date, last: date) -> frozenset[date]:
    """The holidays of an organization from one day to another."""
    return frozenset(
        db.session.scalars(
            select(Holiday.day).where(Holiday.organization_id == organization_id, Holiday.day.between(first, last))
        )
    )


def holidays_of(organization_ids: Collection[UUID], first: date, last: date) -> dict[UUID, frozenset[date]]:
    """The holidays of several organizations from one day to another; one query."""
    found: dict[UUID, set[date]] = {organization_id: set() for organization_id in organization_ids}
    rows = db.session.execute(
        select(Holiday.organization_id, Holiday.day).where(
            Holiday.organization_id.in_(organization_ids), Holiday.day.between(first, last)
        )
    )
    for organization_id, day in rows:
        found[organization_id].add(day)
    return {organization_id: frozenset(days) for organization_id, days in found.items()}


def open_boards(boards: Select[Board]) -> Sequence[Board]:
    """Of ``boards``, those that are not closed, by name, with their hosts."""
    return db.session.scalars(
        boards.where(Board.has_closed.is_(False)).order_by(Board.name).options(joinedload(Board.organization))
    ).all()


def seat_of(board: Board, seat_id: UUID) -> BoardMembership:
    """The membership of a board with this id; raises AbsentError."""
    seat = db.session.scalar(
        select(BoardMembership).where(BoardMembership.board_id == board.id, BoardMembership.id == seat_id)
    )
    if seat is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return seat


def rule_packs() -> Sequence[RulePack]:
    """All rule packs by name, with their versions."""
    return db.session.scalars(select(RulePack).order_by(RulePack.name).options(selectinload(RulePack.versions))).all()


def one_pack(pack_id: UUID) -> RulePack:
    """The rule pack with this id and its versions; raises AbsentError."""
    pack = db.session.scalar(select(RulePack).where(RulePack.id == pack_id).options(selectinload(RulePack.versions)))
    if pack is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return pack


def coming_holidays(organization_id: UUID) -> Sequence[Holiday]:
    """The holidays of an organization from this year on."""
    return db.session.scalars(
        select(Holiday)
        .where(Holiday.organization_id == organization_id, Holiday.day >= time.now().date().replace(month=1, day=1))
        .order_by(Holiday.day)
    ).all()


def one_holiday(organization_id: UUID, holiday_id: UUID) -> Holiday:
    """The holiday of an organization with this id; raises AbsentError."""
    holiday = db.session.scalar(
        select(Holiday).where(Holiday.organization_id == organization_id, Holiday.id == holiday_id)
    )
    if holiday is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return holiday


def hosts() -> Sequence[Organization]:
    """The organizations that may host a board, by name."""
    return db.session.scalars(
        select(Organization).where(Organization.left_on.is_(None)).order_by(Organization.name)
    ).all()
