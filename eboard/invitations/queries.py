"""Reading invitations: who would be asked, who was, and what each answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.core import time
from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.invitees import Invitee, invitees
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person


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
    """Meetings that were announced and have not ended, with what calendars show of them, read afresh."""
    return (
        select(Meeting)
        .where(Meeting.published_at.is_not(None), Meeting.ends_at > time.now())
        .options(joinedload(Meeting.board), selectinload(Meeting.items))
        .execution_options(populate_existing=True)
    )


def to_come() -> Select[Meeting]:
    """Published meetings that have not begun, with their agendas, read afresh."""
    return (
        select(Meeting)
        .where(Meeting.state == MeetingState.PUBLISHED, Meeting.starts_at > time.now())
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
        .options(joinedload(Invitation.person))
    ).all()


def due_to_be_told() -> Sequence[UUID]:
    """Invitations whose hold window is over."""
    return db.session.scalars(
        select(Invitation.id).where(Invitation.tell_at <= time.now()).order_by(Invitation.tell_at, Invitation.id)
    ).all()


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
