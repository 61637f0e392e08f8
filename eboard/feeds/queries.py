"""Reading subscriptions, and the meetings each shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.core.tokens import hash_token
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import FeedVersion, Subscription
from eboard.feeds.window import Window
from eboard.ical import MeetingEvent
from eboard.invitations.content import calendar_event
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Organization, Person


@dataclass(frozen=True, slots=True)
class Found:
    """A subscription with its person and the version of what it shows, from one look-up."""

    subscription: Subscription
    person: Person
    version: int
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether the address still answers: not revoked, and its person still has an account."""
        return self.subscription.revoked_at is None and self.person.state is PersonState.ACTIVE


def by_token(token: str) -> Found | None:
    """The subscription an address leads to, also a revoked one."""
    row = db.session.execute(
        select(Subscription, Person, FeedVersion.version, FeedVersion.changed_at)
        .join(Person, Person.id == Subscription.person_id)
        .join(FeedVersion, FeedVersion.target_id == Subscription.target_id)
        .where(Subscription.token_hash == hash_token(token))
    ).one_or_none()
    return Found(*row) if row else None


def active_person(email: str) -> Person | None:
    """The person with this mail address, if he or she has an account in force."""
    return db.session.scalar(
        select(Person).where(Person.email == email.strip().lower(), Person.state == PersonState.ACTIVE)
    )


def subscriptions_of(person_id: UUID) -> Sequence[Subscription]:
    """The addresses of a person that still answer, the newest first."""
    return db.session.scalars(
        select(Subscription)
        .where(Subscription.person_id == person_id, Subscription.revoked_at.is_(None))
        .order_by(Subscription.created_at.desc(), Subscription.id)
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
    today = time.now().date()
    belongs = and_(
        Affiliation.person_id == person_id,
        Affiliation.approved_at.is_not(None),
        Affiliation.starts_on <= today,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= today),
    )
    rows = db.session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(select(Affiliation.organization_id).where(belongs)))
        .order_by(Organization.name)
    )
    return {row.id: row.name for row in rows}


def events(subscription: Subscription, window: Window, *, base_url: str) -> list[MeetingEvent]:
    """The meetings a subscription shows within the window; planned ones are not shown."""
    count = (
        select(func.count(AgendaItem.id))
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.state != ItemState.REMOVED)
        .correlate(Meeting)
        .scalar_subquery()
    )
    rows = db.session.execute(_shown(subscription, window).add_columns(count)).all()
    return [calendar_event(meeting, base_url=base_url, case_count=cases) for meeting, cases in rows]


def _shown(subscription: Subscription, window: Window) -> Select[Meeting]:
    return (
        select(Meeting)
        .where(
            Meeting.published_at.is_not(None),
            Meeting.ends_at > window.starts_at,
            Meeting.starts_at < window.ends_at,
            or_(Meeting.state != MeetingState.CANCELLED, Meeting.cancelled_at >= window.cancelled_since),
            _belongs(subscription),
        )
        .options(joinedload(Meeting.board))
    )


def _belongs(subscription: Subscription) -> ColumnElement[bool]:
    target = subscription.target_id
    if subscription.kind is FeedKind.BOARD:
        return Meeting.board_id == target
    if subscription.kind is FeedKind.ORGANIZATION:
        has_case = select(AgendaItem.id).join(Case, Case.id == AgendaItem.case_id)
        return or_(
            Meeting.board_id.in_(select(Board.id).where(Board.organization_id == target)),
            exists(
                has_case.where(
                    AgendaItem.meeting_id == Meeting.id,
                    AgendaItem.state != ItemState.REMOVED,
                    Case.organization_id == target,
                )
            ),
        )
    return _is_mine(target, shows_declined=subscription.shows_declined)


def _is_mine(person_id: UUID, *, shows_declined: bool) -> ColumnElement[bool]:
    member = select(BoardMembership.id).where(
        BoardMembership.board_id == Meeting.board_id, _is_member(person_id, Meeting.day)
    )
    mine = select(Invitation.id).where(Invitation.meeting_id == Meeting.id, Invitation.person_id == person_id)
    belongs = or_(exists(member), exists(mine.where(Invitation.is_wanted)))
    return belongs if shows_declined else and_(belongs, ~exists(mine.where(Invitation.answer == Answer.DECLINED)))


def _is_member(person_id: UUID, day: object) -> ColumnElement[bool]:
    return and_(
        BoardMembership.person_id == person_id,
        BoardMembership.starts_on <= day,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= day),
    )
