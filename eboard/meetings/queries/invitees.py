"""Who is to be asked to a meeting, derived from its state: panel, presenters, referrers, guests."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.meetings.enums import OPEN_ITEMS, AskedAs
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people.enums import PersonState
from eboard.people.models import Person

ASKED_AS = {
    BoardRole.CHAIR: AskedAs.CHAIR,
    BoardRole.DEPUTY: AskedAs.DEPUTY,
    BoardRole.PANELIST: AskedAs.PANELIST,
    BoardRole.OBSERVER: AskedAs.OBSERVER,
}


@dataclass(frozen=True, slots=True)
class Invitee:
    """A person to be asked, and why."""

    person: Person
    reasons: frozenset[AskedAs]


def invitee_reasons(meeting: Meeting) -> dict[UUID, frozenset[AskedAs]]:
    """Ids of everybody to be asked, with the reasons; three queries, whatever the size."""
    reasons: dict[UUID, set[AskedAs]] = defaultdict(set)
    for person_id, reason in _asked(meeting):
        reasons[person_id].add(reason)
    active = _active(reasons)
    return {person_id: frozenset(why) for person_id, why in reasons.items() if person_id in active}


def invitees(meeting: Meeting) -> list[Invitee]:
    """Everybody to be asked, by family name."""
    reasons = invitee_reasons(meeting)
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(reasons))
        .order_by(Person.family_name, Person.given_name, Person.id)
        .options(selectinload(Person.specialties))
    )
    return [Invitee(person, reasons[person.id]) for person in people]


def panel_on(board_id: UUID, day: date, *roles: BoardRole) -> Sequence[BoardMembership]:
    """The memberships of a board in force on a day, of all roles unless some are named, with their people."""
    members = _in_force(board_id, day)
    return db.session.scalars(
        (members.where(BoardMembership.role.in_(roles)) if roles else members)
        .join(Person, Person.id == BoardMembership.person_id)
        .order_by(Person.family_name, Person.given_name, BoardMembership.id)
        .options(joinedload(BoardMembership.person).selectinload(Person.specialties))
    ).all()


def _asked(meeting: Meeting) -> Iterator[tuple[UUID, AskedAs]]:
    members = _in_force(meeting.board_id, meeting.day).where(BoardMembership.role.in_(ASKED_AS))
    for member in db.session.scalars(members):
        yield member.person_id, ASKED_AS[member.role]
    people = (
        select(AgendaItem.presenter_id, Case.referrer_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.state.in_(OPEN_ITEMS))
    )
    for presenter_id, referrer_id in db.session.execute(people):
        if presenter_id is not None:
            yield presenter_id, AskedAs.PRESENTER
        if referrer_id is not None:
            yield referrer_id, AskedAs.REFERRER
    for person_id in db.session.scalars(select(Guest.person_id).where(Guest.meeting_id == meeting.id)):
        yield person_id, AskedAs.GUEST


def _in_force(board_id: UUID, day: date) -> Select[BoardMembership]:
    return select(BoardMembership).where(
        BoardMembership.board_id == board_id,
        BoardMembership.starts_on <= day,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= day),
    )


def _active(people: dict[UUID, set[AskedAs]]) -> set[UUID]:
    active = select(Person.id).where(Person.id.in_(people), Person.state == PersonState.ACTIVE)
    return set(db.session.scalars(active))
