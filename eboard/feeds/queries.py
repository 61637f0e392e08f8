"""Reading subscriptions, and who may have one of what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board, BoardMembership
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.feeds.enums import FeedKind, Variant
from eboard.feeds.models import Subscription
from eboard.people.enums import FeedPolicy, PersonState
from eboard.people.models import Organization, Person
from eboard.people.queries.affiliations import in_force

POLICIES = tuple(FeedPolicy)  # from the widest on


def active_person(email: str) -> Person | None:
    """The person with this mail address, if he or she has an account in force."""
    return db.session.scalar(
        select(Person).where(Person.email == email.strip().lower(), Person.state == PersonState.ACTIVE)
    )


def subscriptions_of(person_id: UUID) -> Sequence[Subscription]:
    """The addresses of a person that still answer, the newest first."""
    return db.session.scalars(
        select(Subscription).where(*_in_use(person_id)).order_by(Subscription.created_at.desc(), Subscription.id)
    ).all()


def may_subscribe(person_id: UUID, kind: FeedKind, target_id: UUID) -> bool:
    """Whether a feed is the person's to see today: his or her own, of a board's people, of an organization's people."""
    if kind is FeedKind.PERSON:
        return target_id == person_id
    return target_id in (boards_of(person_id) if kind is FeedKind.BOARD else organizations_of(person_id))


def boards_of(person_id: UUID) -> Mapping[UUID, str]:
    """Boards on which the person has a role today, by name."""
    rows = db.session.execute(
        select(Board.id, Board.name)
        .where(Board.id.in_(select(BoardMembership.board_id).where(_is_member(person_id, time.now().date()))))
        .order_by(Board.name)
    )
    return {row.id: row.name for row in rows}


def organizations_of(person_id: UUID) -> Mapping[UUID, str]:
    """Organizations the person belongs to today, by name."""
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(in_force(person_id)))
        .order_by(Organization.name)
    )
    return {row.id: row.name for row in rows}


def narrowing(person_id: UUID) -> Sequence[Organization]:
    """The organizations of a person that do not let everything into calendars, by name."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(in_force(person_id)), Organization.feed_policy != FeedPolicy.FULL)
        .order_by(Organization.name, Organization.id)
    ).all()


def allowed(person_id: UUID) -> FeedPolicy:
    """How much may be said to a person's calendars: the strictest of his or her organizations decides."""
    return strictest(narrowing(person_id))


def strictest(organizations: Sequence[Organization]) -> FeedPolicy:
    """What all of these organizations allow."""
    return max((one.feed_policy for one in organizations), key=POLICIES.index, default=FeedPolicy.FULL)


def count_of(person_id: UUID) -> int:
    """How many addresses of a person answer."""
    return db.session.scalar(select(func.count()).where(*_in_use(person_id))) or 0


def due_to_warn() -> ColumnElement[bool]:
    """Addresses nobody fetched for so long that their person has to be warned, and was not yet."""
    days = settings().feed_unused_days - settings().feed_warning_days
    return and_(_unused_for(days), Subscription.warned_at.is_(None))


def due_to_end() -> ColumnElement[bool]:
    """Addresses nobody fetched for too long, and whose person was warned long enough ago."""
    warned_before = time.now() - timedelta(days=settings().feed_warning_days)
    return and_(_unused_for(settings().feed_unused_days), Subscription.warned_at <= warned_before)


def ids_where(condition: ColumnElement[bool]) -> Sequence[UUID]:
    """The subscriptions under a condition, the oldest first."""
    return db.session.scalars(select(Subscription.id).where(condition).order_by(Subscription.id)).all()


def _unused_for(days: int) -> ColumnElement[bool]:
    """Addresses that answer and were neither made nor fetched for some days."""
    limit = time.now() - timedelta(days=days)
    return and_(
        Subscription.revoked_at.is_(None),
        Subscription.address_made_at <= limit,
        or_(Subscription.last_used_at.is_(None), Subscription.last_used_at <= limit),
    )


def _in_use(person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Subscription.person_id == person_id, Subscription.revoked_at.is_(None)


def _is_member(person_id: UUID, day: date) -> ColumnElement[bool]:
    return and_(
        BoardMembership.person_id == person_id,
        BoardMembership.starts_on <= day,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= day),
    )


def said_to(row: Subscription) -> Variant | None:
    """How much a subscription may say now; None once it may say nothing."""
    policy = allowed(row.person_id)
    if policy is FeedPolicy.NONE or not may_subscribe(row.person_id, row.kind, row.target_id):
        return None
    return Variant.BUSY if policy is FeedPolicy.BUSY else row.variant


def subscription(subscription_id: UUID) -> Subscription:
    """A subscription with its person, as they are stored now."""
    return db.session.scalars(
        select(Subscription)
        .where(Subscription.id == subscription_id)
        .options(joinedload(Subscription.person))
        .execution_options(populate_existing=True)
    ).one()
