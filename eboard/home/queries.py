"""What the blocks of the start page count and list; every row passes the gate."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.boards.enums import PHYSICIAN_ROLES
from eboard.boards.models import Board, BoardMembership, RulePack
from eboard.cases.enums import CaseState
from eboard.cases.models import Case, EmergencyAccess
from eboard.cases.queries.emergencies import number_unreviewed
from eboard.cases.states import WITH_CARE_TEAM
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import Lease
from eboard.core.web import Page, paginate
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ANNOUNCED_STATES, OPEN_STATES
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import PersonState, Specialty
from eboard.people.models import Person
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.views.waiting import unread_for, unsigned_for

LINES = 8  # of a list on the start page; the rest is one click away
JOINABLE_BEFORE = timedelta(minutes=30)


def cases_by_state(actor: Actor) -> Mapping[CaseState, int]:
    """How many cases of the actor's organizations are in each state."""
    counted = db.session.execute(
        select(Case.state, func.count().label("number"))
        .where(access.criterion(actor, Case, Permission.CASE_EDIT))
        .group_by(Case.state)
    )
    return {row.state: row.number for row in counted}


def cases_to_complete(actor: Actor) -> Sequence[Case]:
    """Drafts and returned cases, the most urgent first."""
    return db.session.scalars(
        access.visible(actor, Case, Permission.CASE_EDIT)
        .where(Case.state.in_(WITH_CARE_TEAM))
        .order_by(Case.state.desc(), Case.target_date.is_(None), Case.target_date, Case.changed_at.desc())
        .limit(LINES)
        .options(joinedload(Case.board))
    ).all()


def cases_waiting(actor: Actor) -> Sequence[Case]:
    """What a coordinator has to triage, by target date."""
    return db.session.scalars(
        access.visible(actor, Case, Permission.CASE_TRIAGE)
        .where(Case.state == CaseState.SUBMITTED)
        .order_by(Case.target_date.is_(None), Case.target_date, Case.submitted_at)
        .limit(LINES)
        .options(joinedload(Case.board), joinedload(Case.organization))
    ).all()


def next_meetings(actor: Actor) -> Sequence[Meeting]:
    """The next open meeting of each board the actor is staff of."""
    coming = (
        select(Meeting.board_id, func.min(Meeting.starts_at).label("starts_at"))
        .where(Meeting.state.in_(OPEN_STATES), Meeting.ends_at > time.now())
        .group_by(Meeting.board_id)
        .subquery()
    )
    return db.session.scalars(
        access.visible(actor, Meeting, Permission.MEETING_PLAN)
        .join(coming, (coming.c.board_id == Meeting.board_id) & (coming.c.starts_at == Meeting.starts_at))
        .where(Meeting.state.in_(OPEN_STATES))
        .order_by(Meeting.starts_at)
        .options(
            joinedload(Meeting.board).joinedload(Board.rule_pack).selectinload(RulePack.versions),
            selectinload(Meeting.items).joinedload(AgendaItem.case),
        )
    ).all()


def queue_sizes(actor: Actor) -> Mapping[UUID, Mapping[CaseState, int]]:
    """How many cases wait at each board the actor is staff of, by state."""
    counted = db.session.execute(
        select(Board.id, Case.state, func.count().label("number"))
        .join(Case, Case.board_id == Board.id)
        .where(access.criterion(actor, Case, Permission.CASE_TRIAGE))
        .group_by(Board.id, Case.state)
    )
    sizes: dict[UUID, Counter[CaseState]] = defaultdict(Counter)
    for row in counted:
        sizes[row.id][row.state] = row.number
    return sizes


def my_meetings(actor: Actor, *, until: datetime) -> Sequence[Meeting]:
    """The announced meetings the actor takes part in, from now on."""
    return db.session.scalars(
        access.visible(actor, Meeting, Permission.MEETING_JOIN)
        .where(Meeting.state.in_(ANNOUNCED_STATES), Meeting.ends_at > time.now(), Meeting.starts_at < until)
        .order_by(Meeting.starts_at)
        .options(joinedload(Meeting.board), selectinload(Meeting.items).joinedload(AgendaItem.case))
    ).all()


def mail_by_state(actor: Actor) -> Mapping[MailState, int]:
    """How many mails the actor may look after are in each state."""
    counted = db.session.execute(
        select(OutboxMessage.state, func.count().label("number"))
        .where(access.criterion(actor, OutboxMessage, Permission.MAIL_MANAGE))
        .group_by(OutboxMessage.state)
    )
    return {row.state: row.number for row in counted}


def people_to_approve(actor: Actor) -> int:
    """How many people wait for an administrator's approval."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Person)
            .where(access.criterion(actor, Person, Permission.PERSON_MANAGE), Person.state == PersonState.VERIFIED)
        )
        or 0
    )


def scheduler_is_ticking() -> bool:
    """Whether some scheduler holds the lease."""
    until = db.session.scalar(select(func.max(Lease.until)))
    return until is not None and until > time.now()


def panel_specialties(board_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[frozenset[Specialty]]]:
    """What each person on the panels covers, by board; two queries whatever the number of boards."""
    today = time.now().date()
    panel = db.session.scalars(
        select(BoardMembership)
        .where(
            BoardMembership.board_id.in_(board_ids),
            BoardMembership.role.in_(PHYSICIAN_ROLES),
            BoardMembership.starts_on <= today,
            or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= today),
        )
        .options(joinedload(BoardMembership.person).selectinload(Person.specialties))
    )
    covers: dict[UUID, list[frozenset[Specialty]]] = defaultdict(list)
    for member in panel:
        covers[member.board_id].append(frozenset(own.specialty for own in member.person.specialties))
    return covers


def letters_to_read(actor: Actor) -> Page[SignedVersion]:
    """The newest letters that nobody of the care team has acknowledged."""
    letters = unread_for(actor).options(joinedload(SignedVersion.case))
    return paginate(letters, number=1, per_page=LINES)


def outcomes_to_sign(actor: Actor) -> Page[Discussion]:
    """The outcomes that wait for this chair's or deputy's signature."""
    return paginate(unsigned_for(actor), number=1, per_page=LINES)


def openings_to_judge(actor: Actor) -> int:
    """How many cases opened in an emergency wait for the actor's judgement."""
    return number_unreviewed(access.visible(actor, EmergencyAccess, Permission.EMERGENCY_REVIEW))
