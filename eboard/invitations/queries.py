"""Reading invitations: who would be asked, who was, and what each answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eboard.core import time
from eboard.core.db import db
from eboard.invitations.enums import NEEDED, REMINDED_ANSWERS, Answer, ProposalState
from eboard.invitations.invitees import Invitee, invitees
from eboard.invitations.models import Invitation, Proposal
from eboard.invitations.reminding import MOST_QUESTIONS, is_question_due, is_reminder_due
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person

# The longest time before a meeting at which somebody is reminded or asked, and a night.
REMINDED_WITHIN, ASKED_WITHIN = timedelta(days=8), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom publishing would ask."""

    invitees: Sequence[Invitee]

    @property
    def mailed(self) -> int:
        """How many get an invitation by mail."""
        return sum(one.gets_mail for one in self.invitees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Rows that were changed, by kind; what they decide has to be looked at again."""

    meetings: frozenset[UUID] = frozenset()
    boards: frozenset[UUID] = frozenset()
    cases: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()


def preview(meeting: Meeting) -> Preview:
    """Who would be asked if the meeting were published as it stands."""
    return Preview(invitees(meeting))


def announced_meetings() -> Select[Meeting]:
    """Meetings that were announced and have not ended, with what calendars show of them, read afresh.

    They come in one order, in which whoever follows several of them locks their invitations.
    """
    return (
        select(Meeting)
        .where(Meeting.published_at.is_not(None), Meeting.ends_at > time.now())
        .order_by(Meeting.id)
        .options(joinedload(Meeting.board), selectinload(Meeting.items))
        .execution_options(populate_existing=True)
    )


def to_come() -> Select[Meeting]:
    """Published meetings that have not begun, with their agendas, read afresh and in the same order."""
    return (
        select(Meeting)
        .where(Meeting.state == MeetingState.PUBLISHED, Meeting.starts_at > time.now())
        .order_by(Meeting.id)
        .options(joinedload(Meeting.board), selectinload(Meeting.items).joinedload(AgendaItem.case))
        .execution_options(populate_existing=True)
    )


def concerned(touched: Touched) -> Sequence[Meeting]:
    """The announced meetings whose invitations may differ because of what was changed."""
    listed = exists(
        select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id, AgendaItem.case_id.in_(touched.cases))
    )
    invited = exists(
        select(Invitation.id).where(Invitation.meeting_id == Meeting.id, Invitation.person_id.in_(touched.people))
    )
    conditions = [
        condition
        for ids, condition in (
            (touched.meetings, Meeting.id.in_(touched.meetings)),
            (touched.boards, Meeting.board_id.in_(touched.boards)),
            (touched.cases, listed),
            (touched.people, invited),
        )
        if ids
    ]
    return db.session.scalars(announced_meetings().where(or_(*conditions))).all()


def invitations_to(meeting_id: UUID) -> Sequence[Invitation]:
    """All invitations to a meeting, also those taken back, by family name."""
    return db.session.scalars(
        select(Invitation)
        .join(Invitation.person)
        .where(Invitation.meeting_id == meeting_id)
        .order_by(Person.family_name, Person.given_name, Invitation.id)
        .options(joinedload(Invitation.person), joinedload(Invitation.answered_by))
    ).all()


def open_proposals(meeting_id: UUID) -> Sequence[Proposal]:
    """The times proposed for a meeting that nobody has decided on and that are not past, the earliest first."""
    return db.session.scalars(
        select(Proposal)
        .join(Proposal.invitation)
        .where(
            Invitation.meeting_id == meeting_id,
            Invitation.is_wanted,
            Proposal.state == ProposalState.OPEN,
            Proposal.starts_at > time.now(),
        )
        .order_by(Proposal.starts_at, Proposal.id)
        .options(contains_eager(Proposal.invitation).joinedload(Invitation.person))
    ).all()


def locked_invitations(meeting_id: UUID) -> Sequence[Invitation]:
    """The same as they are once nobody else is telling them anything, and until the transaction ends."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == meeting_id)
        .order_by(Invitation.id)
        .options(joinedload(Invitation.person, innerjoin=True))
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).all()


def due_to_be_told() -> Sequence[UUID]:
    """Invitations whose hold window is over."""
    return db.session.scalars(
        select(Invitation.id).where(Invitation.tell_at <= time.now()).order_by(Invitation.tell_at, Invitation.id)
    ).all()


def due_to_be_reminded() -> list[UUID]:
    """Invitations whose person is to be reminded now; one query."""
    moment = time.now()
    coming = _coming(REMINDED_WITHIN).where(
        Invitation.answer.in_(REMINDED_ANSWERS),
        or_(Invitation.reminded_for.is_(None), Invitation.reminded_for != Meeting.starts_at),
    )
    return [invitation.id for invitation in db.session.scalars(coming) if is_reminder_due(invitation, moment)]


def due_to_be_asked() -> list[UUID]:
    """Invitations whose person is to be asked for an answer again; one query."""
    moment = time.now()
    coming = _coming(ASKED_WITHIN).where(
        Invitation.answer == Answer.NEEDS_ACTION,
        Invitation.participation.in_(NEEDED),
        Invitation.times_asked_again < MOST_QUESTIONS,
    )
    return [invitation.id for invitation in db.session.scalars(coming) if is_question_due(invitation, moment)]


def _coming(within: timedelta) -> Select[Invitation]:
    """Invitations to published meetings that start soon, with all that decides when their person is written to."""
    return (
        select(Invitation)
        .join(Invitation.meeting)
        .where(
            Meeting.state == MeetingState.PUBLISHED,
            Meeting.starts_at > time.now(),
            Meeting.starts_at < time.now() + within,
            Invitation.is_wanted,
            Invitation.tell_at.is_(None),
        )
        .order_by(Meeting.starts_at, Invitation.id)
        .options(contains_eager(Invitation.meeting).joinedload(Meeting.board), joinedload(Invitation.person))
        .execution_options(populate_existing=True)
    )


def slots_due_to_be_told() -> Sequence[UUID]:
    """Invitations whose person's minutes moved, the hold window over, and no other news about to say it."""
    return db.session.scalars(
        select(Invitation.id)
        .where(Invitation.slot_tell_at <= time.now(), Invitation.tell_at.is_(None))
        .order_by(Invitation.slot_tell_at, Invitation.id)
    ).all()


def mine(person_id: UUID, meeting_id: UUID) -> Invitation | None:
    """The invitation of one person to one meeting, if he or she is asked."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.person_id == person_id, Invitation.meeting_id == meeting_id, Invitation.is_wanted
        )
    )


def counts(invitations: Sequence[Invitation]) -> dict[Answer, int]:
    """How many of those asked gave each answer."""
    asked = [invitation.answer for invitation in invitations if invitation.is_wanted]
    return {answer: asked.count(answer) for answer in Answer if answer in asked}
