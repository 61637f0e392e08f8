"""What the pages of meetings load."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from eboard.availability.enums import WEAKEST_FIRST, BusyKind
from eboard.availability.models import Absence
from eboard.availability.queries import busy_between
from eboard.boards.models import Board, RulePack
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import CHANGEABLE_STATES, MeetingState
from eboard.meetings.models import AgendaItem, Attendance, Guest, Meeting
from eboard.meetings.queries.invitees import invitees
from eboard.people.models import Person

FULL: tuple[ORMOption, ...] = (
    joinedload(Meeting.board).joinedload(Board.rule_pack).selectinload(RulePack.versions),
    selectinload(Meeting.items).joinedload(AgendaItem.case).joinedload(Case.organization),
    selectinload(Meeting.items).joinedload(AgendaItem.presenter),
    selectinload(Meeting.guests).joinedload(Guest.person),
    selectinload(Meeting.attendances).joinedload(Attendance.person).selectinload(Person.specialties),
    selectinload(Meeting.attendances).joinedload(Attendance.proxy_for),
    selectinload(Meeting.attendances).joinedload(Attendance.noted_by),
)
LISTABLE = (CaseState.ACCEPTED, CaseState.DEFERRED, CaseState.NOT_DISCUSSED)


def item_of(meeting: Meeting, item_id: UUID) -> AgendaItem:
    """The item of a meeting with this id; raises AbsentError."""
    found = next((item for item in meeting.items if item.id == item_id), None)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def waiting(cases: Select[Case], meeting: Meeting) -> Sequence[Case]:
    """Of ``cases``, those that may be put on this agenda: rolled over first, then by target date."""
    states = (*LISTABLE, CaseState.SUBMITTED) if meeting.state is MeetingState.LIVE else LISTABLE
    return db.session.scalars(
        cases.where(Case.board_id == meeting.board_id, Case.state.in_(states))
        .order_by(Case.rollovers.desc(), Case.target_date.is_(None), Case.target_date, Case.id)
        .options(joinedload(Case.organization), joinedload(Case.presenter))
    ).all()


def chosen(cases: Select[Case], ids: Sequence[UUID]) -> list[Case]:
    """Of ``cases``, those with these ids, in the order of the ids; others are left out."""
    found = {case.id: case for case in db.session.scalars(cases.where(Case.id.in_(ids)))}
    return [found[case_id] for case_id in ids if case_id in found]


def away_during(absences: Select[Absence], meeting: Meeting, person_ids: Collection[UUID]) -> Sequence[Absence]:
    """Which of these people are away during a meeting, with their deputies, by family name."""
    return db.session.scalars(
        absences.where(
            Absence.person_id.in_(person_ids),
            Absence.starts_at < meeting.ends_at,
            Absence.ends_at > meeting.starts_at,
        )
        .join(Person, Person.id == Absence.person_id)
        .order_by(Person.family_name, Person.given_name, Absence.id)
        .options(joinedload(Absence.person), joinedload(Absence.deputy))
    ).all()


def busy_during(meeting: Meeting, people: Sequence[Person]) -> list[tuple[Person, BusyKind]]:
    """Who of these people is taken by something else during a planned meeting, and how at the most.

    Once it is published their answers say more, and calendars that hide what they hold show the meeting itself.
    """
    if meeting.state is not MeetingState.PLANNED:
        return []
    found = busy_between([person.id for person in people], meeting.starts_at, meeting.ends_at)
    kinds = ((person, {period.kind for period in found[person.id]}) for person in people)
    return [(person, max(taken, key=WEAKEST_FIRST.index)) for person, taken in kinds if taken]


def only_listed(cases: Select[Case], meeting: Meeting) -> Sequence[Case]:
    """Of ``cases``, those on the agenda of a meeting."""
    return db.session.scalars(cases.where(Case.id.in_([item.case_id for item in meeting.items]))).all()


def other_meetings(meeting: Meeting) -> Sequence[Meeting]:
    """The coming meetings of the same board a case may move to."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.board_id == meeting.board_id,
            Meeting.id != meeting.id,
            Meeting.state.in_(CHANGEABLE_STATES),
            Meeting.starts_at > time.now(),
        )
        .order_by(Meeting.starts_at)
        .options(joinedload(Meeting.board))
    ).all()


def providers_of(organization_id: UUID) -> Sequence[ConferenceProvider]:
    """The video services of a host."""
    return db.session.scalars(
        select(ConferenceProvider)
        .where(ConferenceProvider.organization_id == organization_id)
        .order_by(ConferenceProvider.name)
    ).all()


def between(meetings: Select[Meeting], start: datetime, end: datetime) -> Sequence[Meeting]:
    """Of ``meetings``, those that touch a stretch of time, by start; a cancelled draft is of no interest."""
    return db.session.scalars(
        meetings.where(
            Meeting.starts_at < end,
            Meeting.ends_at > start,
            (Meeting.state != MeetingState.CANCELLED) | Meeting.published_at.is_not(None),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .options(joinedload(Meeting.board), selectinload(Meeting.items))
    ).all()


def ids_of(meetings: Select[Meeting], among: Sequence[Meeting]) -> frozenset[UUID]:
    """Ids of those of ``among`` that are in ``meetings``."""
    wanted = [meeting.id for meeting in among]
    return frozenset(db.session.scalars(meetings.where(Meeting.id.in_(wanted)).with_only_columns(Meeting.id)))


def guest_of(meeting: Meeting, person_id: UUID) -> Person:
    """The guest of a meeting with this id; raises AbsentError."""
    return _one(person_id, [guest.person for guest in meeting.guests])


def expected_person(meeting: Meeting, person_id: UUID) -> Person:
    """Somebody who is expected at a meeting or was there; raises AbsentError."""
    there = [mark.person for mark in meeting.attendances]
    return _one(person_id, [*there, *(invitee.person for invitee in invitees(meeting))])


def _one(person_id: UUID, people: Sequence[Person]) -> Person:
    found = next((person for person in people if person.id == person_id), None)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found
